"""Times a point of a survey against a click's decode: processor time, in one process, turn by turn."""

import time
from typing import Any

import numpy as np
from clickcut_core.geometry import ImageSize
from clickcut_core.proposals.grid import FOR_SUBJECT, grid
from clickcut_core.proposals.survey import BATCH
from clickcut_models.manifest import Manifest
from clickcut_models.proof.built import Built
from clickcut_models.proof.oracle import Prompt, session
from clickcut_models.proof.sample import sample_photo

from tests.browser import photos

SIZE = ImageSize(683, 1024)


def run(*, rounds: int, warmups: int) -> dict[str, list[float]]:
    """Give processor milliseconds a point, on one thread: of 64 single decodes, and of the survey."""
    manifest = Manifest.read(photos.ROOT / "dist/models")
    built = Built.read(manifest.folder)
    context = built.context(built.encode(sample_photo(SIZE)))
    decoder, survey = (session(manifest.path(name), threads=1) for name in ("decoder", "survey"))
    points = [(point.x, point.y) for point in grid(SIZE, FOR_SUBJECT)]
    prompts = [{**context, **Prompt("click", (point, (0, 0)), (1, -1)).feeds()} for point in points]
    batches = [
        {**context, "point_coords": np.array(points[start : start + BATCH], np.float32)}
        for start in range(0, len(points), BATCH)
    ]
    times: dict[str, list[float]] = {"decodes": [], "survey": []}
    for turn in range(-warmups, rounds):
        for name, graph, feeds in (("decodes", decoder, prompts), ("survey", survey, batches)):
            spent = _spent(graph, feeds)
            if turn >= 0:
                times[name].append(spent * 1000 / len(points))
    return times


def _spent(graph: Any, feeds: list[dict[str, Any]]) -> float:
    start = time.process_time()
    for each in feeds:
        graph.run(None, each)
    return time.process_time() - start
