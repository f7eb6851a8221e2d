"""How many replicas of the encoder there may be, as an operator writes it: `2`, or `1-4`."""

from __future__ import annotations

import re
from dataclasses import dataclass

import click

_TEXT = re.compile(r"(\d+)(?:-(\d+))?")


@dataclass(frozen=True, slots=True)
class Replicas:
    """A range, both ends included.

    Attributes
    ----------
    least
        Kept while nobody asks for anything, at least 1.
    most
        While many wait.
    """

    least: int = 1
    most: int = 1

    def __str__(self) -> str:
        return str(self.least) if self.least == self.most else f"{self.least}-{self.most}"


class ReplicasType(click.ParamType[Replicas]):
    """Reads a number, or two with a hyphen between them."""

    name = "number or least-most"

    def convert(
        self, value: str | Replicas, param: click.Parameter | None, ctx: click.Context | None
    ) -> Replicas:
        """Read the text; a default is `Replicas` already."""
        if isinstance(value, Replicas):
            return value
        found = _TEXT.fullmatch(value)
        replicas = Replicas(int(found[1]), int(found[2] or found[1])) if found else None
        if replicas is None or not 1 <= replicas.least <= replicas.most:
            self.fail(f"{value!r} is neither a number such as 2 nor a range such as 1-4.", param, ctx)
        return replicas
