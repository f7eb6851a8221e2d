"""What every such process does: load, fall silent, shut itself in, and then do what the server orders.

Orders come on standard input as the server pickled them. Answers go to standard output as `answers` writes
them: whoever took this process over could send nothing that the server would run.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any

from clickcut_core.errors import ClickcutError

from clickcut.core_dumps import leave_no_core_dump
from clickcut.priority import after_others
from clickcut.processes.answers import Answer, write_answer, write_failure, write_refusal
from clickcut.processes.sandbox import shut_in
from clickcut.settings import MEGABYTE

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

_ORPHAN_SECONDS = 0.5  # between two looks whether the server lives
Worker = Callable[[Any], Answer]
"""Does an order, or raises a `ClickcutError`."""


def run(prepare: Callable[[Any], tuple[Worker, int]]) -> None:
    """Do what the server orders, until it orders nothing more. Without the memory for it, this process ends.

    Parameters
    ----------
    prepare
        Is given what the server says first, and loads all that will be needed of the disk. It gives what
        does an order, and how many megabytes of memory this process may have for data.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who stops the server by its keys lets it end what it has
    orders = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    _silence(sys.stdout)  # a library's word must not get among the answers
    worker, megabytes = prepare(pickle.load(orders))  # noqa: S301  of the server, which started this
    _silence(sys.stderr)  # which is the server's log
    is_shut_in = settle()
    _bound(megabytes)
    write_answer(answers, Answer(facts={"is_shut_in": is_shut_in}))
    try:
        while True:
            _do(worker, pickle.load(orders), answers)  # noqa: S301
    except EOFError:
        return
    except MemoryError:
        os._exit(1)  # and with it whatever was leaked


def settle() -> bool:
    """Bound this process's life and reach, and its claim to the processor; tell whether it is shut in."""
    after_others()
    leave_no_core_dump()
    is_shut_in = shut_in()
    threading.Thread(target=_end_with_server, daemon=True).start()
    return is_shut_in


def _do(worker: Worker, order: Any, answers: IO[bytes]) -> None:
    try:
        answer = worker(order)
    except ClickcutError as error:
        write_refusal(answers, error)
    except MemoryError:
        raise
    except Exception as error:
        write_failure(answers, error)
    else:
        write_answer(answers, answer)


def _silence(stream: IO[str]) -> None:
    """Lead a stream, whoever writes to it, nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _bound(megabytes: int) -> None:
    """Bound what this process may have for data; it can't raise that again."""
    if resource is None:
        return
    with suppress(ValueError):  # the operator allows less
        resource.setrlimit(resource.RLIMIT_DATA, (megabytes * MEGABYTE, megabytes * MEGABYTE))


def _end_with_server() -> None:
    """Wait for the end of the server, a violent one, too, and end: nobody else bounds the time any more."""
    server = os.getppid()
    while os.getppid() == server:
        time.sleep(_ORPHAN_SECONDS)
    os._exit(1)
