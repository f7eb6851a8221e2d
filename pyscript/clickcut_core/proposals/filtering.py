"""Which masks may be objects at all."""

from __future__ import annotations

from clickcut_core.proposals.candidate import Candidate

LEAST_SCORE = 0.6
"""Predicted IoU: of the masks below it that were looked at, none was an object."""
LEAST_STABILITY = 0.6
"""A mask whose edge moves this much with the threshold has none."""
LEAST_AREA, MOST_AREA = 0.002, 0.95
"""Shares of the photo: below, a mask is a few pixels of the survey's; above, nothing is cut out."""


def is_object(candidate: Candidate) -> bool:
    """Tell whether a mask may be an object; that it is a lattice, only its click tells (`taking.take`)."""
    return (
        candidate.score > LEAST_SCORE
        and candidate.stability > LEAST_STABILITY
        and LEAST_AREA < candidate.area < MOST_AREA
    )
