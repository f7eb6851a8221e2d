"""A recipe: all that makes one object's mask, in the order in which it was said.

Every click corrects the mask before it, so a mask depends on what was asked at each step: the recipe's trail.
Edits give a new recipe; nothing here runs a graph.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import ImageSize
from clickcut_core.policy import MASKS
from clickcut_core.prompts import BoxPrompt, PointPrompt, PromptSet


@dataclass(frozen=True, slots=True)
class Step:
    """What was asked at once, and the mask a person chose instead of the default."""

    prompts: PromptSet
    choice: int | None = None


Trail = tuple[Step, ...]
"""The steps of a recipe, each correcting the mask of the one before; the last is in force."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Prompts and choices, enough to reproduce a mask.

    Attributes
    ----------
    points
        In the order of clicking.
    box
        In force at every step: a new box starts afresh, as it says where the object is.
    start
        How many of the points the first step has: those that were there when the box was set, else one.
    choices
        For each step the mask, 0 to 3, that was chosen instead of the default.
    """

    points: tuple[PointPrompt, ...] = ()
    box: BoxPrompt | None = None
    start: int = 1
    choices: tuple[int | None, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.choices)

    @property
    def prompts(self) -> PromptSet:
        """All prompts."""
        return PromptSet(self.points, self.box)

    @property
    def trail(self) -> Trail:
        """What was asked, step by step; empty when nothing was."""
        return tuple(
            Step(PromptSet(self.points[:count], self.box), choice)
            for count, choice in enumerate(self.choices, self.start)
        )

    def with_point(self, point: PointPrompt) -> Recipe:
        """Add a click at the end."""
        return Recipe((*self.points, point), self.box, self.start, (*self.choices, None))

    def with_box(self, box: BoxPrompt) -> Recipe:
        """Set the box instead of the one before; points stay, and are asked together with it."""
        return Recipe(self.points, box, len(self.points), (None,))

    def without_box(self) -> Recipe:
        """Take the box away; points stay, as if they had been all that was said."""
        return Recipe(self.points, choices=(None,) * len(self.points))

    def with_point_moved(self, index: int, point: PointPrompt) -> Recipe:
        """Put another point in place of one, as if it had been the click."""
        points = (*self.points[:index], point, *self.points[index + 1 :])
        return Recipe(points, self.box, self.start, self._choices_before(index, len(self.choices)))

    def without_point(self, index: int) -> Recipe:
        """Take a point away, as if it had never been clicked."""
        points = (*self.points[:index], *self.points[index + 1 :])
        if self.box is None:
            return Recipe(points, choices=self._choices_before(index, len(points)))
        start = self.start - (index < self.start)
        return Recipe(points, self.box, start, self._choices_before(index, len(points) - start + 1))

    def with_choice(self, choice: int) -> Recipe:
        """Choose a mask of the last step."""
        return Recipe(self.points, self.box, self.start, (*self.choices[:-1], choice))

    def _choices_before(self, index: int, count: int) -> tuple[int | None, ...]:
        """Keep the choices of the steps before a point came; later ones were among other masks."""
        kept = self.choices[: max(0, index + 1 - self.start)]
        return (*kept, *(None,) * (count - len(kept)))

    def to_json(self) -> dict[str, Any]:
        """Give the plain form that travels in messages and files."""
        return {**self.prompts.to_json(), "start": self.start, "choices": list(self.choices)}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any], photo: ImageSize) -> Recipe:
        """Read the plain form for a photo of this size.

        Raises
        ------
        ClickcutError
            `invalid-prompt`.
        """
        prompts = PromptSet.from_json(plain, photo)
        start, choices = plain["start"], tuple(plain["choices"])
        for choice in choices:
            if choice is not None and choice not in MASKS:
                raise ClickcutError("invalid-prompt", reason=f"There is no mask {choice}; masks are 0 to 3.")
        least = 1 if prompts.box is None else 0
        steps = len(prompts.points) - start + 1 if prompts else 0
        if len(choices) != steps or (prompts and not least <= start <= len(prompts.points)):
            raise ClickcutError(
                "invalid-prompt",
                reason=f"A recipe that starts at {start} points has a choice a step.",
            )
        return cls(prompts.points, prompts.box, start, choices)
