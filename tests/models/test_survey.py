"""Many points seen from afar, against the decoder; masks measured and compared, against numpy."""

import numpy as np
import pytest
from clickcut_core.geometry import ImageSize
from clickcut_core.proposals.candidate import Candidate
from clickcut_core.proposals.grid import SAMPLE, STEP
from clickcut_models.proof.oracle import Prompt, session
from clickcut_models.proof.sample import sample_photo
from clickcut_models.proposals.propose import propose

SEEN = slice(SAMPLE, None, STEP)
LOGITS = 5e-3
"""Of some 20: many points are multiplied together, which processors round otherwise (1.04e-3 seen)."""


@pytest.fixture(scope="module")
def context(built):
    return built.context(built.encode(sample_photo(ImageSize(height=683, width=1024))))


@pytest.fixture(scope="module")
def survey(models_folder):
    graph = session(models_folder / "survey.onnx")
    return lambda context, points: graph.run(
        ["masks", "iou_predictions"], {**context, "point_coords": np.array(points, np.float32)}
    )


POINTS = [
    (0, 0),
    (1023, 682),
    (512.4, 300.7),
    (10, 640),
    (700, 90),
    (333, 333),
    (900, 500),
    (1, 350),
    (512, 9),
]


@pytest.mark.parametrize("count", [1, 4, len(POINTS)])
def test_each_of_many_points_gives_every_fourth_pixel_of_its_click(count, context, survey, built):
    masks, scores = survey(context, POINTS[:count])
    assert masks.shape == (count, 4, 64, 64)
    for point, seen, told in zip(POINTS, masks, scores, strict=False):
        clicked, expected = built.decode(context, Prompt("click", (point, (0, 0)), (1, -1)))
        assert np.abs(seen - clicked[:, SEEN, SEEN]).max() <= LOGITS
        assert told == pytest.approx(expected, abs=1e-4)


@pytest.fixture(scope="module")
def measured():
    graph = session(propose())
    return lambda masks, photo: graph.run(
        ["figures", "overlaps"], {"masks": masks, "photo": np.array(photo, np.int32)}
    )


def drawn(seed, count):
    random = np.random.default_rng(seed)
    rows, columns = np.indices((64, 64))
    places = random.uniform(0, 64, (count, 2))
    radii = random.uniform(2, 40, count)
    near = [np.hypot(rows - y, columns - x) - r for (y, x), r in zip(places, radii, strict=True)]
    return (random.normal(0, 1, (count, 64, 64)) - np.array(near)).astype(np.float32)


@pytest.mark.parametrize("photo", [(64, 64), (43, 64), (64, 1)])
def test_figures_are_those_of_the_photo_alone(photo, measured):
    masks = drawn(1, 12)
    figures, _ = measured(masks, photo)
    height, width = photo
    for row, logits in zip(figures.tolist(), masks[:, :height, :width], strict=True):
        inside = logits > 0
        found = Candidate.of(0, 1, 0.9, row)
        assert found.area == pytest.approx(inside.mean(), abs=1e-6)
        assert found.stability == pytest.approx((logits > 1).sum() / max(1, (logits > -1).sum()))
        borders = (inside[0], inside[-1], inside[:, 0], inside[:, -1])
        assert found.contacts == pytest.approx([border.mean() for border in borders])
        if inside.any():
            ys, xs = np.nonzero(inside)
            assert found.box == (xs.min(), ys.min(), xs.max() + 1, ys.max() + 1)
            centre = ((xs.mean() + 0.5) / width - 0.5, (ys.mean() + 0.5) / height - 0.5)
            assert found.centre == pytest.approx(centre, abs=1e-6)
            edge = np.diff(inside, axis=0).sum() + np.diff(inside, axis=1).sum()
            assert found.raggedness == pytest.approx(edge / np.sqrt(inside.sum()), rel=1e-5)


def test_overlaps_are_intersections_by_unions(measured):
    masks = drawn(2, 9)
    masks[4] = -1
    _, overlaps = measured(masks, (50, 60))
    inside = masks[:, :50, :60] > 0
    for a, b in np.ndindex(9, 9):
        either = (inside[a] | inside[b]).sum()
        assert overlaps[a, b] == pytest.approx((inside[a] & inside[b]).sum() / max(1, either))
    assert overlaps[4].max() == 0
