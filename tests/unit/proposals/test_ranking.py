"""Which masks may be objects, which are the same, and which is the subject."""

from array import array
from dataclasses import replace

import pytest
from clickcut_core.geometry import ImageSize
from clickcut_core.proposals.candidate import FIGURES, Candidate
from clickcut_core.proposals.deepest import deepest
from clickcut_core.proposals.duplicates import distinct
from clickcut_core.proposals.filtering import is_object
from clickcut_core.proposals.ranking import agreement, is_sure, worth

PLAIN = Candidate(
    point=0,
    mask=3,
    score=0.98,
    area=0.2,
    stability=0.95,
    box=(10, 10, 40, 40),
    raggedness=6,
    centre=(0, 0),
    contacts=(0, 0, 0, 0),
)


def test_a_row_of_figures_is_read_in_order():
    row = [float(number) for number in range(len(FIGURES))]
    found = Candidate.of(7, 2, 0.9, row)
    assert (found.point, found.mask, found.score) == (7, 2, 0.9)
    named = dict(zip(FIGURES, row, strict=True))
    assert (found.area, found.stability) == (named["area"], named["stability"])
    assert found.box == tuple(named[side] for side in ("left", "top", "right", "bottom"))
    assert found.centre == (named["centre_x"], named["centre_y"])
    sides = ("contact_top", "contact_bottom", "contact_left", "contact_right")
    assert found.contacts == tuple(named[side] for side in sides)


@pytest.mark.parametrize(
    "flaw", [{"score": 0.5}, {"score": float("nan")}, {"stability": 0.5}, {"area": 0.001}, {"area": 0.97}]
)
def test_what_has_no_edge_or_no_size_is_no_object(flaw):
    assert is_object(PLAIN)
    assert not is_object(replace(PLAIN, **flaw))


@pytest.mark.parametrize(
    "worse",
    [
        {"score": 0.8},
        {"stability": 0.8},
        {"area": 0.05},
        {"centre": (0.3, 0)},
        {"centre": (0, -0.2)},
        {"centre": (0, 0.2)},
        {"contacts": (0.5, 0, 0, 0)},
        {"contacts": (0, 0, 0.5, 0)},
        {"contacts": (0, 0, 0.3, 0.3)},
        {"mask": 1},
    ],
)
def test_a_subject_is_sure_large_central_whole_and_free_of_the_borders(worse):
    assert worth(replace(PLAIN, **worse), 1) < worth(PLAIN, 1)
    assert worth(PLAIN, 0.2) < worth(PLAIN, 1)


def test_a_subject_may_stand_on_the_lower_border():
    assert worth(replace(PLAIN, contacts=(0, 1, 0, 0)), 1) == worth(PLAIN, 1)


def test_what_many_of_its_points_give_agrees():
    candidates = [replace(PLAIN, point=number) for number in (0, 1, 2, 3)]
    overlaps = [1, 0.95, 0.5, 0.9]
    assert agreement(0, candidates, overlaps, {0, 1, 2}) == pytest.approx(2 / 3)
    assert agreement(0, candidates, overlaps, set()) == 0


def test_repeats_are_dropped_in_the_given_order():
    overlaps = [[1, 0.8, 0.1], [0.8, 1, 0.7], [0.1, 0.7, 1]]
    assert distinct([0, 1, 2], overlaps, 0.75) == [0, 2]
    assert distinct([1, 0, 2], overlaps, 0.75) == [1, 2]
    assert distinct([1, 0, 2], overlaps, 0.6) == [1]
    assert distinct([0, 1, 2], overlaps, 0.9, 2) == [0, 1]


def test_one_is_sure_of_a_good_mask_that_is_far_ahead_of_others():
    apart, same = [1, 0.1], [1, 0.9]
    assert is_sure(PLAIN, 0, [5, 4], apart)
    assert not is_sure(PLAIN, 0, [5, 4.9], apart)
    assert is_sure(PLAIN, 0, [5, 4.9], same)
    assert not is_sure(replace(PLAIN, score=0.9), 0, [5, 4], apart)


def drawn(*rows):
    """Logits of a survey's mask: `#` is inside."""
    lines = [row.ljust(64) for row in rows] + [" " * 64] * (64 - len(rows))
    values = [1.0 if letter == "#" else -1.0 for letter in "".join(lines)]
    return memoryview(array("f", values)).cast("B").cast("f", (64, 64))


def test_the_deepest_place_is_the_middle_of_what_is_thickest():
    mask = drawn("", " ###", " ########", " ########", " ########", " ###")
    assert deepest(mask, ImageSize(64, 64)) == (3, 3)


def test_beyond_the_photo_is_outside():
    mask = drawn(*["#" * 64] * 64)
    assert deepest(mask, ImageSize(height=9, width=21)) == (4, 10)
