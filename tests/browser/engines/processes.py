"""Programs that run as long as a test needs them."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

END = 30
"""Seconds that a program has to end once it is told to."""


@contextmanager
def running(command: Sequence[str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """Start a program, and end it and all that it started, whatever happens."""
    with subprocess.Popen(command, text=True, start_new_session=True, **options) as process:
        try:
            yield process
        finally:
            _end(process)


def started(start: Callable[[ExitStack], None]) -> ExitStack:
    """Start a browser: twice where the first does not come up, as happens when a machine is busy.

    Parameters
    ----------
    start
        Puts what ends the browser on the stack that it is given, as far as it comes.

    Returns
    -------
    What to close when the browser is of no more use.
    """
    for is_last in (False, True):
        with ExitStack() as closing:
            try:
                start(closing)
            except Exception:
                if is_last:
                    raise
            else:
                return closing.pop_all()
    raise AssertionError("never reached")


def _end(process: subprocess.Popen[str]) -> None:
    for how in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, how)
        except ProcessLookupError:
            return  # neither it nor anything of its group is left
        try:
            process.wait(END)
        except subprocess.TimeoutExpired:
            continue
