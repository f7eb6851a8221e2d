"""Embeddings already made, in a bounded folder: one file each, named by model and photo.

It never sees a photo, never serves a byte that its checksum does not cover, and never fails: without a
writable disk there is simply no cache. Several processes may share the folder.
"""

from __future__ import annotations

import contextlib
import logging
import os
import tempfile
import time
from pathlib import Path

from clickcut_core.embedding import Embedding
from clickcut_core.errors import ClickcutError

from clickcut.photos.photo import READING
from clickcut.settings import MEGABYTE, Settings

_log = logging.getLogger(__name__)
_SUFFIX = ".clickcut"
_UNFINISHED = ".unfinished"
_ABANDONED_SECONDS = 60.0  # by a process that was killed; writing one takes a few milliseconds
_DAY = 86400.0
_PRIVATE = 0o700
_PERMISSIONS = 0o777


class EmbeddingCache:
    """A folder of `<model>-<encoder>-<reading>/<sha256>.clickcut`, the least recently used leaving first.

    Parameters
    ----------
    folder
        Created when the first embedding is kept.
    model
        Id of the weights whose embeddings are asked for; other models' age out.
    encoder
        Which encoder of that model makes them; other encoders' age out, too.
    max_bytes
        Most bytes to keep, all models together; 0 keeps nothing.
    max_days
        Longest time that one is kept without being asked for. It is not given any more then, and deleted when
        the next one is kept.
    """

    def __init__(self, folder: Path, *, model: str, encoder: str, max_bytes: int, max_days: float) -> None:
        self._folder = folder
        self._model = model
        self._encoder = encoder
        self._max_bytes = max_bytes
        self._max_seconds = max_days * _DAY
        self._warned = False

    @classmethod
    def of(cls, settings: Settings, *, model: str, encoder: str) -> EmbeddingCache:
        """Give the one that settings name: server, dashboards and programs share it."""
        return cls(
            settings.cache_dir / "embeddings",
            model=model,
            encoder=encoder,
            max_bytes=settings.cache_megabytes * MEGABYTE,
            max_days=settings.cache_days,
        )

    def read(self, photo_sha256: str) -> bytes | None:
        """Give the file of a photo's embedding, verified; None when there is none.

        A damaged file is deleted, so that it is made again. One without a fingerprint is made again, too:
        earlier versions turned some photos otherwise than browsers do.
        """
        path = self._path(photo_sha256)
        try:
            if _age(path.stat(), time.time()) > self._max_seconds:
                return None
            content = path.read_bytes()
        except OSError:
            return None
        try:
            embedding = Embedding.from_bytes(content, model=self._model)
            if embedding.photo_sha256 != photo_sha256:
                raise ClickcutError("embedding-checksum")
        except ClickcutError as error:
            _log.warning("a damaged embedding was dropped from the cache: %s", error.code)
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        if not embedding.fingerprint:
            return None
        _touch(path)
        return content

    def write(self, photo_sha256: str, content: bytes) -> None:
        """Keep the file of a photo's embedding: whole or not at all, and others leave to make room."""
        if len(content) > self._max_bytes:
            return
        path = self._path(photo_sha256)
        try:
            self._make_folders(path.parent)
            self._make_room(len(content), keep=path)
            _replace(path, content)
        except OSError as error:
            if not self._warned:
                self._warned = True
                _log.warning("embeddings are not kept: %s in %s", error.strerror or error, self._folder)

    def _path(self, photo_sha256: str) -> Path:
        return self._folder / f"{self._model}-{self._encoder}-{READING}" / f"{photo_sha256}{_SUFFIX}"

    def _make_folders(self, folder: Path) -> None:
        """Make the folder, for this user alone: an embedding tells what was in its photo."""
        self._folder.parent.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        for each in (self._folder, folder):
            each.mkdir(mode=_PRIVATE, exist_ok=True)
            if each.stat().st_mode & ~_PRIVATE & _PERMISSIONS:  # an older version made it
                with contextlib.suppress(OSError):  # somebody else's
                    each.chmod(_PRIVATE)

    def _make_room(self, needed: int, *, keep: Path) -> None:
        """Delete what is too old, then the least recently used until `needed` bytes more fit."""
        kept: list[tuple[float, int, Path]] = []
        now = time.time()
        ages = {_SUFFIX: self._max_seconds, _UNFINISHED: _ABANDONED_SECONDS}
        for path in self._folder.glob("*/*"):
            with contextlib.suppress(FileNotFoundError):  # another process may have evicted it
                status = path.stat()
                age = _age(status, now)
                if path.suffix in ages and age > ages[path.suffix]:
                    path.unlink()
                elif path.suffix in ages and path != keep:
                    kept.append((age, status.st_size, path))
        total = needed + sum(size for _, size, _ in kept)
        for _, size, path in sorted(kept, reverse=True):
            if total <= self._max_bytes:
                break
            path.unlink(missing_ok=True)
            total -= size


def _replace(path: Path, content: bytes) -> None:
    # Not flushed to the disk: after a power cut the checksum tells a half-written file from a whole one.
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=_UNFINISHED)
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        _touch(unfinished)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _age(status: os.stat_result, now: float) -> float:
    """Seconds since a file was used, or until then where the clock was set back meanwhile."""
    return abs(now - status.st_mtime)


def _touch(path: Path) -> None:
    """Mark a file as used now; by our own clock, as the file system's may tick as slowly as 10 ms."""
    now = time.time_ns()
    with contextlib.suppress(OSError):
        os.utime(path, ns=(now, now))
