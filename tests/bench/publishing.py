"""Times `clickcut publish` against its encoder alone, on the same cores: `python -m tests.bench.publishing`.

Photos are small and many, so that what is done besides encoding weighs most. Both take turns in one process.
The processor's time is printed besides, because it does not change with what else the machine does.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime as ort
from clickcut.encoding.choice import choose_encoder
from clickcut.encoding.encoder import read_manifest
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import model_input, read_photo
from clickcut.publishing.site import Wishes, publish_files
from clickcut.publishing.sources import Source, find_photos
from clickcut.settings import Settings
from PIL import Image

SIDE = (640, 427)
Times = np.ndarray
"""Seconds on the clock, and of the processor."""


def now() -> Times:
    return np.array([time.perf_counter(), time.process_time()])


def write_photos(folder: Path, count: int) -> list[Source]:
    """Write photos like real ones in size and detail: patches of colour with grain."""
    for n in range(count):
        random = np.random.default_rng(n)
        patches = Image.fromarray(random.integers(0, 256, (9, 12, 3), dtype=np.uint8))
        smooth = np.asarray(patches.resize(SIDE, Image.Resampling.BICUBIC), dtype=np.int16)
        grain = random.integers(-8, 9, smooth.shape, dtype=np.int16)
        Image.fromarray((smooth + grain).clip(0, 255).astype(np.uint8)).save(folder / f"{n}.jpg", quality=88)
    return find_photos([folder], besides=folder / "site")


def graph_alone(settings: Settings, content: bytes) -> Callable[[int, int], Times]:
    """Load the encoder's graph; what is given times it over one photo: (count, workers) → a photo's."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    path = choose_encoder(settings.encoder, read_manifest(settings.dist)).path
    graph = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    feeds = {"image": model_input(read_photo(content, PhotoLimits()))}

    def run(count: int, workers: int) -> Times:
        start = now()
        with ThreadPoolExecutor(workers) as pool:
            for _ in pool.map(lambda _: graph.run(None, feeds), range(count)):
                pass
        return (now() - start) / count

    return run


def resident() -> float:
    """Megabytes of this process's memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    workers = len(os.sched_getaffinity(0))
    settings = Settings()
    part = options.photos // options.rounds
    alone, published, memory = [], [], []
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / "photos").mkdir()
        sources = write_photos(Path(scratch) / "photos", part * options.rounds)
        encode = graph_alone(settings, sources[0].path.read_bytes())
        encode(workers, workers)
        for turn in range(options.rounds):
            alone.append(encode(max(workers, part // 5), workers))
            times: list[Times] = []

            def note(_: Source, times: list[Times] = times) -> None:
                times.append(now())
                if len(times) % max(1, part // 4) == 0:
                    memory.append(resident())

            chosen = sources[turn * part : (turn + 1) * part]
            publish_files(settings, chosen, Path(scratch) / "site", Wishes(), progress=note)
            published.append((times[-1] - times[0]) / (part - 1))  # loading the encoder is no part of it
    print(f"workers                {workers}")
    for name, runs in (("encoder alone", alone), ("publishing", published)):
        clock, processor = (np.array(runs) * 1000).T.round().astype(int)
        print(f"{name:<22} {clock} ms on the clock, {processor} ms of the processor")
    clock, processor = sum(alone) / sum(published)
    print(f"throughput             {clock:.1%} of the encoder's; {processor:.1%} by the processor's time")
    print(f"memory, MB             {' '.join(f'{each:.0f}' for each in memory)}")


if __name__ == "__main__":
    main()
