"""What makes a mask, step by step: each correcting the mask of the one before.

A trail is a chain that shares what came before: a trail of n steps and all its beginnings hold n steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from clickcut_core.recipes.edits import MaskEdit
from clickcut_core.recipes.prompts import PromptSet


@dataclass(frozen=True, slots=True)
class Step:
    """What was asked at once, the mask chosen instead of the default, and what was then done by hand.

    `news` are the points that came with it, and the box that is in force.
    """

    news: PromptSet
    choice: int | None = None
    edits: tuple[MaskEdit, ...] = ()


class Trail:
    """A step, the last, and the trail before it. Equal ones are one key, and telling so takes no recursion.

    Attributes
    ----------
    before
        None at the first step.
    step
        The last one, which is in force.
    """

    __slots__ = ("_hash", "before", "step")

    def __init__(self, before: Trail | None, step: Step) -> None:
        self.before = before
        self.step = step
        self._hash = hash((before, step))  # of the hash before, not of all steps again

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Trail):
            return NotImplemented
        mine: Trail | None = self
        theirs: Trail | None = other
        while mine is not theirs:
            if mine is None or theirs is None or mine._hash != theirs._hash or mine.step != theirs.step:
                return False
            mine, theirs = mine.before, theirs.before
        return True

    @property
    def prompts(self) -> PromptSet:
        """All that is asked at the last step: every point so far, and the box."""
        news = [trail.step.news.points for trail in self.backwards()]
        return PromptSet(tuple(point for points in reversed(news) for point in points), self.step.news.box)

    def backwards(self) -> Iterator[Trail]:
        """Give the trail itself, the one before it, and so on to the first step."""
        trail: Trail | None = self
        while trail is not None:
            yield trail
            trail = trail.before
