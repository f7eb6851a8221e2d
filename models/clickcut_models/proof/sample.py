"""A photo that nobody took: shapes, gradients and noise, the same on every machine.

Good enough to tell graphs apart; how good masks are is measured on real photos, elsewhere.
"""

from __future__ import annotations

import numpy as np
from clickcut_core.geometry import ImageSize
from numpy.typing import NDArray

Image = NDArray[np.uint8]


def sample_photo(size: ImageSize, *, seed: int = 0) -> Image:
    """Draw a photo of a size.

    Returns
    -------
    numpy.ndarray
        uint8 (height, width, 3), RGB: a sky-to-ground gradient with nine discs and boxes on it.
    """
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0 : size.height, 0 : size.width].astype(np.float32)
    depth = (y / size.height)[..., None]
    photo = (1 - depth) * (150, 185, 225) + depth * (120, 130, 90)
    short = min(size.height, size.width)
    for number in range(9):
        centre = random.uniform(0.1, 0.9, 2) * (size.height, size.width)
        radius = random.uniform(0.08, 0.25) * short
        dy, dx = np.abs(y - centre[0]), np.abs(x - centre[1])
        inside = np.hypot(dy, dx) < radius if number % 2 else np.maximum(dy, dx * 0.6) < radius
        shade = 1 - 0.4 * (y - centre[0] + radius) / (2 * radius)  # lit from above
        photo = np.where(inside[..., None], random.uniform(20, 255, 3) * shade[..., None], photo)
    photo += random.normal(0, 6, photo.shape)
    clipped: Image = np.clip(photo, 0, 255).astype(np.uint8)
    return clipped
