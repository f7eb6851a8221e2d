"""What is known about one of the masks that a survey found, in plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FIGURES = (
    "area",
    "stability",
    "left",
    "top",
    "right",
    "bottom",
    "raggedness",
    "centre_x",
    "centre_y",
    "contact_top",
    "contact_bottom",
    "contact_left",
    "contact_right",
)
"""What `propose.onnx` tells of a mask, in this order."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One mask of one point.

    Attributes
    ----------
    point
        Which of the survey's points.
    mask
        Which of the decoder's masks, 1 to 3.
    score
        Predicted IoU.
    area
        Share of the photo.
    stability
        Its area at a raised threshold by its area at a lowered one.
    box
        Left, top, right and bottom in pixels of the survey's masks, right and bottom exclusive.
    raggedness
        The length of its edge by its area's square root.
    centre
        x and y, as shares of the photo from its middle, −0.5 to 0.5.
    contacts
        What share of the photo's top, bottom, left and right border it covers.
    """

    point: int
    mask: int
    score: float
    area: float
    stability: float
    box: tuple[float, ...]
    raggedness: float
    centre: tuple[float, ...]
    contacts: tuple[float, ...]

    @classmethod
    def of(cls, point: int, mask: int, score: float, figures: Sequence[float]) -> Candidate:
        """Read a row of figures, in the order of `FIGURES`."""
        area, stability, *box, raggedness, x, y, top, bottom, left, right = figures
        contacts = top, bottom, left, right
        return cls(point, mask, score, area, stability, tuple(box), raggedness, (x, y), contacts)
