"""Masks as shapes: the page's files and the command line's are one and the same, and true to the mask."""

import base64
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from pycocotools import mask as run_lengths

from tests.browser import photos
from tests.browser.driver import BLOB_TO_BASE64, Element, iou

# pycocotools 2.0.11 copies arrays in a way that numpy 2 warns of.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

CLICKS = [pytest.param("cat.png", (220, 150), id="cat"), pytest.param("flower.jpg", (310, 190), id="flower")]
FORMATS = {
    "svg": "image/svg+xml",
    "coco": "application/json",
    "coco-polygons": "application/json;segmentation=polygon",
}
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


def clicked(element: Element, name: str, place: tuple[int, int]) -> None:
    element.load(photos.address(name), photos.embedding_address(name))
    element.click(*place)


def shape_file(element: Element, media_type: str) -> bytes:
    encoded, given = element.evaluate(
        f"const blob = await element.cutout({{format: argument}});"
        f"return [await ({BLOB_TO_BASE64})(blob), blob.type]",
        media_type,
    )
    assert given == media_type
    return base64.b64decode(encoded)


@pytest.mark.parametrize(("name", "place"), CLICKS)
@pytest.mark.parametrize("kind", FORMATS)
def test_the_command_line_writes_the_same_bytes(
    element: Element, name: str, place: tuple[int, int], kind: str, tmp_path: Path
) -> None:
    clicked(element, name, place)
    out = tmp_path / "out"
    command = [sys.executable, "-m", "clickcut", "cut", str(photos.sample(name)), "-o", str(out)]
    point = f"{place[0]},{place[1]}"
    subprocess.run([*command, "--point", point, "--format", kind], check=True, capture_output=True)
    content = shape_file(element, FORMATS[kind])
    assert len(content) > 300
    assert content == out.read_bytes()


@pytest.mark.parametrize(("name", "place"), CLICKS)
def test_the_svg_drawn_by_the_browser_is_the_mask(
    element: Element, name: str, place: tuple[int, int]
) -> None:
    clicked(element, name, place)
    mask = element.mask()
    width, height, encoded = element.evaluate(
        f"{DRAW} return [width, height, await ({BLOB_TO_BASE64})(new Blob([alpha]))]"
    )
    alpha = np.frombuffer(base64.b64decode(encoded), np.uint8).reshape(height, width)
    assert alpha.shape == mask.shape
    assert mask.any()
    assert iou(alpha >= 128, mask) >= 0.99


@pytest.mark.parametrize(("name", "place"), CLICKS)
def test_the_run_lengths_are_the_mask(element: Element, name: str, place: tuple[int, int]) -> None:
    clicked(element, name, place)
    document = json.loads(shape_file(element, FORMATS["coco"]))
    (annotation,) = document["annotations"]
    assert document["images"][0]["file_name"] == name
    assert np.array_equal(run_lengths.decode(annotation["segmentation"]) == 1, element.mask())
