"""Files of one picture that is upright whatever they say, and what a page makes of them."""

import base64
import io

import numpy as np
from PIL import Image

from tests.browser import photos
from tests.browser.driver import BLOB_TO_BASE64
from tests.browser.engines.element import Element

SIZE = (300, 200)
# How an upright picture is stored under each of EXIF's numbers (CIPA DC-008, 4.6.5).
STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
OPTIONS = {"JPEG": {"quality": 95}, "PNG": {}, "WEBP": {"lossless": True}, "AVIF": {"quality": 95}}
# The embedding is the upright picture's, of which the page is told that the file is another format: so the
# page itself compares what it sees with what was encoded.
SAVED = f"""
const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
const [file, upright, white] = argument.map(bytesOf)
const headers = {{ "Content-Type": "application/octet-stream" }}
const encode = () => fetch("api/v1/embeddings", {{ method: "POST", body: upright, headers }})
window.encoded ??= encode().then((answer) => answer.arrayBuffer())
const embedding = new Uint8Array(await window.encoded).slice()
const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", upright))
const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("")
try {{
  await element.load(new Blob([file]), {{ embedding: Promise.resolve(embedding), sha256 }})
  await element.importMask(new Blob([white]))
  return await ({BLOB_TO_BASE64})(await element.cutout())
}} catch ({{ code, message }}) {{
  return `${{code}}: ${{message}}`
}}
"""


def picture() -> Image.Image:
    """A photo that no turn leaves as it is."""
    return Image.open(photos.sample("coffee.png")).convert("RGB").resize(SIZE)


def file_of(kind: str, orientation: int) -> bytes:
    """The picture as a file that is upright in a browser; of WebP no browser reads what it says."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    turn = None if kind == "WEBP" else STORED.get(orientation)
    stored = picture() if turn is None else picture().transpose(turn)
    buffer = io.BytesIO()
    stored.save(buffer, kind, exif=exif, **OPTIONS[kind])
    return buffer.getvalue()


def saved(element: Element, file: bytes) -> np.ndarray | str:
    """What the page saves of all of a file: uint8 (height, width, 3), or why it doesn't."""
    given = (file, photos.png(picture()), photos.png(Image.new("L", SIZE, 255)))
    answer: str = element.evaluate(SAVED, [base64.b64encode(each).decode() for each in given])
    if ": " in answer:
        return answer
    cutout = np.asarray(Image.open(io.BytesIO(base64.b64decode(answer))))
    assert (cutout[..., 3] == 255).mean() > 0.95
    return cutout[..., :3]
