"""Masks and backgrounds whose files say that they are to be turned, and what a page makes of them."""

import base64
import io

import numpy as np
from PIL import Image

from tests.browser.driver import BLOB_TO_BASE64, Element
from tests.browser.photos import png
from tests.unit.files.headers import chunk

BLOB = "const blob = new Blob([Uint8Array.from(atob(argument), (letter) => letter.charCodeAt(0))]);"
IMPORT = f"{BLOB} await element.importMask(blob)"
CUT = f"{BLOB} return ({BLOB_TO_BASE64})(await element.cutout({{ format: 'image/png', background: blob }}))"
# How a picture is stored that EXIF's number would turn upright.
STORED = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
CORNERS = ("red", "lime", "blue", "yellow")


def files(upright: Image.Image) -> dict[str, bytes]:
    """A picture as files that are this picture by the one statement of what turns."""
    found = {"png": png(upright)}
    for value, way in STORED.items():
        exif = Image.Exif()
        exif[0x0112] = value
        stored = upright.transpose(way)
        found[f"png {value}"] = png(stored, exif=exif)
        jpeg, webp = io.BytesIO(), io.BytesIO()
        stored.save(jpeg, "JPEG", exif=exif, quality=95, subsampling=0)
        upright.save(webp, "WEBP", exif=exif, lossless=True)
        found[f"jpeg {value}"], found[f"webp {value}, which counts nowhere"] = (
            jpeg.getvalue(),
            webp.getvalue(),
        )
        block = exif.tobytes().removeprefix(b"Exif\0\0")
        whole, end = png(upright), chunk(b"IEND", b"")
        found[f"png {value} behind the pixels"] = whole.removesuffix(end) + chunk(b"eXIf", block) + end
    return found


def wrong_masks(element: Element, width: int, height: int) -> list[str]:
    """Files of a mask that aren't taken as this mask."""
    drawn = np.zeros((height, width), np.uint8)
    drawn[: height // 3, : width // 4] = 255  # in one corner, so that each way to turn it is another mask
    made, wrong = files(Image.fromarray(drawn)), []
    for name, file in made.items():
        element.evaluate(IMPORT, base64.b64encode(file).decode())
        if (element.mask() != (drawn == 255)).mean() > 0.01:
            wrong.append(name)
    return wrong


def wrong_backgrounds(element: Element, width: int, height: int) -> list[str]:
    """Files of a background of which another corner than its own lies in a corner of the cut-out."""
    picture = Image.new("RGB", (width, height))
    halves = (width // 2, height // 2)
    for place, colour in enumerate(CORNERS):
        left, top = (place % 2) * halves[0], (place // 2) * halves[1]
        picture.paste(colour, (left, top, left + halves[0], top + halves[1]))
    mask = Image.new("L", (width, height))
    mask.paste(255, (halves[0] - 20, halves[1] - 20, halves[0] + 20, halves[1] + 20))
    element.evaluate(IMPORT, base64.b64encode(png(mask)).decode())
    wrong = []
    for name, file in files(picture).items():
        cut = base64.b64decode(element.evaluate(CUT, base64.b64encode(file).decode()))
        found = np.asarray(Image.open(io.BytesIO(cut)).convert("RGB"), int)
        at = [(x, y) for y in (9, height - 10) for x in (9, width - 10)]
        if any(abs(found[y, x] - picture.getpixel((x, y))).max() > 8 for x, y in at):
            wrong.append(name)
    return wrong
