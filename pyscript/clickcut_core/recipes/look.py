"""How an object's edge is to look: grown or shrunk, smoothed, feathered. `refine.onnx` does it."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import ImageSize
from clickcut_core.recipes.prompts import are_finite
from clickcut_core.runtime import Tensor
from clickcut_core.working_size import WorkingSize

if TYPE_CHECKING:
    from clickcut_core import protocol

MOST = 20
"""Working pixels, about a fiftieth of the longer side: what reaches farther is another shape, not an edge."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is done to an object's soft edge, in photo pixels; nothing by default.

    Attributes
    ----------
    grow
        How far the edge moves outwards; inwards below 0.
    feather
        How far it fades to each side.
    smooth
        How far along the edge is looked to straighten it.
    """

    grow: float = 0
    feather: float = 0
    smooth: float = 0

    def __bool__(self) -> bool:
        return self != Look()

    @staticmethod
    def most(photo: ImageSize) -> int:
        """Give how far each may reach, in photo pixels."""
        return MOST * WorkingSize.of(photo).factor

    def checked(self, photo: ImageSize) -> Look:
        """Give the look itself, or raise `invalid-look`."""
        most = self.most(photo)
        given = {"grow": (self.grow, -most), "feather": (self.feather, 0), "smooth": (self.smooth, 0)}
        for name, (value, least) in given.items():
            if not are_finite(value) or not least <= value <= most:
                raise ClickcutError("invalid-look", name=name, value=value, least=least, most=most)
        return self

    def feeds(self, scale: float) -> dict[str, Tensor]:
        """Give the inputs of `refine.onnx` and `sketch.onnx` for a grid of `scale` pixels by photo pixel.

        A new edge is found as far as it moves or is smoothed. Windows are whole pixels: a feather's two make
        a tent that reaches at least as far as it is to.
        """
        grow, feather, smooth = (value * scale for value in (self.grow, self.feather, self.smooth))
        around, fading = max(ceil(abs(grow)), ceil(smooth / 2)), ceil(feather)
        radii = array("i", (around, fading // 2, fading - fading // 2))
        look = array("f", (grow, feather, smooth))
        return {"look": Tensor("float32", (3,), look), "radii": Tensor("int32", (3,), radii)}

    def to_json(self) -> protocol.Look:
        """Give the plain form."""
        return {"grow": self.grow, "feather": self.feather, "smooth": self.smooth}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any], photo: ImageSize) -> Look:
        """Read the plain form for a photo of this size; what is missing is 0.

        Raises
        ------
        ClickcutError
            `invalid-look`.
        """
        return cls(*(plain.get(name, 0) for name in ("grow", "feather", "smooth"))).checked(photo)
