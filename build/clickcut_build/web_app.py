"""What makes a site installable: its web app manifest (https://www.w3.org/TR/appmanifest/) and its icon."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from math import cos, sin, tau

from PIL import Image, ImageDraw

MANIFEST = "manifest.webmanifest"
_SIZES = (192, 512)  # what Chromium asks of a site that can be installed
_BLUE, _WHITE = "#1763d6", "white"
_SHARPER = 4  # drawn larger and shrunk, for Pillow's lines have hard edges


def web_app_files(title: str, *, language: str, colour: str) -> Iterator[tuple[str, bytes]]:
    """Give the address of each file below the site, and its content.

    Parameters
    ----------
    title
        What the site is called.
    language
        Of the title.
    colour
        Of the page's ground, `#rrggbb`: seen until the page is there, and around it.
    """
    icons = [
        {"src": _icon_address(size), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in _SIZES
        for purpose in ("any", "maskable")
    ]
    manifest = {
        "name": title,
        "lang": language,
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": colour,
        "theme_color": colour,
        "icons": icons,
    }
    yield MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    for size in _SIZES:
        yield _icon_address(size), draw_icon(size)


def draw_icon(size: int) -> bytes:
    """Draw the page's sign as PNG: a point in a dashed outline, all of it within what any mask leaves.

    Parameters
    ----------
    size
        Its width and height in pixels.
    """
    large = size * _SHARPER
    image = Image.new("RGB", (large, large), _BLUE)
    draw = ImageDraw.Draw(image)
    centre, radius, width = large / 2, large * 0.27, large * 0.065
    dashes = 9
    box = (centre - radius, centre - radius, centre + radius, centre + radius)
    for dash in range(dashes):
        start, stop = (360 * (dash + share) / dashes for share in (0, 0.42))
        draw.arc(box, start, stop, fill=_WHITE, width=round(width))
        for angle in (start, stop):
            _disc(draw, *_on_circle(centre, radius - width / 2, angle), width / 2)
    _disc(draw, centre, centre, large * 0.085)
    target = io.BytesIO()
    image.resize((size, size), Image.Resampling.BOX).save(target, "PNG", optimize=True)
    return target.getvalue()


def _icon_address(size: int) -> str:
    return f"app/icon-{size}.png"


def _on_circle(centre: float, radius: float, degrees: float) -> tuple[float, float]:
    angle = degrees * tau / 360
    return centre + radius * cos(angle), centre + radius * sin(angle)


def _disc(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float) -> None:
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_WHITE)
