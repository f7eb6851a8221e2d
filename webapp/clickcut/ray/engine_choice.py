"""Where the settings have photos encoded: in this process, or by Ray. Nothing else knows of Ray's modules.

A server asks for an engine, and who has a whole folder for its photos in order.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from clickcut_models.manifest import Manifest

from clickcut.encoding.choice import EncoderChoice
from clickcut.encoding.encoder import Encoder
from clickcut.encoding.encoder_check import check_encoder
from clickcut.encoding.engine import Engine, LocalEngine
from clickcut.encoding.parallel import in_order_by_threads
from clickcut.encoding.processor import cores
from clickcut.ray.batches import in_order_by_ray
from clickcut.ray.cluster import check_ray
from clickcut.ray.replica_engine import RayEngine
from clickcut.settings import Settings

_Thing = TypeVar("_Thing")
_Result = TypeVar("_Result")


def make_engine(settings: Settings, choice: EncoderChoice, manifest: Manifest) -> Engine:
    """Make the engine, not yet started.

    Raises
    ------
    ClickcutError
        `ray-missing`.
    """
    if settings.engine == "local":
        return LocalEngine(partial(_load, settings, choice, manifest))
    check_ray()
    threads = settings.encoder_threads or max(1, cores() // settings.replicas.most)
    shared = replace(settings, encoder_threads=threads)
    return RayEngine(partial(_load, shared, choice, manifest), settings.replicas, on_gpu=choice.on_gpu)


def in_order(
    settings: Settings,
    work: Callable[[_Thing], _Result],
    make_work: Callable[[], Callable[[_Thing], _Result]],
    things: Sequence[_Thing],
    *,
    on_gpu: bool,
) -> Generator[_Result]:
    """Work on many things side by side, and give the results in the order of the things.

    Parameters
    ----------
    settings
        Where, and by how many.
    work
        Does it in this process, in several threads at once.
    make_work
        Makes what does it, in each process of Ray's.
    things
        What it is done on.
    on_gpu
        Whether the work uses GPUs.

    Raises
    ------
    ClickcutError
        `ray-missing`, or what the work raises.
    """
    workers = settings.encoder_threads or cores()
    if settings.engine == "local":
        return in_order_by_threads(work, things, workers=workers)
    check_ray()
    return in_order_by_ray(make_work, things, workers=workers, on_gpu=on_gpu)


def _load(settings: Settings, choice: EncoderChoice, manifest: Manifest) -> Encoder:
    """Load the encoder, and see that it finds what it must."""
    encoder = Encoder.from_settings(settings, manifest, choice)
    check_encoder(encoder, choice, manifest)
    return encoder
