"""Photos that nobody sent before: a few pictures, and a number behind each file that no decoder looks at."""

import itertools
from collections.abc import Iterator

import numpy as np
from PIL import Image

from tests.server import photos

SIZE = (1600, 1067)  # 3:2, as most cameras have it; about 270 kB


def with_grain(width: int, height: int, *, seed: int) -> Image.Image:
    """A picture whose JPEG is as large, and takes as long to decode, as a real photo's."""
    smooth = np.asarray(photos.picture(width, height, seed=seed), np.int16)
    grain = np.random.default_rng(seed).integers(-8, 9, smooth.shape, np.int16)
    return Image.fromarray((smooth + grain).clip(0, 255).astype(np.uint8))


def numbered(content: bytes, number: int) -> bytes:
    """The same picture as another file: an empty box with a number ends it (ISO/IEC 14496-12, 8.1.2)."""
    return content + (16).to_bytes(4, "big") + b"free" + number.to_bytes(8, "big")


def distinct(first: int) -> Iterator[bytes]:
    """JPEGs without end, no two alike; those from another first number are others, too."""
    pictures = [photos.file(with_grain(*SIZE, seed=seed), "JPEG", quality=88) for seed in range(6)]
    for number in itertools.count(first):
        yield numbered(pictures[number % len(pictures)], number)
