"""Who writes into a folder: one window of all that show it."""

from __future__ import annotations

import threading
from typing import Protocol


class Window(Protocol):
    """One that may write."""

    def is_open(self) -> bool:
        """Whether somebody can still see it."""

    def lose(self) -> None:
        """Hear that another one writes from now on, in that one's thread."""


class Writer:
    """The right to write."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._window: Window | None = None

    def is_free(self) -> bool:
        """Tell whether no open window has it: one that was reloaded is closed before its session ends."""
        window = self._window
        return window is None or not window.is_open()

    def take(self, window: Window) -> None:
        """Take it, from whoever has it."""
        with self._lock:
            before, self._window = self._window, window
        if before is not None and before is not window:
            before.lose()

    def leave(self, window: Window) -> None:
        """Give it back, if it is still this window's."""
        with self._lock:
            if self._window is window:
                self._window = None
