"""What is told of proposals: means of sets, of the photos that are sure, and of the objects."""

import pytest

from tests.bench.proposals.subject import SubjectReport, SubjectScore


def score(set_name, *ious, is_sure=False, covered=(True,)):
    return SubjectScore(set_name, "", ious, is_sure, covered)


def test_figures_are_means_of_sets_of_sure_photos_and_of_objects():
    scores = (
        score("a", 0.9, 0.1, is_sure=True),
        score("b", 0.1, 0.2, 0.8, 0.3, 0.9, is_sure=True, covered=(True, False)),
        score("b", 0.5),
        score("b", covered=(False,)),
    )
    figures = SubjectReport(scores).figures()
    assert figures["IoU, best of 1"] == pytest.approx((0.9 + 0.2) / 2)
    assert figures["IoU, best of 3"] == pytest.approx((0.9 + 1.3 / 3) / 2)
    assert figures["IoU, best of 5"] == pytest.approx((0.9 + 1.4 / 3) / 2)
    assert (figures["sure"], figures["sure and right"]) == (0.5, 0.5)
    assert figures["objects covered"] == pytest.approx(3 / 5)
