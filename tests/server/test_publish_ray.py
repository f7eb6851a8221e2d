"""`clickcut publish --engine ray` writes what it writes without Ray, byte for byte."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.server.publishing import command

pytestmark = pytest.mark.timeout(300)  # Ray starts within


def tree(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file()
    }


def test_a_site_is_the_same(album, tmp_path):
    photos = tmp_path / "photos"
    shutil.copytree(album, photos / "one")
    shutil.copytree(album, photos / "two")  # the same photos again: two processes write the same files
    (photos / "bad.jpg").write_bytes(b"no photo")
    sites = {}
    with tempfile.TemporaryDirectory() as temporary:
        for engine in ("local", "ray"):
            out = tmp_path / engine
            done = subprocess.run(
                command("publish", photos, "-o", out, "--engine", engine),
                capture_output=True,
                text=True,
                check=False,
                env=os.environ | {"TMPDIR": temporary},
            )
            assert done.returncode == 1, done.stderr  # a photo was left out
            assert f"{engine}: 5 photos, 5 encoded, 0 unchanged" in done.stdout
            assert "[not-a-photo]" in done.stderr
            sites[engine] = tree(out)
        assert [path for path in Path(temporary).iterdir() if path.name != ".ses"] == []
    assert sites["ray"] == sites["local"]
