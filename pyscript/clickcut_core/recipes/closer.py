"""Which part of a photo is looked at closer for an object, and whether that pays.

The encoder sees 1024 pixels along a photo's longer side, so a small object of a large photo is few of them.
A part that is encoded by itself has them all. The figures are in docs/performance.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import MODEL_SIDE, ImageSize, Part
from clickcut_core.photo_shape import check_shape
from clickcut_core.recipes.edits import Imported
from clickcut_core.recipes.prompts import are_finite

if TYPE_CHECKING:
    from clickcut_core.recipes.recipe import Recipe

LEAST_PIXELS = 6_000_000
"""Of a photo; objects of smaller ones gain 0.01 to 0.02, and lose where the first mask is only a part."""
MOST_SHARE = 0.05
"""Of the photo that the object may have."""
AROUND = 2.5
"""The part's side, in sides of the mask's box: what the object stands out from has to be seen, too."""
LEAST_GAIN = 1.5
"""How many times finer the part is seen, at the least."""


def closer_part(recipe: Recipe, area: int, bbox: Sequence[int] | None, photo: ImageSize) -> Part | None:
    """Give the part that a closer look at an object takes, or None where it would gain nothing.

    It is a square around the mask, as far as the photo goes, that holds all clicks and the box. There is none
    with an imported mask, which is on the whole photo's grid.

    Parameters
    ----------
    recipe
        The object's.
    area
        Photo pixels that its mask covers.
    bbox
        The mask's box in photo pixels; None for an empty mask.
    photo
        The photo's size.
    """
    pixels = photo.height * photo.width
    if bbox is None or pixels < LEAST_PIXELS or area >= MOST_SHARE * pixels or recipe.closer:
        return None
    if any(isinstance(edit, Imported) for edits in recipe.edits for edit in edits):
        return None
    x0, y0, x1, y1 = bbox
    side = max(MODEL_SIDE, AROUND * max(x1 - x0, y1 - y0))
    across = _span((x0, x1), [x for x, _ in recipe.places], side, photo.width)
    down = _span((y0, y1), [y for _, y in recipe.places], side, photo.height)
    part = Part(across[0], down[0], across[1], down[1])
    gain = max(photo.height, photo.width) / max(part.size.height, part.size.width)
    return part if gain >= LEAST_GAIN else None


def part_from_json(plain: object, photo: ImageSize) -> Part:
    """Read a part of a photo of this size; raises `invalid-prompt`."""
    if not isinstance(plain, list | tuple) or len(plain) != 4 or not are_finite(*plain):
        raise ClickcutError("invalid-prompt", reason="A part of a photo has four numbers: x0, y0, x1, y1.")
    left, top, right, bottom = map(int, plain)
    is_whole = [left, top, right, bottom] == list(plain)
    if not (is_whole and 0 <= left < right <= photo.width and 0 <= top < bottom <= photo.height):
        raise ClickcutError(
            "invalid-prompt", reason=f"The part that is looked at closer is none of a photo of {photo}."
        )
    part = Part(left, top, right, bottom)
    try:
        check_shape(part.size)
    except ClickcutError as error:
        reason = "The part that is looked at closer is too small, or too narrow."
        raise ClickcutError("invalid-prompt", reason=reason) from error
    return part


def _span(ends: tuple[int, int], places: Sequence[float], side: float, most: int) -> tuple[int, int]:
    """Give start and stop of so many pixels around the middle of `ends`, and of more to hold all places."""
    length = min(round(side), most)
    start = min(max(0, (sum(ends) - length) // 2), most - length)
    stop = start + length
    for place in places:
        start, stop = min(start, int(place)), max(stop, min(int(place) + 2, most))
    return start, stop
