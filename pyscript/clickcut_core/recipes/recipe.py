"""A recipe: all that makes one object's mask, in the order in which it was said.

Every click corrects the mask before it, so a mask depends on what was asked at each step: the recipe's trail.
Edits give a new recipe; nothing here runs a graph. How much may be said is told in `bounds.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import ImageSize, Part
from clickcut_core.recipes.closer import part_from_json
from clickcut_core.recipes.edits import Edit, Imported, Invert, Stroke, edit_from_json
from clickcut_core.recipes.prompts import MASKS, BoxPrompt, PointLabel, PointPrompt, PromptSet
from clickcut_core.recipes.trail import Step, Trail

if TYPE_CHECKING:
    from clickcut_core import protocol

Edits = tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Prompts, choices and edits by hand, enough to reproduce a mask.

    Inverting is said once, of all: prompts and edits are kept as they are true of the mask that is not
    inverted, since what the decoder is good at is objects, not what is around them.

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
    edits
        What was done by hand before any prompt, and after each step: one more than steps. Edits before any
        prompt are of an empty mask; a box has none before it.
    is_inverted
        Whether the mask is what all this leaves out.
    closer
        The part of the photo that all this is asked of, encoded by itself; None where it is the whole photo.
    """

    points: tuple[PointPrompt, ...] = ()
    box: BoxPrompt | None = None
    start: int = 1
    choices: tuple[int | None, ...] = ()
    edits: tuple[Edits, ...] = ((),)
    is_inverted: bool = False
    closer: Part | None = None

    def __bool__(self) -> bool:
        return bool(self.choices or self.edits[0])

    @property
    def prompts(self) -> PromptSet:
        """All prompts, as they are true of the mask that is shown."""
        return PromptSet(tuple(map(self._seen, self.points)), self.box)

    @property
    def places(self) -> list[tuple[float, float]]:
        """Where the points are, and the box's corners."""
        box = self.box
        corners = [(box.x0, box.y0), (box.x1, box.y1)] if box else []
        return [(point.x, point.y) for point in self.points] + corners

    @property
    def trail(self) -> Trail:
        """What was asked and done, step by step.

        Raises
        ------
        ClickcutError
            `no-mask` when nothing was.
        """
        steps = [Step(PromptSet(), None, self.edits[0])] if self.edits[0] else []
        first, told = 0, self.start
        for choice, edits in zip(self.choices, self.edits[1:], strict=True):
            steps.append(Step(PromptSet(self.points[first:told], self.box), choice, edits))
            first, told = told, told + 1
        if not steps:
            raise ClickcutError("no-mask")
        if self.is_inverted:
            steps[-1] = replace(steps[-1], edits=(*steps[-1].edits, Invert()))
        trail = Trail(None, steps[0])
        for step in steps[1:]:
            trail = Trail(trail, step)
        return trail

    def with_point(self, point: PointPrompt) -> Recipe:
        """Add a click at the end."""
        return replace(
            self,
            points=(*self.points, self._seen(point)),
            choices=(*self.choices, None),
            edits=(*self.edits, ()),
        )

    def with_box(self, box: BoxPrompt) -> Recipe:
        """Set the box instead of the one before, and start afresh.

        Points stay, and are asked together with it; strokes stay, and correct the answer. Other edits were
        of a mask that is no more.
        """
        strokes = tuple(edit for edits in self.edits for edit in edits if isinstance(edit, Stroke))
        return Recipe(self.points, box, len(self.points), (None,), ((), strokes), closer=self.closer)

    def without_box(self) -> Recipe:
        """Take the box away; points and edits stay, as if they had been all that was said."""
        first, *later = self.edits[1:] or ((),)
        if self.start and self.points:
            edits = (self.edits[0], *((),) * (self.start - 1), first, *later)
        else:
            edits = _joined((self.edits[0], first, *later), 1)
        return replace(
            self, box=None, start=1, choices=(None,) * len(self.points), edits=edits
        )._unless_nothing()

    def with_point_moved(self, index: int, point: PointPrompt) -> Recipe:
        """Put another point in place of one, as if it had been the click."""
        points = (*self.points[:index], self._seen(point), *self.points[index + 1 :])
        return replace(self, points=points, choices=self._choices_before(index, len(self.choices)))

    def without_point(self, index: int) -> Recipe:
        """Take a point away, as if it had never been clicked; what was done by hand after it stays."""
        points = (*self.points[:index], *self.points[index + 1 :])
        start = self.start - (index < self.start) if self.box else 1
        count = len(points) - start + 1 if self.box else len(points)
        edits = self.edits
        if count < len(self.choices):
            edits = _joined(edits, index - self.start + 2)
        return replace(
            self, points=points, start=start, choices=self._choices_before(index, count), edits=edits
        )._unless_nothing()

    def with_choice(self, choice: int) -> Recipe:
        """Choose a mask of the last step; what was done by hand is done to it instead."""
        return replace(self, choices=(*self.choices[:-1], choice))

    def with_edit(self, edit: Edit) -> Recipe:
        """Do something by hand to the mask that is shown."""
        true_edit = edit.mirrored() if self.is_inverted else edit
        return replace(self, edits=(*self.edits[:-1], (*self.edits[-1], true_edit)))._unless_nothing()

    def inverted(self) -> Recipe:
        """Exchange inside and outside."""
        return replace(self, is_inverted=not self.is_inverted)

    def with_closer(self, closer: Part | None) -> Recipe:
        """Ask the same of a part of the photo, or of all of it again."""
        return replace(self, closer=closer)

    def checked(self) -> Recipe:
        """Give the recipe itself.

        Raises
        ------
        ClickcutError
            `outside-closer` when it says something of what lies beyond the part that it is about.
        """
        if self.closer and not all(self.closer.holds(x, y) for x, y in self.places):
            raise ClickcutError("outside-closer")
        return self

    def _seen(self, point: PointPrompt) -> PointPrompt:
        """Turn a point that is true of the mask into one of the inverted mask, and back."""
        if not self.is_inverted:
            return point
        is_included = point.label == PointLabel.FOREGROUND
        return replace(point, label=PointLabel.BACKGROUND if is_included else PointLabel.FOREGROUND)

    def _unless_nothing(self) -> Recipe:
        """Give the empty recipe when there is no prompt, and nothing was painted: then there is no object."""
        makes = any(
            isinstance(edit, Imported) or (isinstance(edit, Stroke) and edit.adds) for edit in self.edits[0]
        )
        return self if self.choices or makes else Recipe()

    def _choices_before(self, index: int, count: int) -> tuple[int | None, ...]:
        """Keep the choices of the steps before a point came; later ones were among other masks."""
        kept = self.choices[: max(0, index + 1 - self.start)]
        return (*kept, *(None,) * (count - len(kept)))

    def to_json(self) -> protocol.Recipe:
        """Give the plain form that travels in messages and files; edits only when there are some."""
        said = PromptSet(self.points, self.box).to_json()
        plain: protocol.Recipe = {
            "points": said["points"],
            "box": said["box"],
            "start": self.start,
            "choices": list(self.choices),
        }
        if any(self.edits):
            plain["edits"] = [[edit.to_json() for edit in edits] for edits in self.edits]
        if self.is_inverted:
            plain["inverted"] = True
        if self.closer:
            plain["closer"] = list(self.closer.corners)
        return plain

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
        if not all(choice is None or (type(choice) is int and choice in MASKS) for choice in choices):
            raise ClickcutError(
                "invalid-prompt", reason="The mask that was chosen is none; masks are 0 to 3."
            )
        if type(start) is not int:
            raise ClickcutError("invalid-prompt", reason="The points that a recipe starts at are a number.")
        least = 1 if prompts.box is None else 0
        steps = len(prompts.points) - start + 1 if prompts else 0
        if len(choices) != steps or (prompts and not least <= start <= len(prompts.points)):
            raise ClickcutError(
                "invalid-prompt",
                reason=f"A recipe that starts at {start} points has a choice a step.",
            )
        edits = tuple(
            tuple(edit_from_json(edit) for edit in listed)
            for listed in plain.get("edits", ((),) * (steps + 1))
        )
        if len(edits) != steps + 1 or (prompts.box and edits[0]):
            raise ClickcutError(
                "invalid-prompt",
                reason="A recipe has edits after each step; before them, only without a box.",
            )
        closer = None if plain.get("closer") is None else part_from_json(plain["closer"], photo)
        if closer and any(isinstance(edit, Imported) for listed in edits for edit in listed):
            raise ClickcutError("invalid-prompt", reason="An imported mask is of a whole photo, not a part.")
        is_inverted = plain.get("inverted") is True
        recipe = cls(prompts.points, prompts.box, start, choices, edits, is_inverted, closer)
        return recipe._unless_nothing().checked()


def _joined(edits: tuple[Edits, ...], place: int) -> tuple[Edits, ...]:
    """Give the edits of a step that goes to the one before; those of the first go to the next, if any.

    Edits before any prompt are of an empty mask: what corrected an answer should go on correcting one.
    """
    if place == 1 and len(edits) > 2:
        return (edits[0], (*edits[1], *edits[2]), *edits[3:])
    return (*edits[: place - 1], (*edits[place - 1], *edits[place]), *edits[place + 1 :])
