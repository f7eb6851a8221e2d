"""Of a file with several pictures, the page shows the one that server and command line read."""

import base64
from math import inf

import numpy as np
import pytest
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import read_photo
from playwright.sync_api import Page

from tests.server.animations import animated, gif, webp

# As the page opens a photo; see `decodePhoto`.
DECODED = """async (text) => {
  const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))]))
  const { width, height } = bitmap
  const context = new OffscreenCanvas(width, height).getContext("2d")
  context.drawImage(bitmap, 0, 0)
  return [width, height, [...context.getImageData(0, 0, width, height).data]]
}"""
FILES = {
    "APNG": animated("PNG", duration=100),
    "APNG that hides its own picture": animated("PNG", duration=100, default_image=True),
    "WebP": animated("WEBP", duration=100, lossless=True),
    "WebP whose first frame leaves a coloured canvas free": webp(),
    "WebP whose frames show through": webp(alpha=128),
    "WebP of one frame": webp(count=1),
    "GIF": animated("GIF", duration=100),
    "GIF of one picture that leaves the screen free": gif(),
    "GIF whose first picture leaves the screen free": gif(count=3),
    "GIF whose background is transparent": gif(count=2, transparent=0, background=0),
    "GIF with another transparent colour": gif(count=2, transparent=3),
    "GIF of nothing but a transparent colour": gif(transparent=1),
    "AVIF": animated("AVIF", duration=100, quality=100, subsampling="4:4:4"),
}
# Chromium stretches colours of animated AVIFs that use the full range, as if they used television's.
STRETCHED = {"AVIF": 18}


def difference(page: Page, content: bytes) -> float:
    """The largest of a visible colour between page and core; endless where another part is visible."""
    width, height, pixels = page.evaluate(DECODED, base64.b64encode(content).decode())
    shown = np.array(pixels).reshape(height, width, 4)
    read = np.asarray(read_photo(content, PhotoLimits()).image.convert("RGBA"), int)
    if not np.array_equal(read[..., 3], shown[..., 3]):
        return inf
    return float(np.abs(read - shown)[shown[..., 3] > 0].max(initial=0))


@pytest.mark.full
def test_the_page_shows_the_picture_that_is_read(first_visit: Page) -> None:
    found = {name: difference(first_visit, content) for name, content in FILES.items()}
    assert {name: each for name, each in found.items() if each > STRETCHED.get(name, 1)} == {}
