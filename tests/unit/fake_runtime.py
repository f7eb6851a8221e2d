"""An `InferenceRuntime` without ONNX: squares for masks, a ledger of every tensor that is kept.

Mask k of a prompt is the square of side 60·(k+1) model pixels around the last included point, or the box.
"""

import random
from array import array
from dataclasses import dataclass, field
from itertools import count
from math import ceil, prod
from zlib import crc32

from clickcut_core.embedding import LAYOUT, Embedding
from clickcut_core.geometry import Frame, ImageSize
from clickcut_core.masks.binding import NO_BOUNDS
from clickcut_core.masks.graphs import Graphs
from clickcut_core.runtime import KeptTensor, Tensor

from .fake_edges import decided, refine, shrink
from .fake_survey import PROPOSALS
from .squares import area, overlap

GRAPHS = Graphs(
    *("context", "decoder", "clean", "correct", "measure", "pick", "upsample", "borders", "stroke", "bind"),
    *("deepest", "shrink", "matte", "cutout", "refine", "sketch", "recut", "soften"),
)
SCORES = ((0.5, 0.4, 0.9, 0.6), (0.5, 0.95, 0.3, 0.6), (0.5, 0.4, 0.3, 0.7))


class BrokenError(Exception):
    """What the fake raises for a graph that was told to fail."""


