"""Fog, stray alpha and transition of drawn cut-outs."""

import numpy as np
import pytest

from tests.bench.accuracy.softness import Softness, figures, softness

TRUTH = np.zeros((512, 1024), bool)
TRUTH[:, 400:] = True


def measured(alpha, mask=TRUTH, counted=None):
    return softness(alpha.astype(np.uint8), mask, TRUTH, counted)


def test_a_perfect_cutout_has_neither_fog_nor_stray_nor_width():
    assert measured(TRUTH * 255) == Softness(fog=0, stray=0, transition=0)


def test_only_what_is_deep_is_fog_and_only_what_is_far_is_stray():
    alpha = TRUTH * 255
    alpha[:, 400:408] = 200
    alpha[:, 384:400] = 100
    assert (measured(alpha).fog, measured(alpha).stray) == (0, 0)
    alpha[100, 700] = 200
    alpha[100, 300] = alpha[100, 0] = 100
    assert measured(alpha).fog * TRUTH.sum() == pytest.approx(1)
    assert measured(alpha).stray * TRUTH.sum() == pytest.approx(2)
    assert measured(alpha, counted=np.zeros_like(TRUTH)).fog == 0


def test_what_the_mask_has_too_much_is_no_stray():
    mask = TRUTH.copy()
    mask[:, 200:] = True
    alpha = TRUTH * 255
    alpha[:, 250] = 255
    assert measured(alpha, mask).stray == 0
    assert measured(alpha).stray > 0


def test_the_width_of_a_straight_edge_is_its_fading_columns():
    alpha = TRUTH * 255
    alpha[:, 398:402] = (50, 100, 150, 200)
    assert measured(alpha).transition == pytest.approx(4 / (np.pi / 4))  # an upright edge is the worst case


def test_objects_are_summed_up():
    hard = [Softness(fog=n / 1000, stray=0, transition=2 + n / 100) for n in range(11)]
    found = figures(hard, [Softness(fog=0, stray=0, transition=6)])
    assert found["fog, mean"] == pytest.approx(0.005)
    assert found["fog, p90"] == pytest.approx(0.009)
    assert found["transition, median"] == pytest.approx(2.05)
    assert found["transition, soft ÷ hard"] == pytest.approx(6 / 2.05)
