"""How much may be said of one photo: more than a person does, and little enough to be done again in a minute.

Every point is a run of the decoder when a recipe is replayed, and a recipe can come from anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from clickcut_core.errors import ClickcutError
from clickcut_core.recipes.edits import Stroke

if TYPE_CHECKING:
    from clickcut_core.recipes.recipe import Recipe

MOST_OBJECTS = 200
"""Of a photo. Each takes a megabyte or two while the photo is open."""
MOST_POINTS = 500
"""Of all objects of a photo together."""
MOST_EDITS = 500
"""By hand, of all objects of a photo together: strokes, fillings, imported masks."""
MOST_LINES = 20_000
"""Points on the lines of all strokes of a photo together: 40 for each of 500 strokes."""

MOST_CLOSER = 20
"""Parts of a photo that are looked at closer: each is encoded by itself, which takes about a second."""


def check_counts(*, objects: int, points: int, edits: int, lines: int = 0, closer: int = 0) -> None:
    """Judge how much there is, before it is looked at more closely.

    Raises
    ------
    ClickcutError
        `too-many-objects`, `too-many-points`, `too-many-edits` or `too-many-closer`.
    """
    if objects > MOST_OBJECTS:
        raise ClickcutError("too-many-objects", limit=MOST_OBJECTS)
    if points > MOST_POINTS:
        raise ClickcutError("too-many-points", limit=MOST_POINTS)
    if edits > MOST_EDITS or lines > MOST_LINES:
        raise ClickcutError("too-many-edits", limit=MOST_EDITS)
    if closer > MOST_CLOSER:
        raise ClickcutError("too-many-closer", limit=MOST_CLOSER)


def check_recipes(recipes: Sequence[Recipe]) -> None:
    """Judge the recipes of a photo's objects together; raises what `check_counts` does."""
    edits = [edit for recipe in recipes for listed in recipe.edits for edit in listed]
    check_counts(
        objects=len(recipes),
        points=sum(len(recipe.points) for recipe in recipes),
        edits=len(edits),
        lines=sum(len(edit.path) // 2 for edit in edits if isinstance(edit, Stroke)),
        closer=len({recipe.closer for recipe in recipes if recipe.closer}),
    )
