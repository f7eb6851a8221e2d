"""Fuzzes one target for a while: `python -m tests.fuzz png --seconds 60 --finds finds`.

Guided by coverage where there is atheris (https://github.com/google/atheris, Linux on x86-64); elsewhere the
seeds are mutated blindly. Each fault is written into the folder once, as the bytes and what they raised.
"""

import argparse
import hashlib
import random
import resource
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path

try:
    import atheris
except ImportError:
    atheris = None

MOST_BYTES = 4096
MOST_SECONDS = 20  # of one input
MOST_MEGABYTES = 2048


def watched(name: str, attempt: Callable[[str, bytes], None], finds: Path) -> Callable[[bytes], None]:
    """Give what tries bytes, and writes down each fault, told apart by its kind and place."""
    known: set[tuple[str, str, int]] = set()

    def one(content: bytes) -> None:
        try:
            attempt(name, content)
        except Exception as error:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            place = (type(error).__name__, frame.filename, frame.lineno or 0)
            if place not in known:
                known.add(place)
                label = f"{name}-{hashlib.sha256(content).hexdigest()[:12]}"
                (finds / label).write_bytes(content)
                (finds / f"{label}.txt").write_text(traceback.format_exc(), "utf-8")

    return one


def mutated(content: bytes, rng: random.Random) -> bytes:
    """Change some bytes, take a piece away, or put one in."""
    changed = bytearray(content)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(changed) + 1)
        length = rng.randint(1, 16)
        piece = rng.choice((rng.randbytes(length), b"\xff" * length, bytes(length), bytes(changed[:length])))
        changed[at : at + rng.choice((0, len(piece)))] = piece
        if rng.random() < 0.2:
            del changed[at : at + length]
    return bytes(changed[:MOST_BYTES])


def blindly(one: Callable[[bytes], None], corpus: list[bytes], seconds: float) -> None:
    """Mutate what there is, until the time is over; the same on every run."""
    rng = random.Random(0)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        one(mutated(rng.choice(corpus), rng))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("target")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--finds", type=Path, default=Path("finds"))
    given = parser.parse_args()
    given.finds.mkdir(parents=True, exist_ok=True)
    warnings.simplefilter("ignore")  # decoders warn of every second damaged file
    if atheris is None:
        from tests.fuzz import seeds, targets  # noqa: PLC0415  only here without instruments

        print("fuzz: without atheris, the seeds are mutated blindly", file=sys.stderr)
        one = watched(given.target, targets.attempt, given.finds)
        blindly(one, seeds.seeds()[given.target], given.seconds)
        return
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEGABYTES * 2**20,) * 2)
    with atheris.instrument_imports(include=["clickcut", "clickcut_core", "clickcut_build.metadata"]):
        from tests.fuzz import seeds, targets  # noqa: PLC0415  so that its imports are watched, too
    corpus = given.finds / f".corpus-{given.target}"
    corpus.mkdir(exist_ok=True)
    for number, seed in enumerate(seeds.seeds()[given.target]):
        (corpus / str(number)).write_bytes(seed)
    options = {
        "max_total_time": given.seconds,
        "timeout": MOST_SECONDS,
        "rss_limit_mb": 0,  # it counts what the process had that started this one
        "malloc_limit_mb": MOST_MEGABYTES,
        "max_len": MOST_BYTES,
        "artifact_prefix": f"{given.finds}/{given.target}-",
        "print_final_stats": 1,
    }
    atheris.Setup(
        [sys.argv[0], *(f"-{key}={value}" for key, value in options.items()), str(corpus)],
        watched(given.target, targets.attempt, given.finds),
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
