"""What is asked of a cut-out in an address: the options of `clickcut cut`, by the same names and rules."""

from __future__ import annotations

from pathlib import PurePath
from typing import Annotated, Literal

from clickcut_core.errors import ClickcutError
from clickcut_core.recipes.look import Look
from clickcut_core.recipes.prompts import BoxPrompt, PointPrompt
from fastapi import Query
from pydantic import StringConstraints

from clickcut.cutting.formats import FACTS, NAMES, check_everything, export_options
from clickcut.cutting.making import Order
from clickcut.cutting.wishes import Edit, Wishes

KINDS = {**NAMES, "json": FACTS}
_NUMBER = r"[0-9]{1,6}(\.[0-9]{1,6})?"
_POINT = rf"^{_NUMBER},{_NUMBER}(:[01])?$"
_BOX = rf"^{_NUMBER}(,{_NUMBER}){{3}}$"
_BACKGROUND = "^(transparent|blur|#[0-9a-fA-F]{6})$"
_FAR = 100_000
"""Photo pixels: farther than any look or margin reaches, which is judged once the photo's size is known."""
_LONGEST_NAME = 200


def read_order(
    point: Annotated[
        list[Annotated[str, StringConstraints(pattern=_POINT)]],
        Query(description="A click, `X,Y`; `X,Y:0` excludes. May be given several times, in order."),
    ] = [],  # noqa: B006  FastAPI copies it
    box: Annotated[
        str | None, Query(pattern=_BOX, description="A box around the object: `X0,Y0,X1,Y1`.")
    ] = None,
    choose: Annotated[
        int | None, Query(ge=0, le=3, description="Which of the offered masks; else the best one.")
    ] = None,
    subject: Annotated[
        bool, Query(description="Cut out what the photo is about; points and box correct it.")
    ] = False,
    everything: Annotated[
        bool, Query(description="All objects that can be told apart; with no other wish.")
    ] = False,
    fill_holes: Annotated[bool, Query(description="Fill what the mask encloses.")] = False,
    largest: Annotated[bool, Query(description="Keep the largest part of the mask alone.")] = False,
    invert: Annotated[bool, Query(description="Exchange inside and outside, after all else.")] = False,
    grow: Annotated[
        float | None,
        Query(ge=-_FAR, le=_FAR, description="Photo pixels that the edge moves; below 0 inwards."),
    ] = None,
    feather: Annotated[
        float | None, Query(ge=0, le=_FAR, description="Photo pixels over which the edge fades to each side.")
    ] = None,
    smooth: Annotated[
        float | None, Query(ge=0, le=_FAR, description="Photo pixels over which the edge is straightened.")
    ] = None,
    format: Annotated[  # noqa: A002  the contract's name
        Literal["png", "webp", "jpeg", "mask", "svg", "coco", "coco-polygons", "npy", "json"] | None,
        Query(description="What is made; png, or coco of everything. `json` is what is known of the mask."),
    ] = None,
    background: Annotated[
        str | None, Query(pattern=_BACKGROUND, description="`#rrggbb`, `blur` or `transparent`.")
    ] = None,
    crop: Annotated[bool, Query(description="Show the object alone instead of the whole photo.")] = False,
    margin: Annotated[int, Query(ge=0, le=_FAR, description="Photo pixels around what is cropped.")] = 0,
    square: Annotated[bool, Query(description="Crop to a square with the object in its middle.")] = False,
    shadow: Annotated[bool, Query(description="Put a soft shadow under the object.")] = False,
    recipe: Annotated[bool, Query(description="Whether a PNG has inside how it was made.")] = True,
    name: Annotated[
        str, Query(max_length=_LONGEST_NAME, description="The photo's file name, for labels and recipes.")
    ] = "photo",
) -> tuple[Order, str]:
    """Read what is wanted, and the photo's name.

    Raises
    ------
    ClickcutError
        `invalid-prompt` or `invalid-option`, as far as it can be told without the photo.
    """
    look = (grow, feather, smooth)
    has_look = any(each is not None for each in look)
    if everything and (
        point or box or subject or choose is not None or fill_holes or largest or invert or has_look
    ):
        raise _unclear("everything takes all objects as they are, and goes with no other wish.")
    if not (everything or subject or point or box):
        raise _unclear("Say where the object is, with subject, everything, point or box.")
    kind = KINDS[format or ("coco" if everything else "png")]
    if everything and kind != FACTS:
        check_everything(kind)
    edits: dict[Edit, bool] = {"fill_holes": fill_holes, "keep_largest": largest, "invert": invert}
    wishes = Wishes(
        [_point(each) for each in point],
        BoxPrompt(*map(float, box.split(","))) if box else None,
        choose,
        edits=tuple(edit for edit, is_asked in edits.items() if is_asked),
        look=Look(*(each or 0 for each in look)) if has_look else None,
        is_subject=subject,
        is_everything=everything,
    )
    wanted = export_options(kind, background or "", crop=crop, margin=margin, square=square, shadow=shadow)
    return Order(wishes, kind, wanted, has_recipe=recipe), PurePath(name).name or "photo"


def _point(text: str) -> PointPrompt:
    place, _, label = text.partition(":")
    x, y = map(float, place.split(","))
    return PointPrompt(x, y, int(label or 1))


def _unclear(reason: str) -> ClickcutError:
    return ClickcutError("invalid-prompt", reason=reason)
