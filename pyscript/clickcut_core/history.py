"""Undo and redo: a list of recipes and a place in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clickcut_core.choice import AMBIGUOUS, SINGLE
from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import ImageSize
from clickcut_core.prompts import PromptSet


@dataclass(frozen=True, slots=True)
class Recipe:
    """Enough to make a mask again: the prompts, and the mask a person chose instead of the default."""

    prompts: PromptSet = field(default_factory=PromptSet)
    choice: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Give the plain form."""
        return {**self.prompts.to_json(), "choice": self.choice}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any], photo: ImageSize) -> Recipe:
        """Read the plain form for a photo of this size, or raise `invalid-prompt`."""
        choice = plain["choice"]
        if choice is not None and choice not in (SINGLE, *AMBIGUOUS):
            raise ClickcutError("invalid-prompt", reason=f"There is no mask {choice}; masks are 0 to 3.")
        return cls(PromptSet.from_json(plain, photo), choice)


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

    @classmethod
    def from_json(cls, plain: Mapping[str, Any], photo: ImageSize) -> History:
        """Read the plain form for a photo of this size."""
        recipes = tuple(Recipe.from_json(recipe, photo) for recipe in plain["recipes"])
        return cls(recipes, min(max(0, plain["position"]), len(recipes) - 1))
