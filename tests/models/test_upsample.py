"""The full-resolution mask against arithmetic in numpy, bit for bit."""

import numpy as np
import pytest
from clickcut_core.geometry import Frame, ImageSize
from clickcut_models.pixels.upsample import upsample
from clickcut_models.proof.oracle import session

SIZES = [(1024, 1024), (2000, 3000), (640, 427), (90, 210), (1, 1), (800, 100), (1, 300), (3, 2000)]


@pytest.fixture(scope="module")
def graph():
    return session(upsample())


@pytest.fixture(scope="module")
def logits():
    coarse = np.random.default_rng(3).normal(size=(1, 4, 32, 32)).astype(np.float32)
    return np.kron(coarse, np.ones((1, 1, 8, 8), np.float32)) + np.float32(0.01)


def run(graph, logits, index, size, rows):
    frame = Frame.of(ImageSize(height=size[0], width=size[1]))
    feeds = {
        "masks": logits,
        "mask_index": np.array([index], np.int32),
        "extent": np.array(frame.mask_extent, np.float32),
        "size": np.array(size, np.int32),
        "rows": np.array(rows, np.int32),
    }
    return graph.run(None, feeds)[0]


def reference(mask, size):
    """The documented formula, in float32 and in the documented order."""
    extent = np.array(Frame.of(ImageSize(height=size[0], width=size[1])).mask_extent, np.float32)
    for axis in (1, 0):
        half = np.float32(0.5)
        pixel = np.arange(size[axis], dtype=np.float32)
        last = max(0, np.floor(extent[axis]) - 1)  # the last that is all photo
        source = np.clip((pixel + half) * extent[axis] / np.float32(size[axis]) - half, 0, last)
        low = np.floor(source).astype(int)
        high = np.minimum(low + 1, 255)
        fraction = source - low.astype(np.float32)
        fraction = fraction[:, None] if axis == 0 else fraction
        rise = np.take(mask, high, axis) - np.take(mask, low, axis)
        mask = np.take(mask, low, axis) + rise * fraction
    assert mask.dtype == np.float32
    return np.where(mask > 0, 255, 0).astype(np.uint8)


@pytest.mark.parametrize("size", SIZES)
def test_mask_equals_the_formula(graph, logits, size):
    made = run(graph, logits, 2, size, (0, size[0]))
    assert made.dtype == np.uint8
    np.testing.assert_array_equal(made, reference(logits[0, 2], size))


@pytest.mark.parametrize("strip", [1, 64, 333])
def test_strips_equal_the_whole(graph, logits, strip):
    height, width = size = (997, 301)
    starts = range(0, height, strip)
    strips = [run(graph, logits, 0, size, (start, min(height, start + strip))) for start in starts]
    np.testing.assert_array_equal(np.concatenate(strips), run(graph, logits, 0, size, (0, height)))
    assert strips[0].shape == (strip, width)


@pytest.mark.parametrize("index", range(4))
def test_mask_index_picks_the_mask(graph, logits, index):
    np.testing.assert_array_equal(
        run(graph, logits, index, (300, 200), (0, 300)), reference(logits[0, index], (300, 200))
    )


def test_zero_is_outside(graph):
    assert not run(graph, np.zeros((1, 4, 256, 256), np.float32), 0, (50, 70), (0, 50)).any()


def test_photo_fills_the_mask_to_its_last_row_and_column(graph):
    """A mask that is inside exactly where the photo is leaves no rim, whatever the photo's shape."""
    masks = np.full((1, 4, 256, 256), -1, np.float32)
    size = (1000, 1500)
    height, width = Frame.of(ImageSize(*size)).mask_extent
    masks[:, :, : int(np.ceil(height)), : int(np.ceil(width))] = 1
    assert run(graph, masks, 1, size, (0, size[0])).all()
