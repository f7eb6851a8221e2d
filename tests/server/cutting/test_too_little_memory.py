"""Where the system gives a command no more memory, it says so in a sentence with a code."""

import json
import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

from PIL import Image

from tests.conftest import ROOT


def large(path: Path) -> Path:
    """A photo of 62 megapixels, which is damaged, too; that comes out once there is room for them."""
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", 7900, 7900, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(b""))]
    parts = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(parts))
    return path


def test_a_command_says_it_with_a_code_and_its_status(tmp_path: Path):
    photo, other = large(tmp_path / "photo.png"), large(tmp_path / "other.png")
    small, known = tmp_path / "small.png", tmp_path / "known"
    Image.new("RGB", (64, 48), "teal").save(small)
    known.mkdir()
    commands = [
        ["cut", photo, "--point", "9,9", "-o", tmp_path / "cut.png"],
        ["cut", photo, other, "--subject", "--embedding", known, "-o", tmp_path / "cut"],
        ["publish", photo, "-o", tmp_path / "site"],
        ["encode", small],
    ]
    program = [sys.executable, "-m", "tests.server.cutting.short_of_memory"]
    done = subprocess.run(
        [*program, json.dumps(commands, default=str)],
        env=os.environ | {"CLICKCUT_ENCODER_THREADS": "1"},  # each further one takes 8 MB for its stack
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    one, many, site, encoded = json.loads(done.stdout)
    for status, said in (one, encoded):
        assert status == 1
        assert said.startswith("Error: There is too little memory for that here."), said
        assert said.endswith("[too-little-memory]\n")
    for name in ("photo.png", "other.png"):
        assert f"{name}: There is too little memory" in many[1]
    assert many[1].endswith("[some-failed]\n")
    assert many[0] == site[0] == 1
    assert "[too-little-memory]" in site[1], site
