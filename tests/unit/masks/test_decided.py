"""Which parts of a photo a mask has decided."""

import numpy as np
import pytest
from clickcut_core.geometry import Frame, ImageSize
from clickcut_core.masks.decided import INSIDE, OPEN, OUTSIDE, Decided, Span
from clickcut_core.working_size import WorkingSize


def drawn(*boxes):
    """256 × 256 of `OUTSIDE`, with boxes of other kinds."""
    values = np.full((256, 256), OUTSIDE, np.uint8)
    for kind, (x0, y0, x1, y1) in boxes:
        values[y0:y1, x0:x1] = kind
    return values


def neighbours(values, size, extent):
    """What the four mask pixels around each photo pixel say, joined."""
    places = []
    for side, reach in zip((size.height, size.width), extent, strict=True):
        source = np.clip((np.arange(side) + 0.5) * reach / side - 0.5, 0, np.floor(reach) - 1)
        before = np.floor(source).astype(int)
        places.append((before, np.minimum(before + 1, 255)))
    (up, down), (left, right) = places
    return values[up][:, left] | values[up][:, right] | values[down][:, left] | values[down][:, right]


@pytest.mark.parametrize("size", [(3000, 4000), (4000, 3000), (3000, 300), (200, 4001)])
def test_nothing_that_is_open_is_left_out(size):
    photo = ImageSize(*size)
    extent = Frame.of(photo).mask_extent
    values = drawn((OPEN, (60, 40, 190, 150)), (INSIDE, (64, 44, 186, 146)), (OPEN, (100, 60, 103, 62)))
    joined = neighbours(values, photo, extent)
    decided = Decided(values.tobytes(), extent, photo)
    left_out = 0
    for start in range(0, photo.height, 200):
        stop = min(start + 200, photo.height)
        spans = decided.spans(start, stop)
        assert [span.left for span in spans] == [0, *(span.right for span in spans[:-1])]
        assert spans[-1].right == photo.width
        for span in spans:
            if span.kind != OPEN:
                assert (joined[start:stop, span.left : span.right] == span.kind).all()
                left_out += (stop - start) * (span.right - span.left)
    assert left_out > 0.3 * photo.height * photo.width


def test_what_is_decided_for_a_short_way_is_worked_on_with_the_rest():
    photo = ImageSize(2560, 2560)
    decided = Decided(
        drawn((OPEN, (100, 0, 104, 256)), (OPEN, (112, 0, 116, 256))).tobytes(), (256, 256), photo
    )
    before, between, after = decided.spans(0, 100)
    assert (before.kind, between.kind, after.kind) == (OUTSIDE, OPEN, OUTSIDE)
    assert decided.spans(0, 2560) == [before, between, after]
    assert before == Span(0, 985, OUTSIDE)


def test_a_matte_reaches_beyond_the_last_edge_whether_it_is_open_or_abrupt():
    photo = ImageSize(4096, 4096)
    working = WorkingSize.of(photo)
    for kind in (OPEN, INSIDE):
        decided = Decided(drawn((kind, (20, 40, 100, 60))).tobytes(), (256, 256), photo)
        height, width = decided.part(working)
        assert 60 * 4 + working.reach <= height <= 63 * 4 + working.reach
        assert 100 * 4 + working.reach <= width <= 103 * 4 + working.reach
    assert Decided(drawn((OPEN, (0, 0, 256, 256))).tobytes(), (256, 256), photo).part(working) == (1024, 1024)
    assert max(Decided(drawn().tobytes(), (256, 256), photo).part(working)) < 100
