"""Places in a photo as they are written on a command line: `X,Y[:LABEL]` and `X0,Y0,X1,Y1`."""

from __future__ import annotations

import click
from clickcut_core.recipes.prompts import BoxPrompt, PointPrompt


class Point(click.ParamType[PointPrompt]):
    """A click, such as `400,300`; `90,40:0` excludes."""

    name = "X,Y[:LABEL]"

    def convert(
        self, value: str | PointPrompt, param: click.Parameter | None, ctx: click.Context | None
    ) -> PointPrompt:
        """Read what was typed."""
        if isinstance(value, PointPrompt):
            return value
        place, _, label = value.partition(":")
        try:
            x, y = (float(number) for number in place.split(","))
            return PointPrompt(x, y, int(label or 1))
        except ValueError:
            self.fail(f"{value} is not a point such as 400,300 or, to exclude, 90,40:0.", param, ctx)


class Box(click.ParamType[BoxPrompt]):
    """A box, such as `10,10,500,400`."""

    name = "X0,Y0,X1,Y1"

    def convert(
        self, value: str | BoxPrompt, param: click.Parameter | None, ctx: click.Context | None
    ) -> BoxPrompt:
        """Read what was typed."""
        if isinstance(value, BoxPrompt):
            return value
        try:
            x0, y0, x1, y1 = (float(number) for number in value.split(","))
        except ValueError:
            self.fail(f"{value} is not a box such as 10,10,500,400.", param, ctx)
        return BoxPrompt(x0, y0, x1, y1)
