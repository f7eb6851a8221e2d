"""Measure what is clicked: area, longest axis and mean colour, live.

panel serve examples/measure.py --args photo.jpg
"""

import json
import sys
from pathlib import Path

import numpy as np
import panel as pn
from bokeh.models import ColumnDataSource
from bokeh.plotting import figure
from clickcut.panel import ClickCut
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import read_photo
from clickcut.settings import default_dist

ANGLES = np.radians(np.arange(0, 180, 2))


def sample(name):
    """Find a photo of the gallery that `make demo` builds."""
    samples = default_dist() / "samples"
    (folder,) = [e["folder"] for e in json.loads((samples / "index.json").read_text()) if e["name"] == name]
    return samples / folder / name


def longest_axis(mask):
    """Give the largest distance between two pixels of a mask (the largest Feret diameter)."""
    edge = mask.copy()
    edge[1:-1, 1:-1] &= ~(mask[:-2, 1:-1] & mask[2:, 1:-1] & mask[1:-1, :-2] & mask[1:-1, 2:])
    y, x = np.nonzero(edge)
    along = np.outer(np.cos(ANGLES), x) + np.outer(np.sin(ANGLES), y)
    return float((along.max(axis=1) - along.min(axis=1)).max()) + 1


def measured(objects, per_unit):
    """One row an object that has a pixel."""
    pixels = read_photo(cut.photo.read_bytes(), PhotoLimits()).pixels  # upright, as masks are
    rows = {"name": [], "area": [], "length": [], "colour": []}
    for each in objects:
        mask = cut.mask_of(each["id"])
        if mask is not None and mask.any():
            rows["name"].append(each["name"] or f"Object {each['id']}")
            rows["area"].append(mask.sum() / per_unit**2)
            rows["length"].append(longest_axis(mask) / per_unit)
            rows["colour"].append(
                "#{:02x}{:02x}{:02x}".format(*pixels[mask].mean(axis=0).round().astype(int))
            )
    return rows


def chart(title, column):
    """Draw a bar an object, in its mean colour."""
    plot = figure(title=title, y_range=[], height=200, sizing_mode="stretch_width", toolbar_location=None)
    plot.hbar(y="name", right=column, height=0.6, color="colour", line_color="gray", source=source)
    plot.x_range.start = 0
    plot.ygrid.visible = False
    return plot


def as_markdown(rows, unit):
    """Write the rows as a table, each colour as it looks."""
    swatch = '<span style="background: {0}; padding: 0 0.7em"></span> {0}'
    lines = [
        f"| {name} | {area:,.0f} {unit}² | {length:,.1f} {unit} | {swatch.format(colour)} |"
        for name, area, length, colour in zip(*rows.values(), strict=True)
    ]
    if not lines:
        return "Click an object in the photo; every object is measured as it is clicked."
    return "\n".join(["| | area | longest axis | mean colour |", "|---|---:|---:|---|", *lines])


def update(objects, per_unit, unit):
    """Show what was measured anew."""
    rows = measured(objects, per_unit)
    for plot in (areas, lengths):
        plot.y_range.factors = rows["name"][::-1]
    areas.xaxis.axis_label, lengths.xaxis.axis_label = f"{unit}²", unit
    source.data = rows
    table.object = as_markdown(rows, unit)


pn.extension(sizing_mode="stretch_width")
cut = ClickCut(Path(sys.argv[1]) if sys.argv[1:] else sample("coffee.png"))
unit = pn.widgets.TextInput(name="Unit", value="px")
per_unit = pn.widgets.FloatInput(name="Photo pixels per unit", value=1.0, start=0.001)
source = ColumnDataSource(data=measured([], 1.0))
areas, lengths = chart("Area", "area"), chart("Longest axis", "length")
table = pn.pane.Markdown()
update([], per_unit.value, unit.value)
pn.bind(update, cut.param["objects"], per_unit, unit, watch=True)

pn.template.BootstrapTemplate(
    title="Measure",
    sidebar=[pn.Row(per_unit, unit), table, pn.pane.Bokeh(areas), pn.pane.Bokeh(lengths)],
    sidebar_width=400,
    main=[cut],
).servable()
