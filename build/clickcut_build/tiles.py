"""A gallery's small pictures: the part of a photo that has a tile's shape, chosen by what the photo is about.

It writes no files.
"""

from __future__ import annotations

import json
from itertools import accumulate
from math import ceil
from typing import TYPE_CHECKING

from clickcut_core.geometry import ImageSize
from PIL import Image

if TYPE_CHECKING:
    from clickcut_core.protocol import ProposalsFile

_SHAPE = 4 / 3  # width by height, as the page's style has it
_HEADROOM = 0.06  # of the tile's height, above a subject that doesn't fit


def tile_size(photo: ImageSize) -> ImageSize:
    """Give the size, in photo pixels, of the largest part of a photo that has a tile's shape."""
    return ImageSize(
        height=max(1, min(photo.height, round(photo.width / _SHAPE))),
        width=max(1, min(photo.width, round(photo.height * _SHAPE))),
    )


def tile(image: Image.Image, proposals: bytes, width: int) -> Image.Image:
    """Make a tile's picture, at most `width` pixels wide and never enlarged.

    The subject is in its middle, as far as the photo reaches. Of one that is too high the top is shown: that
    is where a person's head is.

    Parameters
    ----------
    image
        The upright photo, of any mode.
    proposals
        The file that tells what it may be about, see `protocol.ProposalsFile`.
    width
        In pixels.
    """
    part = tile_size(ImageSize(height=image.height, width=image.width))
    left, top, right, bottom = _subject(json.loads(proposals))
    x = (left + right) / 2 * image.width - part.width / 2
    if (bottom - top) * image.height > part.height:
        y = top * image.height - _HEADROOM * part.height
    else:
        y = (top + bottom) / 2 * image.height - part.height / 2
    x, y = (
        round(min(max(begin, 0), most))
        for begin, most in ((x, image.width - part.width), (y, image.height - part.height))
    )
    small = image.crop((x, y, x + part.width, y + part.height))
    small.thumbnail((width, width), Image.Resampling.LANCZOS, reducing_gap=3)
    return small


def _subject(told: ProposalsFile) -> tuple[float, float, float, float]:
    """Give left, top, right and bottom, as shares of the photo, of what a photo is about.

    That is all that may be meant where it isn't sure, and the photo where nothing stands out.
    """
    shown = told["proposals"][:1] if told["isSure"] else told["proposals"]
    height, width = told["extent"]
    columns = ceil(width)
    spans: list[tuple[int, int, int, int]] = []
    for each in shown:
        ends = list(accumulate(each["runs"]))
        for begin, end in zip(ends[::2], ends[1::2], strict=False):  # what is inside
            (first, left), (last, right) = divmod(begin, columns), divmod(end - 1, columns)
            spans.append((left, first, right, last) if first == last else (0, first, columns - 1, last))
    if not spans:
        return 0, 0, 1, 1
    lefts, tops, rights, bottoms = zip(*spans, strict=True)
    return (
        min(lefts) / width,
        min(tops) / height,
        min((max(rights) + 1) / width, 1),
        min((max(bottoms) + 1) / height, 1),
    )
