"""Which engine the settings ask for, and the encoder that it loads."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from clickcut_models.manifest import Manifest

from clickcut.encoder import Encoder
from clickcut.encoder_choice import EncoderChoice
from clickcut.engine import Engine, LocalEngine
from clickcut.known_answer import check_encoder
from clickcut.processor import cores
from clickcut.ray_cluster import check_ray
from clickcut.ray_engine import RayEngine
from clickcut.settings import Settings


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


def _load(settings: Settings, choice: EncoderChoice, manifest: Manifest) -> Encoder:
    """Load the encoder, and see that it finds what it must."""
    encoder = Encoder.from_settings(settings, manifest, choice)
    check_encoder(encoder, choice, manifest)
    return encoder
