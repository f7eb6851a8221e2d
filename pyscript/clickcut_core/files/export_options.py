"""What a person asks of a file: its format, what is behind the object, how much of the photo it shows.

It says what can be had; who makes the file is told in docs/exports.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clickcut_core.errors import ClickcutError
from clickcut_core.files.cutout import FORMATS, JPEG, MASK, PNG, WEBP, ZIP
from clickcut_core.geometry import ImageSize

TRANSPARENT, BLUR, PICTURE = "transparent", "blur", "picture"
WHITE = "#ffffff"
"""What is behind the object in a format without transparency, unless something else is asked for."""
_COLOUR = re.compile("#[0-9a-fA-F]{6}")
BLUR_SHARE = 1 / 60
"""Of the photo's longer side: the standard deviation of a background `blur`."""
SHADOW_PART = 50
"""Of the object's longer side: how far a shadow lies below it, and the radius of its three box blurs."""
SHADOW_OPACITY = 90
"""Of 255: a shadow's alpha below what is opaque and far from its edge."""
WITH_BACKGROUND = (PNG, WEBP, JPEG, ZIP)
WITH_CROP = (*WITH_BACKGROUND, MASK)
_IN_OWN_COLOURS = (PNG, ZIP, MASK)

LONGEST_SQUARE = 10_000
"""Pixels: a side of what is cropped to a square. Few photos of 64 megapixels are longer; panoramas are, and
their squares would take gigabytes."""
LONGEST_SIDES = {WEBP: 16_383, JPEG: 65_535}
"""Pixels: what a format's own fields can hold. PNG holds more than any photo has."""

