"""The drawer's charts as they are built: sources by name, nothing from elsewhere, equal bytes each time."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from clickcut_build.device_charts import THEMES, charts_json
from clickcut_core.words.en.labels import LABELS

SOURCES = {
    "latency": {
        "latency": {"step", "decode", "roundtrip"},
        "quantiles": {"step", "p50", "p95"},
    },
    "parts": {"parts": {"decode", "around", "painting"}},
    "memory": {"memory": {"step", "python", "onnx"}},
}


@pytest.fixture(scope="module")
def charts():
    return json.loads(charts_json())


def models(part):
    """Every model's definition in a chart's JSON."""
    if isinstance(part, dict):
        if part.get("type") == "object":
            yield {"attributes": {}, **part}
        for value in part.values():
            yield from models(value)
    elif isinstance(part, list):
        for value in part:
            yield from models(value)


@pytest.mark.parametrize("theme", THEMES)
def test_the_browser_finds_each_source_by_its_name_and_empty(charts, theme):
    found = {
        chart: {
            model["attributes"]["name"]: dict(model["attributes"]["data"]["entries"])
            for model in models(item)
            if model["name"] == "ColumnDataSource"
        }
        for chart, item in charts[theme].items()
    }
    columns = {chart: {name: set(data) for name, data in named.items()} for chart, named in found.items()}
    assert columns == SOURCES
    assert [list(d.values()) for named in found.values() for d in named.values() if any(d.values())] == []


@pytest.mark.full
def test_a_second_build_gives_the_same_bytes_in_any_process(tmp_path: Path):
    # In processes of their own, as the build is: Panel, which other tests import, changes Bokeh's defaults.
    program = """import sys, pathlib; from clickcut_build.device_charts import write_device
write_device(pathlib.Path(sys.argv[1]))"""
    for seed in "12":
        command = [sys.executable, "-c", program, tmp_path / seed]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / seed).iterdir()} for seed in "12")
    assert sorted(one) == ["bokeh.js", "charts.json"]
    assert one == two


def test_charts_show_no_toolbar_no_logo_and_no_word_of_their_own(charts):
    for each in charts.values():
        for item in each.values():
            (figure,) = [model for model in models(item) if model["name"] == "Figure"]
            assert figure["attributes"]["toolbar_location"] is None
            words = [model["attributes"]["axis_label"] for model in models(item)
                     if model["attributes"].get("axis_label")]  # fmt: skip
            words += [m["attributes"]["label"]["value"] for m in models(item) if m["name"] == "LegendItem"]
            assert {word[0] for word in words} == {"@"}
            assert {word[1:] for word in words} <= set(LABELS)
