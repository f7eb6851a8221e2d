"""What the workers of one run share: made by the first that needs it, undone after the last."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest

Undo = Callable[[], None]


@dataclass(frozen=True)
class Workers:
    """The workers of this run, who meet in `folder`; without pytest-xdist it is one."""

    folder: Path
    config: pytest.Config

    @contextmanager
    def sharing(self, name: str, make: Callable[[Path], tuple[str, Undo | None]]) -> Iterator[str]:
        """Give what `make` told all workers of what it made in a folder of its own.

        Who made it undoes it when nobody uses it any more: after its own last test, for which it may have to
        wait. A worker that dies is no longer a user, as the system gives back its locks.
        """
        told = self.folder / f"{name}.txt"
        with _locked(told.with_suffix(".users"), fcntl.LOCK_SH):
            with _locked(told.with_suffix(".lock"), fcntl.LOCK_EX):
                if not told.exists():
                    made = self.folder / name
                    made.mkdir(exist_ok=True)
                    text, undo = make(made)
                    if undo:
                        self.config.add_cleanup(lambda: _undo_when_unused(told, undo))
                    told.write_text(text)
            yield told.read_text()

    @contextmanager
    def in_turn(self, name: str, at_once: int) -> Iterator[None]:
        """Work inside, once fewer than `at_once` workers do so under that name."""
        with ExitStack() as held:
            files = [held.enter_context((self.folder / f"{name}-{n}.turn").open("a")) for n in range(at_once)]
            while not any(_lock_now(file) for file in files):
                time.sleep(0.1)
            yield


def _lock_now(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _undo_when_unused(told: Path, undo: Undo) -> None:
    with _locked(told.with_suffix(".users"), fcntl.LOCK_EX):
        told.unlink()
        undo()


@contextmanager
def _locked(path: Path, kind: int) -> Iterator[None]:
    with path.open("a") as file:
        fcntl.flock(file, kind)
        yield
