"""Work on many things in processes that Ray Data runs; what the work is it does not know.

What is large does not pass through Ray: its processes read and write files, and tell what they did.
"""

from __future__ import annotations

import logging
import pickle
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, redirect_stdout
from typing import TypeVar

from clickcut_core.errors import ClickcutError

from clickcut.ray.cluster import RayCluster

_Thing = TypeVar("_Thing")
_Result = TypeVar("_Result")

# Given to a process at a time: handing over costs little then, and little waits behind a slow one.
_TOGETHER = 8
_STORE_MEGABYTES = 256
_Row = dict[str, bytes]


class _Worker:
    """What runs in a process of Ray's."""

    def __init__(self, make_work: Callable[[], Callable[[object], object]]) -> None:
        self._work = make_work()

    def __call__(self, row: _Row) -> _Row:
        """Work on a thing; what ends the whole run is told, too: raised, Ray would make it one of its own."""
        try:
            done = self._work(pickle.loads(row["thing"]))  # noqa: S301  our own, of this run
            return {"done": pickle.dumps((done, None))}
        except ClickcutError as error:
            return {"done": pickle.dumps((None, error))}


def in_order_by_ray(
    make_work: Callable[[], Callable[[_Thing], _Result]],
    things: Sequence[_Thing],
    *,
    workers: int,
    on_gpu: bool,
) -> Generator[_Result]:
    """Give the results in the order of the things; the first exception ends it all.

    Parameters
    ----------
    make_work
        Makes what does the work, in each process.
    things
        What it is done on.
    workers
        How many processes.
    on_gpu
        Whether they use GPUs, which they share.

    Raises
    ------
    ClickcutError
        What the work raises.
    """
    cluster = RayCluster(cores=workers, store_megabytes=_STORE_MEGABYTES, with_gpus=on_gpu)
    with ExitStack() as running:
        # Ray says on the standard output when a process of its dies; that output is the site's tags alone.
        running.enter_context(redirect_stdout(sys.stderr))
        running.callback(cluster.stop)
        cluster.start()
        from ray import data  # noqa: PLC0415  an extra

        logging.getLogger("ray.data").setLevel(logging.ERROR)
        context = data.DataContext.get_current()
        context.enable_progress_bars = False
        context.execution_options.preserve_order = True
        rows = data.from_items(
            [{"thing": pickle.dumps(thing)} for thing in things],
            override_num_blocks=-(-len(things) // _TOGETHER),
        ).map(
            _Worker,  # type: ignore[arg-type]  # Ray's own types leave classes out
            fn_constructor_args=(make_work,),
            compute=data.ActorPoolStrategy(size=workers),
            num_cpus=1,
            num_gpus=cluster.gpu_share(workers),
        )
        for row in rows.iter_rows():
            done, error = pickle.loads(row["done"])  # noqa: S301
            if error is not None:
                raise error
            yield done
