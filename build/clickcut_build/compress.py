"""Compressed twins of built files, so that a server sends them without work: `NAME.br` and `NAME.gz`."""

from __future__ import annotations

import gzip
import hashlib
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

SUFFIXES = {".js", ".json", ".wasm", ".zip", ".onnx", ".clickcut", ".txt"}
SMALLEST = 1024  # bytes; below this a twin saves no packet
# Brotli's level 10 makes wasm a tenth smaller than 9, in six times the time; 11 another 3 % in twice that.
LEVEL = 10
COMPRESSORS: dict[str, Callable[[bytes], bytes]] = {
    ".br": lambda content: brotli.compress(content, quality=LEVEL, lgwin=24),
    ".gz": lambda content: gzip.compress(content, mtime=0),
}


def precompress(folder: Path, *, kept: Path) -> None:
    """Write the twins of every file in a folder that has none and gets a twentieth smaller.

    Parameters
    ----------
    folder
        With the files, also in folders below.
    kept
        Folder that keeps what was compressed before, by the contents' hash: compressing the wasm files alone
        takes longer than all the rest of a build.
    """
    kept.mkdir(parents=True, exist_ok=True)
    paths = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix in SUFFIXES and not path.with_name(path.name + ".br").exists()
    ]
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda path: _write_twins(path, kept), paths))


def _write_twins(path: Path, kept: Path) -> None:
    content = path.read_bytes()
    if len(content) < SMALLEST:
        return
    digest = hashlib.sha256(content).hexdigest()
    for suffix, compress in COMPRESSORS.items():
        twin = kept / f"{digest}-{LEVEL}{suffix}"
        if not twin.exists():
            part = twin.with_name(f"{twin.name}.part")
            part.write_bytes(compress(content))
            part.replace(twin)
        if twin.stat().st_size < 0.95 * len(content):
            shutil.copyfile(twin, path.with_name(path.name + suffix))
