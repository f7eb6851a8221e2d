"""A small object in a large photo: a star, drawn by numbers, on a sky that gets lighter."""

from functools import cache
from math import cos, pi, sin

import numpy as np
from clickcut.photos.photo import Photo
from clickcut_core.embedding import Embedding
from clickcut_core.geometry import Part
from clickcut_core.recipes.prompts import PointPrompt
from PIL import Image, ImageDraw

from tests.masks.work import Work, encoder

SIZE = (3072, 2048)
CENTRE, RADIUS = (2100, 900), 160
CLICK = PointPrompt(*CENTRE)


@cache
def star() -> Photo:
    """A star of twelve points, 0.6 % of 6.3 megapixels, on a sky that gets lighter."""
    sky = np.linspace(60, 150, SIZE[1])[:, None, None] * np.ones((1, SIZE[0], 1)) * (0.5, 0.8, 1)
    image = Image.fromarray(sky.astype(np.uint8))
    image.paste("#e8862e", mask=Image.fromarray(truth()))
    return Photo(image)


@cache
def truth() -> np.ndarray:
    drawn = Image.new("L", SIZE)
    corners = [
        (CENTRE[0] + reach * sin(turn * pi / 12), CENTRE[1] + reach * cos(turn * pi / 12))
        for turn in range(24)
        for reach in [RADIUS if turn % 2 else RADIUS * 0.6]
    ]
    ImageDraw.Draw(drawn).polygon(corners, fill=255)
    return np.asarray(drawn)


@cache
def encoded(part: Part | None) -> Embedding:
    photo = star() if part is None else star().part(part)
    return encoder().encode(photo, "0" * 64)


class Sky(Work):
    def encode(self, part: Part) -> Embedding:
        return encoded(part)
