"""A search that nobody waits for ends at its next graph, whenever that became known."""

import json

import pytest
from clickcut_core.proposals.proposal import AT_A_TIME
from clickcut_core.proposals.survey import BATCH, FEW

from tests.unit.worker import call

SIDE = 12
"""Of a grid that is asked sooner than the real one."""
WHOLE_ANSWER = [*["survey"] * (BATCH // FEW), "propose"]


class Asker:
    """Waits until so many graphs have begun, as JavaScript tells it."""

    def __init__(self, bridge, patience):
        self.runs, self.patience = bridge.runtime.runs, patience

    async def waits(self):
        return len(self.runs) < self.patience


class AskerOfTheEnd(Asker):
    """Waits for the last graph, and `patience` times for what is made of what it gave."""

    async def waits(self):
        self.patience -= self.runs == ["propose"]
        return self.patience >= 0


@pytest.fixture
def asker(opened, bridge):
    """A page that waits for everything, until it is told for how much."""
    bridge.runtime.runs.clear()
    return Asker(bridge, 1000)


@pytest.mark.parametrize("name", ["search", "propose"])
@pytest.mark.parametrize("patience", [0, 1, 3])
async def test_what_is_stopped_ends_at_its_next_graph(opened, bridge, asker, name, patience):
    """Pyodide begins a coroutine in a later turn: what comes between that and the call is heeded, too."""
    asked = getattr(opened, name)(asker)
    asker.patience = patience
    assert json.loads(await asked)["error"]["code"] == "cancelled"
    assert bridge.runtime.runs == ["survey"] * patience


async def test_a_search_that_was_stopped_goes_on_with_the_points_that_were_not_asked(opened, bridge, asker):
    asker.patience = 1
    await opened.search(asker)
    asker.patience = 1000
    told = json.loads(await opened.search(asker))
    assert bridge.runtime.runs == ["survey", *WHOLE_ANSWER]
    assert len(told["shapes"]) == BATCH + FEW


async def test_a_search_that_was_stopped_leaves_later_work_alone(opened, bridge, asker):
    asker.patience = 1
    await opened.search(asker)
    opened.stop()  # nothing is under way
    assert "error" not in await call(opened, "add_point", 10, 10)
    assert "error" not in json.loads(await opened.preview(10, 10))


async def test_the_end_of_a_search_gives_way_while_masks_are_weighed_and_clicks_are_named(
    opened, bridge, asker, monkeypatch
):
    monkeypatch.setattr("clickcut_core.proposals.search.FOR_EVERYTHING", SIDE)
    for _ in range(SIDE**2 // BATCH - 1):
        assert not json.loads(await opened.search(asker))["isDone"]
    await opened.search(Asker(bridge, len(bridge.runtime.runs) + BATCH // FEW))  # before the last graph
    for patience in (0, 1, SIDE**2 // AT_A_TIME + 7):
        bridge.runtime.runs.clear()
        told = json.loads(await opened.search(AskerOfTheEnd(bridge, patience)))
        assert told["error"]["code"] == "cancelled"
        assert bridge.runtime.runs == ["propose"]
    assert json.loads(await opened.search(asker))["isDone"]
