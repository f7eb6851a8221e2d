"""Times a point of a survey against a click's decode, and many photos against the bare graphs."""

import resource
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from click.testing import CliRunner
from clickcut.cli import main
from clickcut.encoding.encoder import Encoder
from clickcut.settings import Settings
from clickcut_core.geometry import ImageSize
from clickcut_core.proposals.grid import FOR_EVERYTHING, FOR_SUBJECT, grid
from clickcut_core.proposals.survey import BATCH
from clickcut_models.manifest import Manifest
from clickcut_models.proof.built import Built
from clickcut_models.proof.oracle import Prompt, session
from clickcut_models.proof.sample import sample_photo
from PIL import Image

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


def run_many(*, count: int) -> dict[str, float]:
    """Cut the subject out of photos by the command, and run the bare graphs for as many.

    Returns
    -------
    Seconds of `command`, loading included, and of `raw`: the encoder and 16 × 16 points of a survey for each
    photo, without loading. `memory` is the highest after all photos ÷ after a fifth of them.
    """
    with tempfile.TemporaryDirectory() as folder:
        taken = [Path(folder) / f"photos/{number}.jpg" for number in range(count)]
        _album(taken)
        _cut(taken[: max(1, count // 5)], Path(folder) / "few")
        few = _highest()
        start = time.perf_counter()
        _cut(taken, Path(folder) / "all")
        found = {"command": time.perf_counter() - start, "memory": _highest() / few}
        return {**found, "raw": _bare(taken)}


def _album(taken: list[Path]) -> None:
    """Write photos, no two alike: what was known already would cost nothing."""
    taken[0].parent.mkdir()
    shown = Image.fromarray(sample_photo(SIZE))
    for number, path in enumerate(taken):
        shown.rotate(number).save(path, quality=90)


def _cut(taken: list[Path], out: Path) -> None:
    done = CliRunner().invoke(main, ["cut", *map(str, taken), "--subject", "-o", str(out)])
    assert done.exit_code == 0, done.output


def _highest() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _bare(taken: list[Path]) -> float:
    encoder, manifest = Encoder.from_settings(Settings()), Manifest.read(photos.ROOT / "dist/models")
    built, survey = Built.read(manifest.folder), session(manifest.path("survey"))
    points = [(point.x, point.y) for point in grid(SIZE, FOR_EVERYTHING)]
    start = time.perf_counter()
    for path in taken:
        tensors = encoder.encode_photo(path.read_bytes()).tensors
        feeds = {name: np.asarray(tensor.data).reshape(tensor.dims) for name, tensor in tensors.items()}
        context = built.context(feeds)
        for begin in range(0, len(points), BATCH):
            coords = np.array(points[begin : begin + BATCH], np.float32)
            survey.run(None, {**context, "point_coords": coords})
    return time.perf_counter() - start
