"""The graphs that masks and cut-outs are made with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

CLICKED = ("context", "decoder", "clean", "correct", "measure", "pick")
"""The graphs that clicks need; the others can be made ready after the first photo is there."""


@dataclass(frozen=True, slots=True)
class Graphs:
    """Handles to the loaded graphs, as the runtime gave them."""

    context: Any
    decoder: Any
    clean: Any
    correct: Any
    measure: Any
    pick: Any
    upsample: Any
    borders: Any
    stroke: Any
    bind: Any
    deepest: Any
    shrink: Any
    matte: Any
    cutout: Any
    refine: Any
    sketch: Any
    recut: Any
    soften: Any
