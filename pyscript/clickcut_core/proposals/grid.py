"""Where a survey asks, and the pixels of the decoder's masks that it sees."""

from __future__ import annotations

from clickcut_core.geometry import MASK_SIDE, Frame, ImageSize
from clickcut_core.recipes.prompts import PointPrompt

FOR_SUBJECT, FOR_EVERYTHING = 8, 16
"""Points a side: what a photo is about is large enough for few."""
SAMPLE, STEP = 2, 4
"""`survey.onnx` gives rows and columns `SAMPLE`, `SAMPLE` + `STEP`, … of the decoder's masks."""
SEEN_SIDE = MASK_SIDE // STEP


def grid(photo: ImageSize, side: int) -> tuple[PointPrompt, ...]:
    """Give `side` × `side` clicks on pixels, evenly over the photo, row by row."""
    return tuple(
        PointPrompt(_place(column, side, photo.width), _place(row, side, photo.height))
        for row in range(side)
        for column in range(side)
    )


def seen_size(frame: Frame) -> ImageSize | None:
    """Give how many rows and columns of a survey's masks hold photo; None of a photo too thin for any."""
    cells = frame.mask_cells
    height, width = (max(0, side - SAMPLE + STEP - 1) // STEP for side in (cells.height, cells.width))
    return ImageSize(height, width) if height and width else None


def seen_extent(frame: Frame) -> list[float]:
    """Give height and width of the photo in seen pixels, as `Frame.mask_extent` has them of a mask."""
    return [side / STEP for side in frame.mask_extent]


def seen_part(frame: Frame) -> list[float]:
    """Give where a survey's masks lie on the photo: x0, y0, x1, y1, in photo pixels.

    A seen pixel is a mask's pixel, not the middle of the four by four that it stands for.
    """
    height, width = frame.mask_extent
    aside = SAMPLE - (STEP - 1) / 2
    across, down = aside * frame.photo.width / width, aside * frame.photo.height / height
    return [across, down, frame.photo.width + across, frame.photo.height + down]


def seen_place(frame: Frame, seen: ImageSize, point: PointPrompt) -> tuple[int, int]:
    """Give row and column of the seen pixel nearest to a point."""
    row, column = frame.to_mask_place(point.x, point.y)
    return _nearest(row, seen.height), _nearest(column, seen.width)


def _place(number: int, side: int, pixels: int) -> float:
    return float(min(int((number + 0.5) * pixels / side), pixels - 1))


def _nearest(place: float, count: int) -> int:
    return min(max(int((place - SAMPLE) / STEP + 0.5), 0), count - 1)
