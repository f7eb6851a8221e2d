"""Masks that are drawn by numbers: what edits are held against."""

from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw


def capsule(shape: tuple[int, int], radius: float, *places: tuple[float, float]) -> np.ndarray:
    """The pixels within a radius of a line, bool (height, width)."""
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    inside = np.zeros(shape, bool)
    for (x0, y0), (x1, y1) in pairwise(places):
        length = max((x1 - x0) ** 2 + (y1 - y0) ** 2, 1e-9)
        along = np.clip(((columns - x0) * (x1 - x0) + (rows - y0) * (y1 - y0)) / length, 0, 1)
        inside |= np.hypot(columns - x0 - along * (x1 - x0), rows - y0 - along * (y1 - y0)) <= radius
    return inside


def blobs(size: tuple[int, int] = (600, 400)) -> Image.Image:
    """A blob, a ring and a dot, soft at no edge."""
    picture = Image.new("L", (600, 400))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((60, 80, 260, 330), fill=255)
    draw.ellipse((330, 90, 530, 290), fill=255)
    draw.ellipse((390, 150, 470, 230), fill=0)
    draw.ellipse((560, 340, 580, 360), fill=255)
    return picture.resize(size)


def teeth() -> Image.Image:
    """A rectangle whose upper side is jagged."""
    values = np.zeros((400, 600), np.uint8)
    values[100:300, 150:450] = 255
    for x in range(150, 450, 20):
        values[92:100, x : x + 10] = 255
    return Image.fromarray(values)


def picture(mask: np.ndarray) -> Image.Image:
    """A mask as a file's pixels, 0 or 255."""
    return Image.fromarray(np.where(mask, 255, 0).astype(np.uint8))


def boolean(drawn: Image.Image) -> np.ndarray:
    return np.asarray(drawn) > 127


def perimeter(mask: np.ndarray) -> int:
    return int((mask[1:] != mask[:-1]).sum() + (mask[:, 1:] != mask[:, :-1]).sum())
