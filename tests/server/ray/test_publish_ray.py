"""`clickcut publish --engine ray` writes what it writes without Ray, byte for byte."""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.server.publishing.commands import command

pytestmark = [pytest.mark.timeout(300), pytest.mark.full]  # Ray starts within


def tree(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def photos(album: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    photos = tmp_path_factory.mktemp("photos")
    shutil.copytree(album, photos / "one")
    shutil.copytree(album, photos / "two")  # the same photos again: two processes write the same files
    (photos / "bad.jpg").write_bytes(b"no photo")
    return photos


@contextmanager
def publishing(
    photos: Path, out: Path, *, engine: str, is_killed: bool = False
) -> Iterator["subprocess.Popen[str]"]:
    """Publish, and see that it ends as it should: one photo is left out, and no file lies around.

    A photo that a process had done before it was killed is unchanged when the next one comes to it.
    """
    with tempfile.TemporaryDirectory() as temporary:
        process = subprocess.Popen(
            command("publish", photos, "-o", out, "--engine", engine),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"TMPDIR": temporary},
        )
        yield process
        said, complaints = process.communicate()
        assert process.returncode == 1, complaints
        counts = re.search(r"3 photos, (\d) encoded, (\d) unchanged", said)
        assert counts
        assert int(counts[1]) + int(counts[2]) == 3
        assert is_killed or counts[2] == "0"
        assert "ray" not in said.replace(str(out), ""), "the output is of the site alone"
        assert "[not-a-photo]" in complaints
        assert [path for path in Path(temporary).iterdir() if path.name != ".ses"] == []


@pytest.fixture(scope="module")
def expected(photos: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The site as it is without Ray."""
    out = tmp_path_factory.mktemp("local") / "site"
    with publishing(photos, out, engine="local"):
        pass
    return tree(out)


def test_a_site_is_the_same(photos: Path, expected: dict[str, str], tmp_path: Path):
    with publishing(photos, tmp_path / "site", engine="ray"):
        pass
    assert tree(tmp_path / "site") == expected


def working(publisher: psutil.Process) -> psutil.Process | None:
    """One of Ray's processes that has a photo in hand."""
    for each in publisher.children(recursive=True):
        try:
            if each.name().startswith("ray::MapWorker") and ".submit" in each.name():
                return each
        except psutil.NoSuchProcess:
            continue
    return None


def test_a_process_that_is_killed_at_work_costs_no_photo(
    photos: Path, expected: dict[str, str], tmp_path: Path
):
    with publishing(photos, tmp_path / "site", engine="ray", is_killed=True) as process:
        publisher = psutil.Process(process.pid)
        while (victim := working(publisher)) is None:
            assert process.poll() is None, process.communicate()
            time.sleep(0.02)
        victim.kill()
    assert tree(tmp_path / "site") == expected
