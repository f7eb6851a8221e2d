"""Photos of a large folder published by processes that Ray Data runs, each with an encoder of its own.

Photos and sites do not pass through Ray: its processes read and write files, and tell what they did.
"""

from __future__ import annotations

import logging
import pickle
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, redirect_stdout
from pathlib import Path

from clickcut_build.site_folder import SiteFolder
from clickcut_core.errors import ClickcutError

from clickcut.publishing.photo_files import PhotoFiles, PhotoPublisher
from clickcut.publishing.sources import Source
from clickcut.ray_cluster import RayCluster

_PHOTOS = (
    8  # that a process is given at a time: handing over costs little then, and little waits behind a slow one
)
_STORE_MEGABYTES = 256
_Row = dict[str, bytes]


class _Worker:
    """What runs in a process of Ray's."""

    def __init__(self, publisher: Callable[[SiteFolder], PhotoPublisher], root: Path) -> None:
        folder = SiteFolder(root)
        folder.join()
        self._publisher = publisher(folder)

    def __call__(self, row: _Row) -> _Row:
        """Publish a photo; what ends the whole run is told, too: raised, Ray would make it one of its own."""
        try:
            done = self._publisher.publish(pickle.loads(row["source"]))  # noqa: S301  our own, of this run
            return {"done": pickle.dumps((done, None))}
        except ClickcutError as error:
            return {"done": pickle.dumps((None, error))}


def in_order_by_ray(
    publisher: Callable[[SiteFolder], PhotoPublisher],
    root: Path,
    sources: Sequence[Source],
    *,
    workers: int,
    on_gpu: bool,
) -> Generator[PhotoFiles | ClickcutError]:
    """Give what `PhotoPublisher.publish` gives for each photo, in the order of the photos.

    Parameters
    ----------
    publisher
        Makes the publisher in each process.
    root
        The site's folder, whose run this process has begun.
    sources
        The photos.
    workers
        How many processes.
    on_gpu
        Whether they use GPUs, which they share.

    Raises
    ------
    ClickcutError
        What `PhotoPublisher.publish` raises.
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
            [{"source": pickle.dumps(source)} for source in sources],
            override_num_blocks=-(-len(sources) // _PHOTOS),
        ).map(
            _Worker,  # type: ignore[arg-type]  # Ray's own types leave classes out
            fn_constructor_args=(publisher, root),
            compute=data.ActorPoolStrategy(size=workers),
            num_cpus=1,
            num_gpus=cluster.gpu_share(workers),
        )
        for row in rows.iter_rows():
            done, error = pickle.loads(row["done"])  # noqa: S301
            if error is not None:
                raise error
            yield done
