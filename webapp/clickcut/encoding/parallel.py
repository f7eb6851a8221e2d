"""Work on many things side by side, in bounded memory; what the work is it does not know."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

_Thing = TypeVar("_Thing")
_Result = TypeVar("_Result")

AHEAD = 2  # as many times the workers: none of them waits for the slowest one before it


def in_order_by_threads(
    work: Callable[[_Thing], _Result], things: Iterable[_Thing], *, workers: int
) -> Generator[_Result]:
    """Give the results in the order of the things; the first exception ends it all.

    Threads suffice: onnxruntime, Pillow and hashlib let others run while they compute.
    """
    waiting: deque[Future[_Result]] = deque()
    pool = ThreadPoolExecutor(workers)
    try:
        for thing in things:
            waiting.append(pool.submit(work, thing))
            if len(waiting) >= AHEAD * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
