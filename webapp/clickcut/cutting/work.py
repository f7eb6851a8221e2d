"""What the server and a process that makes cut-outs send each other; neither is run as this module."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from clickcut.cutting.making import Order

LENGTH = struct.Struct(">Q")
"""Before each answer: the bytes of its JSON."""


@dataclass(frozen=True, slots=True)
class Work:
    """An order with what it is made of: an embedding's file and, for pictures, the photo's."""

    order: Order
    name: str
    embedding: bytes
    content: bytes | None
