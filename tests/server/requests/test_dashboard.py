"""The Grafana dashboard shows what a server tells, under the names that it tells it by."""

import json
import re

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.server import photos
from tests.server_process import ROOT

DASHBOARD = json.loads((ROOT / "deploy/grafana.json").read_text("utf-8"))
PANELS = DASHBOARD["panels"]
TARGETS = [target for panel in PANELS for target in panel.get("targets", [])]
OF_PROMETHEUS = {"job", "instance"}  # labels that it gives to all it scrapes


def labels_in(target: dict[str, str]) -> set[str]:
    """The labels that a query matches, sums by or names its lines by."""
    matched = re.findall(r'(\w+)="', target["expr"])
    summed = ", ".join(re.findall(r"by \(([^)]*)\)", target["expr"]))
    return {*matched, *re.findall(r"\w+", summed), *re.findall(r"\{\{(\w+)\}\}", target["legendFormat"])}


@pytest.mark.full
@pytest.mark.asyncio(loop_scope="session")
async def test_every_query_asks_for_figures_that_a_server_has(client):
    bodies = (b"", photos.file(photos.picture(seed=61)))
    answers = [await client.post("/api/v1/embeddings", content=body) for body in bodies]
    assert [answer.status_code for answer in answers] == [400, 201]
    families = list(text_string_to_metric_families((await client.get("/metrics")).text))
    exported: dict[str, set[str]] = {}
    for sample in (sample for family in families for sample in family.samples):
        exported.setdefault(sample.name, set()).update(sample.labels)
    asked = {name for target in TARGETS for name in re.findall(r"(\w+)\{", target["expr"])}
    assert asked <= set(exported)
    for target in TARGETS:
        (name,) = set(re.findall(r"(\w+)\{", target["expr"]))
        assert labels_in(target) - OF_PROMETHEUS <= exported[name], target["expr"]
    ours = [family for family in families if family.name.startswith("clickcut_") and family.type != "unknown"]
    not_shown = [family.name for family in ours if not asked & {sample.name for sample in family.samples}]
    assert [name for name in not_shown if not name.endswith("_created")] == []


def test_grafana_finds_what_it_needs():
    assert DASHBOARD["schemaVersion"] >= 39
    assert DASHBOARD["title"] == DASHBOARD["uid"] == "clickcut"
    variables = {each["name"]: each for each in DASHBOARD["templating"]["list"]}
    assert variables["datasource"]["query"] == "prometheus"
    assert variables["job"]["query"] == "label_values(clickcut_ready, job)"
    ids = [panel["id"] for panel in PANELS]
    assert len(ids) == len(set(ids)) > 10
    shown = [panel for panel in PANELS if panel["type"] != "row"]
    assert {panel["datasource"]["uid"] for panel in shown} == {"${datasource}"}
    assert all('job="$job"' in target["expr"] for target in TARGETS)
    assert all(panel["title"] and panel["fieldConfig"]["defaults"]["unit"] for panel in shown)


def test_no_panel_covers_another():
    taken = [
        (x, y)
        for place in (panel["gridPos"] for panel in PANELS)
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(taken) == len(set(taken))
    assert max(x for x, _ in taken) < 24
