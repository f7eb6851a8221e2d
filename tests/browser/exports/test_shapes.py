"""Masks as SVG: what a browser draws of the file is the mask. Its bytes are compared in test_masks.py."""

import base64

import numpy as np
import pytest

from tests.browser import photos
from tests.browser.driver import BLOB_TO_BASE64, Element, iou

CLICKS = [
    pytest.param("cat.png", (220, 150), id="cat"),
    pytest.param("flower.jpg", (310, 190), id="flower", marks=pytest.mark.full),
]
DRAW = """
const image = new Image()
image.src = URL.createObjectURL(await element.cutout({format: "image/svg+xml"}))
await image.decode()
const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight)
const context = canvas.getContext("2d")
context.drawImage(image, 0, 0)
URL.revokeObjectURL(image.src)
const {data, width, height} = context.getImageData(0, 0, canvas.width, canvas.height)
const alpha = Uint8Array.from({length: width * height}, (_, i) => data[4 * i + 3])
"""


@pytest.mark.parametrize(("name", "place"), CLICKS)
def test_the_svg_drawn_by_the_browser_is_the_mask(
    element: Element, name: str, place: tuple[int, int]
) -> None:
    element.load(photos.address(name), photos.embedding_address(name))
    element.click(*place)
    mask = element.mask()
    width, height, encoded = element.evaluate(
        f"{DRAW} return [width, height, await ({BLOB_TO_BASE64})(new Blob([alpha]))]"
    )
    alpha = np.frombuffer(base64.b64decode(encoded), np.uint8).reshape(height, width)
    assert alpha.shape == mask.shape
    assert mask.any()
    assert iou(alpha >= 128, mask) >= 0.99