@dataclass
class FakeRuntime:
    alive: dict[int, object] = field(default_factory=dict)
    failing: set[str] = field(default_factory=set)
    runs: list[str] = field(default_factory=list)
    fed: dict = field(default_factory=dict)
    _numbers: count = field(default_factory=lambda: count(1))

    async def load(self, url):
        return url

    async def run(self, graph, feeds, *, keep=()):
        for tensor in feeds.values():
            assert not isinstance(tensor, KeptTensor) or tensor.handle in self.alive, "a dead tensor was fed"
        self.runs.append(graph)
        self.fed[graph] = feeds
        if graph in self.failing:
            raise BrokenError(graph)
        made = {
            "context": _context,
            "decoder": self._decode,
            "clean": self._clean,
            "correct": self._correct,
            "measure": self._measure,
            "pick": self._pick,
            "deepest": self._deepest,
            "upsample": self._upsample,
            "borders": self._borders,
            "stroke": _stroke,
            "bind": self._bind,
            "shrink": shrink,
            "matte": self._fit,
            "cutout": self._cut,
            "refine": refine,
            "sketch": self._sketch,
            "recut": self._cut,
            "soften": self._soften,
            **PROPOSALS,
        }
        outputs = made[graph](feeds)
        if graph == "pick" and keep is not None:
            outputs["mask_input"] = ("float32", (1, 1, 256, 256), _logits(outputs["mask_input"][2]))
        return {
            name: self._keep(dtype, dims, value)
            if keep is None or name in keep
            else Tensor(dtype, dims, value)
            for name, (dtype, dims, value) in outputs.items()
        }

    def release(self, handle):
        number = handle.handle if isinstance(handle, KeptTensor) else handle
        assert number in self.alive, "a tensor was released twice"
        del self.alive[number]

    def _keep(self, dtype, dims, value):
        number = next(self._numbers)
        self.alive[number] = value
        return KeptTensor(dtype, dims, number)

    def _decode(self, feeds):
        coords = list(feeds["point_coords"].data)
        rows = list(zip(coords[::2], coords[1::2], feeds["point_labels"].data, strict=True))
        corners = [(x, y) for x, y, label in rows if label in (2, 3)]
        x, y = next(((x, y) for x, y, label in reversed(rows) if label == 1), (512, 512))
        boxes = [(x - r, y - r, x + r, y + r) for r in (30, 60, 90, 120)]
        if corners:
            boxes[0] = boxes[3] = (*corners[0], *corners[1])
        scores = SCORES[int(x) % len(SCORES)]
        return {
            "masks": ("float32", (1, 4, 256, 256), boxes),
            "iou_predictions": ("float32", (1, 4), array("f", scores)),
        }

    def _clean(self, feeds):
        """Measures alone: squares are clean."""
        boxes = self.alive[feeds["masks"].handle]
        photo = (0, 0, *(4 * ceil(side) for side in reversed(feeds["extent"].data)))
        figures = _figures(boxes, photo)[feeds["mask_index"].data[0]]
        return {
            "cleaned": ("float32", (1, 4, 256, 256), boxes),
            "figures": ("float32", (1, 7), array("f", figures)),
        }

    def _correct(self, feeds):
        boxes, before = self.alive[feeds["masks"].handle], _before(self, feeds)
        places = list(feeds["clicks"].data)
        assert feeds["clicks"].dims == (len(places) // 2, 2) != (0, 2)
        assert feeds["sign"].data[0] in (-1, 0, 1)
        clicks = [
            (4 * column + 2, 4 * row + 2) for row, column in zip(places[::2], places[1::2], strict=True)
        ]
        at_clicks = [
            1.0 if x0 < x < x1 and y0 < y < y1 else -1.0 for x0, y0, x1, y1 in boxes for x, y in clicks
        ]
        shared = [area(overlap(box, before)) for box in boxes]
        agreement = [s / (area(box) + area(before) - s) for s, box in zip(shared, boxes, strict=True)]
        return {
            **self._measure(feeds),
            "corrected": ("float32", (1, 4, 256, 256), boxes),
            "bounds": ("float32", (1, 2, 256, 256), (*self._bound(feeds["bounds_before"]), clicks[-1])),
            "depth": ("float32", (1,), array("f", [0.05])),
            "at_clicks": ("float32", (4, len(clicks)), array("f", at_clicks)),
            "agreement": ("float32", (4,), array("f", agreement)),
        }

    def _bound(self, bounds):
        """The clicks that bind."""
        return self.alive[bounds.handle] if isinstance(bounds, KeptTensor) else ()

    def _measure(self, feeds):
        boxes = self.alive[feeds["masks"].handle]
        photo = (0, 0, *(4 * side for side in reversed(feeds["photo"].data)))
        figures = [number for row in _figures(boxes, photo) for number in row]
        return {"figures": ("float32", (4, 7), array("f", figures))}

    def _pick(self, feeds):
        box = self.alive[feeds["masks"].handle][feeds["mask_index"].data[0]]
        return {
            "mask_input": ("float32", (1, 1, 256, 256), box),
            "bounds_before": ("float32", (1, 2, 256, 256), self._bound(feeds["bounds"])),
        }

    def _deepest(self, feeds):
        x0, y0, x1, y1 = self.alive[feeds["mask"].handle]
        return {"place": ("float32", (2,), array("f", [(y0 + y1) / 8 - 0.5, (x0 + x1) / 8 - 0.5]))}

    def _bind(self, feeds):
        boxes = self.alive.get(getattr(feeds["masks"], "handle", None)) or [(0, 0, 0, 0)] * 4
        new = feeds["new_bounds"]
        drawn = self.alive[new.handle] if isinstance(new, KeptTensor) else _told(new)
        boxes = [(x0 - drawn, y0 - drawn, x1 + 2 * drawn, y1 + drawn) for x0, y0, x1, y1 in boxes]
        if feeds["sign"].data[0] < 0:
            boxes = [tuple(-side for side in box) for box in boxes]
        bounds = (*self._bound(feeds["bounds"]), drawn)
        return {
            "bound_masks": ("float32", (1, 4, 256, 256), boxes),
            "bounds_now": ("float32", (1, 2, 256, 256), bounds),
        }

    def _soften(self, feeds):
        """The square, with one mask pixel around its edge that is open."""
        box = self.alive[feeds["masks"].handle][feeds["mask_index"].data[0]]
        return {"logits": ("float32", (256, 256), box), "decided": ("uint8", (256, 256), decided(box))}

    def _upsample(self, feeds):
        dims, mask = self._mask(feeds, self.alive[feeds["masks"].handle][feeds["mask_index"].data[0]])
        return {"mask": ("uint8", dims, mask)}

    def _mask(self, feeds, box):
        height, width = feeds["size"].data
        start, stop = feeds["rows"].data
        down, across = (4 * extent / side for extent, side in zip(feeds["extent"].data, (height, width)))  # noqa: B905  array and tuple
        x0, y0, x1, y1 = box
        row = bytes(255 * (x0 < (x + 0.5) * across < x1) for x in range(width))
        rows = [row if y0 < (y + 0.5) * down < y1 else bytes(width) for y in range(start, stop)]
        return (stop - start, width), b"".join(rows)

    def _borders(self, feeds):
        width, mask = feeds["mask"].dims[1], self.alive[feeds["mask"].handle]
        framed = b"".join(mask[i : i + width] + b"\0" for i in range(0, len(mask), width))
        differing = [i for i, pixel in enumerate(framed) if pixel != (framed[i - 1] if i else 0)]
        return {"borders": ("int32", (len(differing),), array("i", differing))}

    def _fit(self, feeds):
        height, width, channels = feeds["photo"].dims
        assert (channels, len(feeds["photo"].data)) == (3, height * width * 3)
        assert all(radius >= 1 for radius in feeds["radii"].data)
        dims = rows, columns = tuple(feeds["part"].data)
        assert 0 < rows <= height and 0 < columns <= width
        return {
            "fit": ("float32", (4, *dims), "fit"),
            "colours": ("float32", (*dims, 6), "colours"),
            "small_alpha": ("float32", dims, "alpha"),
        }

    def _sketch(self, feeds):
        """The square, grown."""
        boxes = self.alive[feeds["masks"].handle]
        x0, y0, x1, y1 = boxes[feeds["mask_index"].data[0]]
        by = 4 * feeds["look"].data[0]
        box = (x0 - by, y0 - by, x1 + by, y1 + by)
        return {"sketched": ("float32", (1, 4, 256, 256), [box] * 4)}

    def _cut(self, feeds):
        """The photo's pixels where the square is."""
        assert [self.alive[feeds[name].handle] for name in ("fit", "colours")] == ["fit", "colours"]
        (rows, width), whole = self._mask(feeds, self.alive[feeds["logits"].handle])
        left, right = feeds["columns"].data
        dims = (rows, right - left)
        mask = b"".join(whole[width * row + left : width * row + right] for row in range(rows))
        pixels = self.alive[feeds["pixels"].handle]
        assert (feeds["pixels"].dims, len(pixels)) == ((*dims, 4), 4 * dims[0] * dims[1])
        shown = b"".join(pixels[4 * n : 4 * n + 4] if mask[n] else bytes(4) for n in range(len(mask)))
        return {"cutout": ("uint8", (*dims, 4), shown), "alpha": ("uint8", dims, mask)}

    def photo_rows(self, height, width):
        """A photo whose bytes are all 7, as the core reads it."""
        return FakeRows(self, bytes([7]) * (4 * height * width), width)


@dataclass
class FakeRows:
    runtime: FakeRuntime
    pixels: bytes
    width: int

    async def rows(self, start, stop, left, right):
        firsts = (4 * (self.width * y + left) for y in range(start, stop))
        lines = (self.pixels[first : first + 4 * (right - left)] for first in firsts)
        return self.runtime._keep("uint8", (stop - start, right - left, 4), b"".join(lines))


def _figures(boxes, photo):
    return [
        (area(overlap(box, photo)) / area(photo), 1, *(max(0, int(side / 4)) for side in box), 4)
        for box in boxes
    ]


def _logits(box):
    """What Python reads of a mask: a frame, so that there is a hole to fill, and a dot."""
    sign = -1 if box[2] < box[0] else 1
    plane = array("f", [-sign]) * (256 * 256)
    for row in range(2, 9):
        plane[256 * row + 3 : 256 * row + 10] = array("f", [sign]) * 7
    plane[256 * 5 + 5 : 256 * 5 + 8] = array("f", [-sign]) * 3
    plane[256 * 10 + 1] = sign
    return plane


def _stroke(feeds):
    height = 1 + crc32(feeds["segments"].data) % 100 + feeds["radius"].data[0]
    drawn = feeds["sign"].data[0] * height / 16  # so that erasing does to the inverted what adding does
    return {"new_bounds": ("float32", (1, 2, 256, 256), drawn)}


def _told(new_bounds):
    """Bounds that Python made itself: how many more pixels are raised than lowered."""
    data, free = memoryview(new_bounds.data), NO_BOUNDS.data[-1]
    least, most = data[: 256 * 256], data[256 * 256 :]
    return (
        0
        if new_bounds.data == NO_BOUNDS.data
        else (256 * 256 - list(least).count(-free) - 256 * 256 + list(most).count(free)) / 16
    )


def _before(runtime, feeds):
    """The square that the decoder started from."""
    before = feeds["before"]
    return runtime.alive[before.handle] if isinstance(before, KeptTensor) else (0, 0, 0, 0)


def _context(feeds):
    assert set(feeds) == set(LAYOUT)
    return {name: ("float32", (1, 4096, 256), name) for name in ("keys", "values")}


def embedding_of(width, height):
    """An embedding of noise for a photo of this size."""
    chance = random.Random(0)
    widths = {"uint8": 1, "float32": 4}
    tensors = {
        name: Tensor(dtype, dims, chance.randbytes(widths[dtype] * prod(dims)))
        for name, (dtype, dims) in LAYOUT.items()
    }
    return Embedding(tensors, "model-a", "0" * 64, Frame.of(ImageSize(height=height, width=width)))
