"""What the server orders from a process that makes cut-outs, and how large the answer can be."""

from __future__ import annotations

from dataclasses import dataclass

from clickcut_core.files.recipe_file import LONGEST
from clickcut_core.geometry import ImageSize
from clickcut_core.recipes.bounds import MOST_OBJECTS

from clickcut.cutting.formats import NPY, is_picture
from clickcut.cutting.making import Order
from clickcut.photos.photo import most_noise_bytes

_OUTLINE = 64  # bytes that shapes can have for a pixel: four corners, each two numbers of a few digits
_BESIDES = 2**20  # bytes of heads, names and facts


@dataclass(frozen=True, slots=True)
class Work:
    """An order with what it is made of: an embedding's file and, for pictures, the photo's.

    Attributes
    ----------
    name, size
        The photo's.
    """

    order: Order
    name: str
    size: ImageSize
    embedding: bytes
    content: bytes | None

    @property
    def most_bytes(self) -> int:
        """How many bytes what is ordered can have."""
        width, height = self.size.width, self.size.height
        if is_picture(self.order.kind):  # the profile is out of the photo's file
            picture = most_noise_bytes(width, height, channels=4)
            return picture + len(self.content or b"") + LONGEST + _BESIDES
        objects = MOST_OBJECTS if self.order.wishes.is_everything else 1
        pixel = 1 if self.order.kind == NPY else _OUTLINE
        return objects * (width * height * pixel + _BESIDES)
