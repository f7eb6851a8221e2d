"""The browser's way to the encoder's size against Pillow's, which the server goes."""

import numpy as np
import pytest
from clickcut_core.geometry import ImageSize, resized
from clickcut_models.proof.oracle import session
from clickcut_models.proof.sample import sample_photo
from PIL import Image

FULL = [(1500, 2000), (700, 500), (1024, 768), (9, 8)]
SIZES = [(1365, 2048), (40, 1500), *(pytest.param(size, marks=pytest.mark.full) for size in FULL)]


@pytest.fixture(scope="module")
def resize(models_folder):
    graph = session(models_folder / "resize.onnx")

    def run(pixels, height, width):
        return graph.run(["image"], {"pixels": pixels, "size": np.array([height, width], np.int32)})[0]

    return run


@pytest.mark.parametrize("size", SIZES)
def test_strip_by_strip_is_pillows_filter_to_one_step(size, resize):
    photo = sample_photo(ImageSize(*size))
    wanted = resized(ImageSize(*size))
    opaque = np.dstack([photo, np.full(size, 255, np.uint8)])
    strips = [opaque[start : start + 97] for start in range(0, size[0], 97)]
    narrow = np.concatenate([resize(strip, len(strip), wanted.width) for strip in strips])
    ours = resize(narrow, wanted.height, wanted.width)
    pillows = Image.fromarray(photo).resize((wanted.width, wanted.height), Image.Resampling.BILINEAR)
    difference = np.abs(ours.astype(int) - np.asarray(pillows))
    assert difference.max() <= 1
    assert (difference > 0).mean() <= 0.01
