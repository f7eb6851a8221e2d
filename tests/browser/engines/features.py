"""What engines differ in, asked of a page that runs in one, with a click made."""

import base64
import io
from collections.abc import Callable

from PIL import Image

from tests.browser.engines import turned
from tests.browser.engines.element import Element

# "yes", "no", or what is wrong: what can't be done is not offered, and what is offered can be done.
FILE = """
const [options, offered] = argument
const blob = await element.cutout(options).catch(({ code }) => code)
const isMade = blob instanceof Blob
const isOffered = [...element.shadowRoot.querySelectorAll(offered)].some((each) => !each.hidden)
if (isMade !== isOffered) return isMade ? "not offered" : "offered in vain: " + blob
return isMade ? "yes" : "no"
"""
DECODES = """
const bytes = Uint8Array.from(atob(argument), (letter) => letter.charCodeAt(0))
const bitmap = await createImageBitmap(new Blob([bytes])).catch(() => null)
return bitmap && [bitmap.width, bitmap.height]
"""
KEEPS_PROFILE = """
const bytes = new Uint8Array(await (await element.cutout()).arrayBuffer())
return new TextDecoder("latin1").decode(bytes).includes("iCCP") ? "yes" : "no, as sRGB"
"""
SAID = "(window.said = element.shadowRoot.querySelector('.status').textContent)"


def _saves(options: dict[str, str], offered: str) -> Callable[[Element], str]:
    return lambda element: str(element.evaluate(FILE, [options, offered]))


def _decoded(element: Element, file: bytes) -> list[int] | None:
    size: list[int] | None = element.evaluate(DECODES, base64.b64encode(file).decode())
    return size


def _decodes(kind: str) -> Callable[[Element], str]:
    buffer = io.BytesIO()
    Image.new("RGB", (12, 8), "red").save(buffer, kind)
    return lambda element: "yes" if _decoded(element, buffer.getvalue()) else "by way of the server"


def _is_upright(kind: str) -> Callable[[Element], str]:
    def asked(element: Element) -> str:
        size = _decoded(element, turned.file_of(kind, 6))
        return "by the browser" if size == list(turned.SIZE) else "by the page"

    return asked


def _keeps_profile(element: Element) -> str:
    return str(element.evaluate(KEEPS_PROFILE))


def _copies(element: Element) -> str:
    element.press("copy")
    element.wait_until(f"{SAID}.includes('opied')")
    return "yes" if "Copied" in element.evaluate("return window.said") else "no"


FEATURES: dict[str, Callable[[Element], str]] = {
    "Saves PNG": _saves({"format": "image/png"}, "option[value='image/png']"),
    "Saves JPEG": _saves({"format": "image/jpeg"}, "option[value='image/jpeg']"),
    "Saves WebP": _saves({"format": "image/webp"}, "option[value='image/webp']"),
    "Saves PNG with the photo's colour profile": _keeps_profile,
    "Blurs the photo behind the object": _saves({"background": "blur"}, ".swatch.blur"),
    "Copies the picture": _copies,
    "Opens AVIF": _decodes("AVIF"),
    "Opens TIFF": _decodes("TIFF"),
    "A JPEG is turned": _is_upright("JPEG"),
    "A PNG is turned": _is_upright("PNG"),
    "A WebP is left as it is": _is_upright("WEBP"),
}
