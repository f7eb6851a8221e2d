"""Runs both pipelines over a folder: photo by photo, so that each is embedded once."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain
from pathlib import Path

from clickcut.encoding.encoder import Encoder, read_manifest
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import Photo, read_photo
from clickcut.settings import Settings

from tests.bench.accuracy.dataset import Example, read_examples
from tests.bench.accuracy.ours import OurGraphs
from tests.bench.accuracy.protocol import measure
from tests.bench.accuracy.report import Report
from tests.bench.accuracy.score import Score
from tests.bench.accuracy.stock import StockGraphs

_Pair = tuple[Score, Score]


def run(
    settings: Settings, data: Path, source: Path, *, jobs: int, progress: Callable[[str], None]
) -> Report:
    """Measure every object of a folder with the stock graphs and with ours.

    Parameters
    ----------
    settings
        Where our graphs are, and the largest photo.
    data
        Folder with an `index.json`.
    source
        Folder with the stock graphs.
    jobs
        Photos at a time, each on one thread.
    progress
        Called with a line for each object.

    Raises
    ------
    DataError
        Where the index can't be read.
    ClickcutError
        About a photo or the models.
    """
    limits = PhotoLimits(max_megapixels=settings.max_megapixels)
    photos: defaultdict[Path, list[Example]] = defaultdict(list)
    for example in read_examples(data):
        photos[example.photo].append(example)
    stock = StockGraphs(source, threads=1)
    manifest = read_manifest(settings.dist)
    encoder = Encoder.from_settings(replace(settings, encoder_threads=1), manifest)
    ours = asyncio.run(OurGraphs.load(manifest, encoder, threads=1))

    async def measure_photo(photo: Photo, examples: Sequence[Example]) -> list[_Pair]:
        pipelines = stock.open(photo), await ours.open(photo)
        pairs = []
        for example in examples:
            pairs.append((await measure(pipelines[0], example), await measure(pipelines[1], example)))
            progress(_line(pairs[-1]))
        return pairs

    def measure_file(path: Path) -> list[_Pair]:
        return asyncio.run(measure_photo(read_photo(path.read_bytes(), limits), photos[path]))

    with ThreadPoolExecutor(jobs) as pool:
        pairs = list(chain.from_iterable(pool.map(measure_file, photos)))
    return Report(stock=tuple(pair[0] for pair in pairs), ours=tuple(pair[1] for pair in pairs))


def _line(pair: _Pair) -> str:
    theirs, ours = (" ".join(f"{iou:.2f}" for iou in score.ious[:5]) for score in pair)
    return f"{pair[0].set_name}/{pair[0].name}: stock {theirs}, ours {ours}"