Box = tuple[int, int, int, int]
"""x0, y0, x1, y1 in photo pixels; the last column and row are x1 - 1 and y1 - 1."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """Checked options of one file.

    Attributes
    ----------
    media_type
        A key of `FORMATS`.
    background
        `transparent`, `blur` (the photo itself, blurred), `picture` (one that the caller has) or a colour,
        `#rrggbb`.
    crop
        Whether the file shows the object alone instead of the whole photo.
    margin
        Photo pixels around the object that are shown too, as far as the photo reaches.
    square
        Whether what is cropped is a square with the object in its middle, no larger than the photo is long.
        It may reach beyond the photo; there it holds the background alone.
    together
        Whether a picture holds all visible objects instead of one.
    shadow
        Whether a soft shadow lies under what is cut out.

    Raises
    ------
    ClickcutError
        `unsupported-format`, `invalid-option`.
    """

    media_type: str = PNG
    background: str = ""
    crop: bool = False
    margin: int = 0
    square: bool = False
    together: bool = False
    shadow: bool = False

    def __post_init__(self) -> None:
        if self.media_type not in FORMATS:
            raise ClickcutError("unsupported-format", format=self.media_type, known=", ".join(FORMATS))
        default = WHITE if self.media_type == JPEG else TRANSPARENT
        object.__setattr__(self, "background", self.background or default)
        self._check_background()
        self._check_crop()
        if not isinstance(self.shadow, bool):
            raise _invalid(f"{self.shadow} does not say whether there is a shadow")
        if self.shadow and self.media_type not in WITH_BACKGROUND:
            raise _invalid(f"{self.media_type} has no shadow")
        if not isinstance(self.together, bool):
            raise _invalid(f"{self.together} does not say whether all objects are wanted together")
        if self.together and self.media_type == ZIP:
            raise _invalid("an archive has a file of each object: leave together out")

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> ExportOptions:
        """Read the plain form; what is missing or null has its default."""
        names = ("background", "crop", "margin", "square", "together", "shadow")
        known = {"format": "media_type", **{name: name for name in names}}
        return cls(**{name: plain[key] for key, name in known.items() if plain.get(key) is not None})

    @property
    def keeps_profile(self) -> bool:
        """Whether the file is made of the photo's own numbers, and says so by the photo's profile.

        A background is sRGB, and so is what is on it; a mask goes with the PNG, though it has no colours.
        """
        return self.background == TRANSPARENT and self.media_type in _IN_OWN_COLOURS

    def box(self, subject: Box | None, photo: ImageSize) -> Box | None:
        """Give the part of the photo to show, for the box of all pixels that are not wholly cut away.

        None is the whole photo. A square may reach beyond the photo.

        Raises
        ------
        ClickcutError
            `empty-mask`, `format-too-small`, `invalid-option`.
        """
        if not self.crop:
            return None
        if subject is None:
            raise ClickcutError("empty-mask")
        shown = self._square(subject, photo) if self.square else self._surroundings(subject, photo)
        self.check_size(photo, shown)
        return shown

    def shadow_radius(self, subject: Box | None) -> int:
        """Give a shadow's radius in photo pixels, 0 for none, for the box of all that is not cut away."""
        if not self.shadow or subject is None:
            return 0
        x0, y0, x1, y1 = subject
        return max(1, max(x1 - x0, y1 - y0) // SHADOW_PART)

    def check_size(self, photo: ImageSize, box: Box | None = None) -> None:
        """Judge the size of the picture: a part of the photo, or the whole, unless that will be cropped.

        Raises
        ------
        ClickcutError
            `format-too-small`.
        """
        x0, y0, x1, y1 = box or (0, 0, photo.width, photo.height)
        limit = LONGEST_SIDES.get(self.media_type)
        is_known = box is not None or not self.crop
        if is_known and limit is not None and max(x1 - x0, y1 - y0) > limit:
            kind = self.media_type.partition("/")[2].upper()
            raise ClickcutError("format-too-small", format=kind, limit=limit, width=x1 - x0, height=y1 - y0)

    def _surroundings(self, subject: Box, photo: ImageSize) -> Box:
        x0, y0, x1, y1 = subject
        return (
            max(0, x0 - self.margin),
            max(0, y0 - self.margin),
            min(photo.width, x1 + self.margin),
            min(photo.height, y1 + self.margin),
        )

    def _square(self, subject: Box, photo: ImageSize) -> Box:
        x0, y0, x1, y1 = subject
        side = min(max(x1 - x0, y1 - y0) + 2 * self.margin, max(photo.width, photo.height))
        if side > LONGEST_SQUARE:
            raise _invalid(f"a square of {side} pixels a side is too large: {LONGEST_SQUARE} are the most")
        left, top = (x0 + x1 - side) // 2, (y0 + y1 - side) // 2
        return left, top, left + side, top + side

    def _check_background(self) -> None:
        if self.background == TRANSPARENT:
            if self.media_type == JPEG:
                raise _invalid("JPEG has no transparency: choose another format or a background")
        elif self.media_type not in WITH_BACKGROUND:
            raise _invalid(f"{self.media_type} has no background")
        elif self.background not in (BLUR, PICTURE) and not (
            isinstance(self.background, str) and _COLOUR.fullmatch(self.background)
        ):
            raise _invalid(f"{self.background} is no background: use a colour such as #ff8800, or {BLUR}")

    def _check_crop(self) -> None:
        if not isinstance(self.crop, bool):
            raise _invalid(f"{self.crop} does not say whether to crop")
        if not isinstance(self.margin, int) or isinstance(self.margin, bool) or self.margin < 0:
            raise _invalid(f"{self.margin} is no margin: use a whole number of photo pixels, from 0")
        if self.crop and self.media_type not in WITH_CROP:
            raise _invalid(f"{self.media_type} is always about the whole photo")
        if not isinstance(self.square, bool):
            raise _invalid(f"{self.square} does not say whether to crop to a square")
        if self.margin and not self.crop:
            raise _invalid("a margin is left around what is cropped: ask for crop, too")
        if self.square and not self.crop:
            raise _invalid("a square is what is cropped: ask for crop, too")


def _invalid(reason: str) -> ClickcutError:
    return ClickcutError("invalid-option", reason=reason)
