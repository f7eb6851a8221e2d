"""Undo and redo: a list of recipes and a place in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import ImageSize
from clickcut_core.policy import MASKS
from clickcut_core.prompts import PromptSet


@dataclass(frozen=True, slots=True)
class Recipe:
    """The prompts of one step, and the mask a person chose instead of the default.

    A click corrects the mask before it, so a mask needs the recipes since the last fresh start: its `Trail`.
    """

    prompts: PromptSet = field(default_factory=PromptSet)
    choice: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Give the plain form."""
        return {**self.prompts.to_json(), "choice": self.choice}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any], photo: ImageSize) -> Recipe:
        """Read the plain form for a photo of this size, or raise `invalid-prompt`."""
        choice = plain["choice"]
        if choice is not None and choice not in MASKS:
            raise ClickcutError("invalid-prompt", reason=f"There is no mask {choice}; masks are 0 to 3.")
        return cls(PromptSet.from_json(plain, photo), choice)


Trail = tuple[Recipe, ...]
"""Enough to make a mask again: the recipes since the last fresh start, each correcting the one before."""


@dataclass(frozen=True, slots=True)
class History:
    """Every recipe so far; `position` is the current one. Edits give a new history."""

    recipes: tuple[Recipe, ...] = (Recipe(),)
    position: int = 0

    @property
    def current(self) -> Recipe:
        """The recipe in force."""
        return self.recipes[self.position]

    @property
    def trail(self) -> Trail:
        """What the current mask follows from; empty when there are no prompts.

        Clearing starts afresh, and so does a new box: it says where the object is, whatever was shown
        before. Of several choices for the same prompts only the last counts.
        """
        if not self.current.prompts:
            return ()
        start = self.position
        while start > 0 and _continues(self.recipes[start], self.recipes[start - 1]):
            start -= 1
        recipes = self.recipes[start : self.position + 1]
        replaced = [one.prompts == other.prompts for one, other in pairwise(recipes)]
        return tuple(
            recipe for recipe, is_replaced in zip(recipes, [*replaced, False], strict=True) if not is_replaced
        )

    @property
    def can_undo(self) -> bool:
        """Whether there is a step before."""
        return self.position > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is a step that was undone."""
        return self.position < len(self.recipes) - 1

    def push(self, recipe: Recipe) -> History:
        """Take a step; what was undone before is forgotten."""
        return History((*self.recipes[: self.position + 1], recipe), self.position + 1)

    def undo(self) -> History:
        """Step back; at the start, stay."""
        return History(self.recipes, max(0, self.position - 1))

    def redo(self) -> History:
        """Step forward; at the end, stay."""
        return History(self.recipes, min(len(self.recipes) - 1, self.position + 1))

    def to_json(self) -> dict[str, Any]:
        """Give the plain form, with which a session can be restored."""
        return {"recipes": [recipe.to_json() for recipe in self.recipes], "position": self.position}

    def step_json(self) -> dict[str, Any]:
        """Give what the newest edit may have changed: the place, the recipe there, how many there are.

        Whoever follows every step has the whole history, without having been sent it each time.
        """
        return {"recipe": self.current.to_json(), "position": self.position, "count": len(self.recipes)}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any], photo: ImageSize) -> History:
        """Read the plain form for a photo of this size."""
        recipes = tuple(Recipe.from_json(recipe, photo) for recipe in plain["recipes"])
        return cls(recipes, min(max(0, plain["position"]), len(recipes) - 1))


def _continues(recipe: Recipe, before: Recipe) -> bool:
    """Tell whether a recipe corrects the one before instead of starting afresh."""
    return bool(before.prompts) and recipe.prompts.box == before.prompts.box
