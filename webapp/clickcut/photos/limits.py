"""The sizes a photo may have, judged before a single pixel is decoded."""

from __future__ import annotations

from dataclasses import dataclass

from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import ImageSize
from clickcut_core.photo_shape import MEGAPIXEL, MOST_MEGAPIXELS, check_shape


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoLimits:
    """What is accepted; the shape's bounds are the same everywhere, the number of pixels is a setting."""

    max_megapixels: int = MOST_MEGAPIXELS

    @property
    def most_pixels(self) -> int:
        """How many pixels are accepted."""
        return self.max_megapixels * MEGAPIXEL

    def check(self, width: int, height: int) -> None:
        """Judge a size as the file's header claims it; a side of zero counts as too small.

        Raises
        ------
        ClickcutError
            `too-many-pixels`, `photo-too-narrow` or `photo-too-small`.
        """
        if width * height > self.most_pixels:
            raise ClickcutError("too-many-pixels", width=width, height=height, limit=self.max_megapixels)
        check_shape(ImageSize(height=height, width=width))
