"""The encoder's sizes. Source: `TinyViT` for `vit_t` in MobileSAM's build_sam.py and tiny_vit_sam.py."""

from __future__ import annotations

from dataclasses import dataclass

HEAD = 32  # channels of an attention head
EPSILON = 1e-5  # torch.nn.LayerNorm's default
NECK_EPSILON = 1e-6  # LayerNorm2d
CELL = 16  # pixels on a side of an embedding cell


@dataclass(frozen=True, slots=True)
class Stage:
    """A layer of attention blocks.

    Attributes
    ----------
    layer
        Its number in the module names.
    channels, depth, heads, window
        As in the network's definition.
    side
        Cells on a side of the map.
    downsample
        Stride of what follows, if anything does.
    """

    layer: int
    channels: int
    depth: int
    heads: int
    window: int
    side: int
    downsample: int | None

    @property
    def windows(self) -> int:
        """How many windows cover a side; the last ones may reach beyond it."""
        return -(-self.side // self.window)

    @property
    def covered(self) -> int:
        """How many cells those windows have on a side."""
        return self.windows * self.window


STAGES = (
    Stage(layer=1, channels=128, depth=2, heads=4, window=7, side=128, downsample=2),
    Stage(layer=2, channels=160, depth=6, heads=5, window=14, side=64, downsample=1),
    Stage(layer=3, channels=320, depth=2, heads=10, window=7, side=64, downsample=None),
)
