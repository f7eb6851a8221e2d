"""High dynamic range brought to a screen's: PQ and HLG (ITU-R BT.2100) in, 8-bit sRGB out.

Paper white becomes half of the light that a screen has, and what is brighter rolls off up to 1000 cd/m², as
in Chromium 156 on a screen without HDR. It knows no file.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

from clickcut.photos.coded_colours import BT709, BT2020, CodedColours

_WHITE, _BRIGHTEST = 203.0, 1000.0  # cd/m² (ITU-R BT.2408; an HLG display's, where the file says nothing)
_BEND = 0.65  # of the roll-off: a quadratic curve that leaves the line smoothly and ends at the brightest
_HLG = (0.17883277, 0.28466892, 0.55991073)
_LUMINANCE = np.array([0.2627, 0.678, 0.0593], np.float32)  # BT.2020's
_STEPS = 1 << 14  # of light, when it is written as sRGB
_PIXELS_AT_ONCE = 1 << 20


def tone_mapped(image: Image.Image, colours: CodedColours) -> Image.Image:
    """Bring an image of such colours, RGB or grey, to sRGB."""
    wide = CodedColours(BT2020, 1.0).to_xyz()
    to_wide = (np.linalg.inv(wide) @ colours.to_xyz()).T.astype(np.float32)
    to_srgb = (np.linalg.inv(CodedColours(BT709, 1.0).to_xyz()) @ wide).T.astype(np.float32)
    light, written = _light(colours.curve), _srgb()
    pixels = np.array(image.convert("RGB"))
    rows = max(1, _PIXELS_AT_ONCE // image.width)
    for top in range(0, image.height, rows):
        part = light[pixels[top : top + rows]]
        if colours.curve == "hlg":  # a brighter pixel is shown brighter still
            part *= (part @ _LUMINANCE)[..., None] ** 0.2
        part = np.maximum(part * _scale(colours.curve) @ to_wide, 0)
        brightest = np.maximum(part.max(2, keepdims=True), 1e-9)
        part *= _rolled_off(brightest) / brightest
        linear = np.clip(part @ to_srgb, 0, 1)
        pixels[top : top + rows] = written[np.round(linear * _STEPS).astype(np.uint16)]
    return Image.fromarray(pixels)


def _light(curve: object) -> np.ndarray:
    """Give linear light of each number of 8 bits; PQ's 1 is 10,000 cd/m², and HLG's the scene's brightest."""
    coded = np.arange(256) / 255
    if curve == "pq":  # SMPTE ST 2084
        power = coded ** (32 / 2523)
        light = (np.maximum(power - 107 / 128, 0) / (2413 / 128 - 2392 / 128 * power)) ** (8192 / 1305)
    else:
        a, b, c = _HLG
        light = np.where(coded <= 0.5, coded * coded / 3, (np.exp((coded - c) / a) + b) / 12)
    table: np.ndarray = light.astype(np.float32)
    return table


def _scale(curve: object) -> float:
    """Make paper white 1."""
    return (10_000 if curve == "pq" else _BRIGHTEST) / _WHITE


def _srgb() -> np.ndarray:
    """Give sRGB's number of each step of light."""
    linear = np.arange(_STEPS + 1) / _STEPS
    coded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    table: np.ndarray = np.round(coded * 255).astype(np.uint8)
    return table


def _rolled_off(light: np.ndarray) -> np.ndarray:
    """Halve light up to paper white; from there to the brightest follow a Bézier curve to 1."""
    most = _BRIGHTEST / _WHITE
    middle = 1 - _BEND + _BEND * 2, (1 - _BEND) / 2 + _BEND
    x = np.clip(light, 1, most)
    # x = (1 - t)² + 2 t (1 - t) middle + t² most, solved for t
    a, b = 1 - 2 * middle[0] + most, 2 * middle[0] - 2
    t = (-b + np.sqrt(b * b - 4 * a * (1 - x))) / (2 * a)
    bent = (1 - t) ** 2 / 2 + 2 * t * (1 - t) * middle[1] + t * t
    rolled: np.ndarray = np.where(light <= 1, light / 2, bent)
    return rolled
