"""Whether an encoder works as it should on this machine: a drawn disc is clicked, and must be found.

By construction, not by stored numbers: it holds for every encoder that the decoder suits.
"""

from __future__ import annotations

import numpy as np
from clickcut_core.embedding import Embedding
from clickcut_core.errors import ClickcutError
from clickcut_core.session import Session
from clickcut_models.manifest import Manifest
from PIL import Image, ImageDraw

from clickcut.encoding.choice import EncoderChoice
from clickcut.encoding.encoder import Encoder
from clickcut.native_runtime import NativeRuntime, completed, load_graphs
from clickcut.photos.photo import Photo

_SIZE = (1024, 256)
_CENTRE, _RADIUS = (320, 128), 90
_LEAST_IOU = 0.9
_seen_right: set[EncoderChoice] = set()  # once a process: the file and the machine stay what they are


def check_encoder(encoder: Encoder, choice: EncoderChoice, manifest: Manifest) -> None:
    """Encode the drawing, click the disc, and compare its mask.

    Raises
    ------
    ClickcutError
        `encoder-wrong`.
    """
    if choice in _seen_right:
        return
    iou = completed(_iou(encoder, manifest))
    if iou < _LEAST_IOU:
        raise ClickcutError("encoder-wrong", found=f"{iou:.2f}", expected=_LEAST_IOU)
    _seen_right.add(choice)


async def _iou(encoder: Encoder, manifest: Manifest) -> float:
    disc = Image.new("1", _SIZE)
    ImageDraw.Draw(disc).circle(_CENTRE, _RADIUS, fill=1)
    picture = Image.composite(Image.new("RGB", _SIZE, "#e8862e"), Image.new("RGB", _SIZE, "#27506b"), disc)
    content = encoder.encode(Photo(picture), "0" * 64).to_bytes()
    runtime = NativeRuntime()
    session = Session(runtime, await load_graphs(runtime, manifest))
    await session.set_image(Embedding.from_bytes(content, model=manifest.model))
    await session.add_point(*_CENTRE)
    mask = np.concatenate([strip.mask.handle async for strip in session.mask_strips(None)]) > 0
    truth = np.asarray(disc)
    return float((mask & truth).sum() / max(1, (mask | truth).sum()))
