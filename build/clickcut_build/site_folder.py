"""A folder to publish into, which may hold other people's files: what we wrote is on a list.

A file is there whole or not at all. It knows neither photos nor pages.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import threading
from collections.abc import Collection, Iterator
from pathlib import Path, PurePosixPath
from types import TracebackType

from clickcut_core.errors import ClickcutError
from filelock import FileLock, Timeout

LIST = ".clickcut-files"
"""Every address that was ever begun, a line each; sorted once a run is complete."""
_UNFINISHED = ".clickcut-unfinished"
_LOCK = ".clickcut-lock"


class SiteFolder:
    """A folder whose files of ours are known; calls from several threads at once are safe.

    It is used in a `with` statement, one run at a time; the system itself frees the lock of a run that was
    killed. Such a run leaves files that are whole, their names on the list, and unfinished ones that the next
    run removes. An address is a path below the folder, with `/` between its parts.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lock = threading.Lock()
        self._only_run = FileLock(root / _LOCK, blocking=False)
        self._numbers = itertools.count()
        self._own: set[str] = set()

    def __enter__(self) -> SiteFolder:
        """Begin a run.

        Raises
        ------
        ClickcutError
            `site-unwritable` when the folder can't be made, `site-busy` when another run writes into it.
        """
        with self._told(self._root):
            self._root.mkdir(parents=True, exist_ok=True)
            try:
                self._only_run.acquire()
            except Timeout as error:
                raise ClickcutError("site-busy", folder=self._root) from error
            (self._root / _UNFINISHED).mkdir(exist_ok=True)
            for path in (self._root / _UNFINISHED).iterdir():
                path.unlink()
        self._own = self._read_list()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let others in."""
        with contextlib.suppress(OSError):  # where an open file can't be removed, it stays
            (self._root / _LOCK).unlink()
        self._only_run.release()

    def join(self) -> None:
        """Take part in a run that another process began and will complete, instead of a `with` statement."""
        self._own = self._read_list()

    def path(self, address: str) -> Path:
        """Give where an address is."""
        return self._root / address

    def check_apart(self, path: Path) -> None:
        """See that a file, by whatever name, is none of ours, which this run may remove.

        Raises
        ------
        ClickcutError
            `output-is-input`.
        """
        root, real = self._root.resolve(), path.resolve()
        if real.is_relative_to(root) and real.relative_to(root).as_posix() in self._own:
            raise ClickcutError("output-is-input", file=path)

    def read(self, address: str) -> bytes | None:
        """Give the content of a file of ours; None where there is none."""
        if address not in self._own:
            return None
        try:
            return self.path(address).read_bytes()
        except OSError:
            return None

    def write(self, address: str, content: bytes) -> None:
        """Write a file, unless it is there already, byte for byte.

        Raises
        ------
        ClickcutError
            `site-foreign-file` when somebody else's is there, `site-unwritable` when the disk refuses.
        """
        path = self.path(address)
        with self._told(path):
            self._claim(address, path)
            if self.read(address) == content:
                return
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = self._root / _UNFINISHED / f"{os.getpid()}-{next(self._numbers)}"
            unfinished.write_bytes(content)
            unfinished.replace(path)

    def complete(self, addresses: Collection[str], *, keep_others: bool = False) -> int:
        """End a run: remove what earlier runs wrote and this one did not; give the number of files removed.

        Parameters
        ----------
        addresses
            All that belongs to the site.
        keep_others
            Leave the files of earlier runs.
        """
        self._own = self._read_list()  # what others that took part wrote is on it, too
        others = set() if keep_others else self._own - {*addresses, LIST}
        for address in sorted(others):
            path = self.path(address)
            with self._told(path):
                path.unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # not empty: something of somebody else's is in it
                for parent in PurePosixPath(address).parents[:-1]:
                    self.path(str(parent)).rmdir()
        self._own -= others
        self.write(LIST, "".join(f"{address}\n" for address in sorted(self._own)).encode())
        with self._told(self._root):
            (self._root / _UNFINISHED).rmdir()
        return len(others)

    def _claim(self, address: str, path: Path) -> None:
        """Put an address on the list before anything is written there."""
        with self._lock:
            if address in self._own:
                return
            if path.exists() or path.is_symlink():
                self._own |= self._read_list()  # somebody else who takes part may have written it meanwhile
                if address in self._own:
                    return
                raise ClickcutError("site-foreign-file", file=path)
            with (self._root / LIST).open("a", encoding="utf-8") as file:
                file.write(f"{address}\n")
            self._own.add(address)

    def _read_list(self) -> set[str]:
        """Read the list; a line that leads out of the folder is nobody's, whoever wrote it."""
        try:
            lines = (self._root / LIST).read_text("utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            lines = []
        root = self._root.resolve()
        return {LIST, *(line for line in lines if self.path(line).parent.resolve().is_relative_to(root))}

    @contextlib.contextmanager
    def _told(self, path: Path) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise ClickcutError("site-unwritable", file=path, reason=error.strerror or error) from error
