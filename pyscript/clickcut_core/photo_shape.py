"""The shapes and sizes a photo may have, whoever encodes it."""

from __future__ import annotations

from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import ImageSize

MEGABYTE = 2**20
# Not 10⁶: a camera sold as "64 megapixels" makes 9248 × 6936 = 64.1 million.
MEGAPIXEL = 2**20
MOST_MEGAPIXELS = 64
"""That are accepted where nothing else is set."""
SHORTEST_SIDE = 8  # below it there is nothing to point at
LONGEST_RATIO = 64  # beyond it the shorter side is less than one of the encoder's 16-pixel patches


def check_shape(photo: ImageSize) -> None:
    """Judge an upright size; a side of zero counts as too small.

    Raises
    ------
    ClickcutError
        `photo-too-narrow` or `photo-too-small`.
    """
    size = {"width": photo.width, "height": photo.height}
    shorter, longer = sorted(size.values())
    if longer > LONGEST_RATIO * shorter:
        raise ClickcutError("photo-too-narrow", **size, limit=LONGEST_RATIO)
    if shorter < SHORTEST_SIDE:
        raise ClickcutError("photo-too-small", **size, limit=SHORTEST_SIDE)
