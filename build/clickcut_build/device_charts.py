"""The charts of the drawer "This device", as JSON that BokehJS draws; no word and no measured figure in it.

The browser feeds the sources, which are found by their names: `latency` (step, decode, roundtrip),
`quantiles` (step, p50, p95: the ends of two lines), `parts` (decode, around, painting) and `memory`
(step, python, onnx). Times are in milliseconds, memory in megabytes. A text `@key` stands for a label;
the browser puts its words in.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from bokeh.embed import json_item
from bokeh.models import BasicTicker, ColumnDataSource, DataRange1d, Range1d
from bokeh.models.annotations import Legend, LegendItem
from bokeh.plotting import figure

BUNDLE = "server/static/js/bokeh.min.js"


@dataclass(frozen=True, slots=True)
class Palette:
    """A theme's colours; each series also differs in its marker or dash."""

    text: str
    grid: str
    first: str
    second: str
    third: str


# As in pyscript/shell/style.css: text, border, accent.
THEMES = {
    "light": Palette(text="#59626f", grid="#d6dbe2", first="#1763d6", second="#b3540a", third="#6d7683"),
    "dark": Palette(text="#a0a9b6", grid="#363d48", first="#6ea8ff", second="#ffb066", third="#8d97a5"),
}


def write_device(folder: Path) -> None:
    """Write `charts.json` and BokehJS as a module, `bokeh.js`, into a new folder."""
    folder.mkdir()
    (folder / "charts.json").write_text(charts_json(), encoding="utf-8")
    package = Path(str(distribution("bokeh").locate_file("bokeh")))
    # Inside a function of its own, so that it neither meets nor makes a global Bokeh of the page.
    script = (package / BUNDLE).read_text("utf-8")
    module = f"const own = {{}};\n(function () {{\n{script}\n}}).call(own);\nexport default own.Bokeh;\n"
    (folder / "bokeh.js").write_text(module, encoding="utf-8")


def charts_json() -> str:
    """Give `{theme: {chart: item}}`, equal byte for byte for equal sources."""
    charts = {
        theme: {name: json_item(draw(palette)) for name, draw in CHARTS.items()}
        for theme, palette in THEMES.items()
    }
    return _renumbered(json.dumps(charts, separators=(",", ":")))


def latency(palette: Palette) -> figure:
    """Draw decode and round trip of each step, and the median and 95th percentile of the round trip."""
    source = _source("latency", "step", "decode", "roundtrip")
    quantiles = _source("quantiles", "step", "p50", "p95")
    chart = _chart(palette, "@device-ms")
    series: dict[str, list[Any]] = {
        "@device-roundtrip": [
            chart.line("step", "roundtrip", source=source, color=palette.second, line_width=2),
            chart.scatter("step", "roundtrip", source=source, color=palette.second, marker="square", size=6),
        ],
        "@device-decode": [
            chart.line("step", "decode", source=source, color=palette.first, line_width=2),
            chart.scatter("step", "decode", source=source, color=palette.first, size=6),
        ],
    }
    for name, word, dash in (("p50", "median", "dashed"), ("p95", "slowest", "dotted")):
        line = chart.line("step", name, source=quantiles, color=palette.third, line_width=2, line_dash=dash)
        series[f"@device-{word}"] = [line]
    return _with_legend(chart, palette, series)


def parts(palette: Palette) -> figure:
    """Draw where the time of the last step went."""
    source = _source("parts", "decode", "around", "painting")
    chart = _chart(palette, None, height=130)
    chart.y_range = Range1d(start=-0.5, end=0.5)
    chart.yaxis.visible = chart.ygrid.visible = False
    chart.xaxis.axis_label = "@device-ms"
    chart.x_range = DataRange1d(start=0, range_padding=0.02)
    names = ["decode", "around", "painting"]
    colours = [palette.first, palette.second, palette.third]
    bars = chart.hbar_stack(names, y=0, height=0.7, color=colours, source=source)
    labels = ["@device-decode", "@device-around", "@device-painting"]
    return _with_legend(chart, palette, {label: [bar] for label, bar in zip(labels, bars, strict=True)})


def memory(palette: Palette) -> figure:
    """Draw how much wasm memory Python and onnxruntime-web hold after each step."""
    source = _source("memory", "step", "python", "onnx")
    chart = _chart(palette, "@device-mb", height=160)
    series: dict[str, list[Any]] = {
        f"@device-{name}": [
            chart.line("step", name, source=source, color=colour, line_width=2),
            chart.scatter("step", name, source=source, color=colour, marker=marker, size=6),
        ]
        for name, colour, marker in (
            ("onnx", palette.second, "square"),
            ("python", palette.first, "circle"),
        )
    }
    return _with_legend(chart, palette, series)


CHARTS = {"latency": latency, "parts": parts, "memory": memory}


def _source(name: str, *columns: str) -> ColumnDataSource:
    return ColumnDataSource({column: [] for column in columns}, name=name)


def _chart(palette: Palette, y_label: str | None, *, height: int = 220) -> figure:
    """Make an empty figure: as wide as its place, without tools, on whatever is behind it."""
    chart = figure(height=height, sizing_mode="stretch_width", toolbar_location=None, tools="", min_border=4)
    chart.background_fill_color = chart.border_fill_color = chart.outline_line_color = None
    chart.y_range = DataRange1d(start=0, range_padding=0.15)
    chart.yaxis.axis_label = y_label
    chart.xaxis.ticker = BasicTicker(min_interval=1, num_minor_ticks=0)
    chart.xgrid.visible = False
    chart.ygrid.grid_line_color = palette.grid
    for axis in chart.axis:
        axis.axis_line_color = axis.major_tick_line_color = palette.grid
        axis.minor_tick_line_color = None
        axis.major_label_text_color = axis.axis_label_text_color = palette.text
        axis.major_label_text_font = axis.axis_label_text_font = "system-ui"
        axis.major_label_text_font_size = axis.axis_label_text_font_size = "12px"
        axis.axis_label_text_font_style = "normal"
    return chart


def _with_legend(chart: figure, palette: Palette, series: dict[str, list[Any]]) -> figure:
    legend = Legend(
        items=[LegendItem(label=label, renderers=renderers) for label, renderers in series.items()],
        orientation="horizontal", location="top_left", ncols=2, margin=0, spacing=6, border_line_color=None,
        background_fill_color=None, label_text_color=palette.text, label_text_font="system-ui",
        label_text_font_size="12px", glyph_width=14, glyph_height=14, label_height=14,
        label_standoff=3,
    )  # fmt: skip
    chart.add_layout(legend, "above")
    return chart


def _renumbered(text: str) -> str:
    """Count the models' ids from one: Bokeh counts on for as long as the process lives."""
    ids: dict[str, str] = {}
    return re.sub(r'(?<=id":")p\d+(?=")', lambda match: ids.setdefault(match[0], f"p{len(ids) + 1}"), text)
