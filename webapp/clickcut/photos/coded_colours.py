"""Colours that a file names by a code or by a few numbers, in place of an ICC profile.

The codes are those of ITU-T H.273, in a PNG's `cICP` and an AVIF's or HEIC's `nclx`. What becomes of each was
measured in Chromium 156. It converts nothing itself: it writes the profile that the numbers would have had.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Literal

import numpy as np

Points = tuple[float, ...]
"""Chromaticities: x and y of red, green, blue and white."""
Curve = float | Literal["srgb", "smpte240", "cinema", "pq", "hlg"]
"""From a number to light: an exponent, or a curve that has a name."""

_D65 = (0.3127, 0.329)
BT709: Points = (0.64, 0.33, 0.3, 0.6, 0.15, 0.06, *_D65)
BT2020: Points = (0.708, 0.292, 0.17, 0.797, 0.131, 0.046, *_D65)
_PRIMARIES: dict[int, Points] = {
    1: BT709,
    4: (0.67, 0.33, 0.21, 0.71, 0.14, 0.08, 0.31, 0.316),
    5: (0.64, 0.33, 0.29, 0.6, 0.15, 0.06, *_D65),
    6: (0.63, 0.34, 0.31, 0.595, 0.155, 0.07, *_D65),
    7: (0.63, 0.34, 0.31, 0.595, 0.155, 0.07, *_D65),
    8: (0.681, 0.319, 0.243, 0.692, 0.145, 0.049, 0.31, 0.316),
    9: BT2020,
    10: (1, 0, 0, 1, 0, 0, 1 / 3, 1 / 3),
    11: (0.68, 0.32, 0.265, 0.69, 0.15, 0.06, 0.314, 0.351),
    12: (0.68, 0.32, 0.265, 0.69, 0.15, 0.06, *_D65),
    22: (0.63, 0.34, 0.295, 0.605, 0.155, 0.077, *_D65),
}
_CURVES: dict[int, Curve] = {
    4: 2.2,
    5: 2.8,
    7: "smpte240",
    8: 1.0,
    13: "srgb",
    16: "pq",
    17: "cinema",
    18: "hlg",
}
_TELEVISION = (1, 6, 11, 14, 15)
# Parametric curves of type 3 (ICC.1:2022, 10.18): (a·x + b)^g from d on, c·x below.
_PARAMETRIC = {
    "srgb": (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045),
    "cinema": (2.6, (52.37 / 48) ** (1 / 2.6), 0, 0, 0),
    "smpte240": (1 / 0.45, 1 / 1.1115, 0.1115 / 1.1115, 1 / 4, 0.0912),
}
_D50 = np.array([0.9642, 1.0, 0.8249])
# Bradford (ICC.1:2022, annex E).
_CONES = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])


@dataclass(frozen=True, slots=True)
class CodedColours:
    """What a photo's numbers mean: the light of which primaries, on which curve."""

    points: Points
    curve: Curve

    @classmethod
    def of_png(cls, primaries: int, transfer: int) -> CodedColours | None:
        """Read the codes of a PNG; None for those that browsers ignore.

        Television's curves are displayed with an exponent of 2.4 (ITU-R BT.1886).
        """
        points, curve = _PRIMARIES.get(primaries), 2.4 if transfer in _TELEVISION else _CURVES.get(transfer)
        return None if points is None or curve is None else cls(points, curve)

    @classmethod
    def of_video(cls, primaries: int, transfer: int) -> CodedColours:
        """Read the codes of an AVIF or HEIC; what is unspecified or unknown is sRGB's.

        Browsers take television's curves for sRGB's there: that is what most files with them were meant as.
        """
        return cls(_PRIMARIES.get(primaries, BT709), _CURVES.get(transfer, "srgb"))

    @classmethod
    def of_curve(cls, exponent: float) -> CodedColours:
        """Describe sRGB's colours on another curve."""
        return cls(BT709, exponent)

    @property
    def is_srgb(self) -> bool:
        """Whether nothing is to be converted."""
        return self == CodedColours(BT709, "srgb")

    @property
    def is_hdr(self) -> bool:
        """Whether it reaches beyond what a screen's white is; no ICC profile says that."""
        return self.curve in ("pq", "hlg")

    @property
    def is_possible(self) -> bool:
        """Whether three colours give that white, in numbers that a profile has room for; not for `is_hdr`."""
        try:
            with np.errstate(all="ignore"):
                self.profile()
        except (ArithmeticError, ValueError, struct.error):  # numpy's of a matrix without an inverse, too
            return False
        return True

    def to_xyz(self) -> np.ndarray:
        """Give the matrix (3, 3) from linear RGB to XYZ, for white of luminance 1 (SMPTE RP 177)."""
        *points, (white_x, white_y) = zip(self.points[::2], self.points[1::2], strict=True)
        colours = np.array([(x, y, 1 - x - y) for x, y in points]).T
        white = np.array([white_x / white_y, 1, (1 - white_x - white_y) / white_y])
        matrix: np.ndarray = colours * np.linalg.solve(colours, white)
        return matrix

    def profile(self) -> bytes:
        """Write an ICC profile of version 4 that means the same; not for `is_hdr`."""
        matrix = self.to_xyz()
        cones, white = _CONES @ matrix.sum(1), _CONES @ _D50
        adapted = np.linalg.inv(_CONES) @ np.diag(white / cones) @ _CONES @ matrix
        tags = {
            b"wtpt": _xyz(_D50),
            **{name: _xyz(adapted[:, at]) for at, name in enumerate((b"rXYZ", b"gXYZ", b"bXYZ"))},
        }
        tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), self._curve())
        return _profile(tags)

    def _curve(self) -> bytes:
        numbers = _PARAMETRIC[self.curve] if isinstance(self.curve, str) else (self.curve,)
        kind = 3 if isinstance(self.curve, str) else 0
        return b"para" + struct.pack(">IHH", 0, kind, 0) + _fixed(*numbers)


def _fixed(*numbers: float) -> bytes:
    """Write numbers of 16 bits on either side of the point."""
    return struct.pack(f">{len(numbers)}i", *(min(round(number * 65536), 2**31 - 1) for number in numbers))


def _xyz(values: np.ndarray) -> bytes:
    return b"XYZ " + bytes(4) + _fixed(*map(float, values))


def _profile(tags: dict[bytes, bytes]) -> bytes:
    """Put tags together (ICC.1:2022, 7)."""
    start = 128 + 4 + 12 * len(tags)
    table, data = struct.pack(">I", len(tags)), b""
    for name, tag in tags.items():
        table += name + struct.pack(">II", start + len(data), len(tag))
        data += tag + bytes(-len(tag) % 4)
    header = struct.pack(">I4sI4s4s4s", start + len(data), b"", 0x04300000, b"mntr", b"RGB ", b"XYZ ")
    header += bytes(12) + b"acsp" + bytes(28) + _fixed(*map(float, _D50))
    return header.ljust(128, b"\0") + table + data
