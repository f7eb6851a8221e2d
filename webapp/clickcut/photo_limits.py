"""The sizes a photo may have, judged before a single pixel is decoded."""

from __future__ import annotations

from dataclasses import dataclass

from clickcut_core.errors import ClickcutError

from clickcut.settings import MEGAPIXEL

SHORTEST_SIDE = 8  # below it there is nothing to point at
LONGEST_RATIO = 64  # beyond it the shorter side is less than one of the encoder's 16-pixel patches


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoLimits:
    """What is accepted; the shape's bounds are the same everywhere, the number of pixels is a setting."""

    max_megapixels: int = 64

    def check(self, width: int, height: int) -> None:
        """Judge a size as the file's header claims it; a side of zero counts as too small.

        Raises
        ------
        ClickcutError
            `too-many-pixels`, `photo-too-narrow` or `photo-too-small`.
        """
        size = {"width": width, "height": height}
        shorter, longer = sorted((width, height))
        if width * height > self.max_megapixels * MEGAPIXEL:
            raise ClickcutError("too-many-pixels", **size, limit=self.max_megapixels)
        if longer > LONGEST_RATIO * shorter:
            raise ClickcutError("photo-too-narrow", **size, limit=LONGEST_RATIO)
        if shorter < SHORTEST_SIDE:
            raise ClickcutError("photo-too-small", **size, limit=SHORTEST_SIDE)
