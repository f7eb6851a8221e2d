"""The pictures in a TIFF: which of them is the photo, and whether it is a camera's raw file instead.

It reads directories (TIFF 6.0, and the 64-bit ones of BigTIFF); what they describe, Pillow decodes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from clickcut_core.errors import ClickcutError
from PIL import Image, TiffImagePlugin

WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC = 256, 257, 258, 259, 262
ORIENTATION, SAMPLES, PREDICTOR, EXTRA_SAMPLES, SAMPLE_FORMAT, PROFILE = 274, 277, 317, 338, 339, 34675
STRIPS, ROWS_PER_STRIP, STRIP_BYTES, PLANES = 273, 278, 279, 284
TILE_WIDTH, TILE_HEIGHT, TILES, TILE_BYTES = 322, 323, 324, 325
WEBP = 50001  # a compression
_SUBFILE_TYPE, _SUBDIRECTORIES = 254, 330
_REDUCED, _MASK = 1, 4  # bits of the subfile's type
_MASK_COLOURS, _SENSOR_COLOURS = 4, {32803, 34892}  # one colour a pixel; a sensor's own colours
_MOST_DIRECTORIES, _MOST_ENTRIES = 2000, 100_000  # of a file
_LETTERS = {
    1: "B",
    2: "B",
    3: "H",
    4: "I",
    6: "b",
    7: "B",
    8: "h",
    9: "i",
    13: "I",
    16: "Q",
    17: "q",
    18: "Q",
}


@dataclass(frozen=True, slots=True)
class Layout:
    """How a TIFF writes its directories: byte order, and numbers of 32 or 64 bits."""

    order: str
    is_big: bool

    @classmethod
    def of(cls, content: bytes) -> Layout:
        """Read it off the file's first bytes."""
        order = "<" if content[:2] == b"II" else ">"
        return cls(order, struct.unpack_from(f"{order}H", content, 2)[0] == 43)

    @property
    def count(self) -> str:
        """Format of a directory's number of entries."""
        return self.order + ("Q" if self.is_big else "H")

    @property
    def offset(self) -> str:
        """Format of an offset."""
        return self.order + ("Q" if self.is_big else "I")

    @property
    def entry_bytes(self) -> int:
        """Length of an entry."""
        return 20 if self.is_big else 12

    @property
    def first_at(self) -> int:
        """Where the first directory's offset is."""
        return 8 if self.is_big else 4


@dataclass(frozen=True, slots=True)
class Directory:
    """One picture's description; `entries` has the bytes of each, by tag."""

    at: int
    layout: Layout
    entries: dict[int, bytes]

    def values(self, content: bytes, tag: int, *, most: int = 64) -> tuple[int, ...]:
        """Give a tag's whole numbers, at most so many; none where there is no such tag."""
        entry = self.entries.get(tag)
        if entry is None:
            return ()
        kind, count = struct.unpack_from(f"{self.layout.order}H{self.layout.offset[1]}", entry, 2)
        letter = _LETTERS.get(kind)
        if letter is None:
            return ()
        form = f"{self.layout.order}{min(count, most)}{letter}"
        place = entry[12:] if self.layout.is_big else entry[8:]
        if struct.calcsize(f"{self.layout.order}{letter}") * count > len(place):
            (start,) = struct.unpack(self.layout.offset, place)
            return struct.unpack_from(form, content, start)
        return struct.unpack_from(form, place)

    def value(self, content: bytes, tag: int, default: int = 0) -> int:
        """Give a tag's first number."""
        return next(iter(self.values(content, tag)), default)


class JudgedTiff(TiffImagePlugin.TiffImageFile):
    """A TIFF whose size was judged before, so that Pillow's own limit is not asked."""

    def load_prepare(self) -> None:
        """Have memory for the picture."""
        if self._im is None:
            self.im = Image.core.new(self.mode, self._tile_size)  # type: ignore[attr-defined]
        super().load_prepare()


def pointed_at(content: bytes, directory: Directory) -> bytes:
    """Give the file with that directory as its first."""
    layout = directory.layout
    where = struct.pack(layout.offset, directory.at)
    after = layout.first_at + len(where)
    if content[layout.first_at : after] == where:
        return content
    rest = memoryview(content)
    return b"".join([rest[: layout.first_at], where, rest[after:]])


def choose(content: bytes) -> tuple[Directory | None, tuple[str, ...]]:
    """Find the picture that a TIFF is a file of, and what a person should know of the choice.

    Neither a preview nor a mask: the first picture that has at least half the pixels of the largest.

    Raises
    ------
    ClickcutError
        `raw-photo`.
    """
    found = list(_directories(content))
    if content[8:10] == b"CR" or any(each.value(content, PHOTOMETRIC) in _SENSOR_COLOURS for each in found):
        raise ClickcutError("raw-photo")
    sizes = {each.at: each.value(content, WIDTH) * each.value(content, HEIGHT) for each in found}
    whole = [each for each in found if _is_whole(content, each)] or found
    largest = max((sizes[each.at] for each in whole), default=0)
    chosen = next((each for each in whole if 2 * sizes[each.at] >= largest), None)
    if len(whole) < 2:
        return chosen, ()
    return chosen, ("first-frame",) if chosen is whole[0] else ("larger-picture",)


def is_misread(content: bytes, directory: Directory) -> bool:
    """Tell what Pillow takes for its own and reads wrongly, or can't read for want of a library.

    It doesn't invert deep WhiteIsZero, and takes separate planes of 16 bits for 8.
    """
    deep = max(directory.values(content, BITS), default=1) >= 16
    is_inverted, is_separate = (
        directory.value(content, PHOTOMETRIC) == 0,
        directory.value(content, PLANES, 1) > 1,
    )
    return directory.value(content, COMPRESSION, 1) == WEBP or (deep and (is_inverted or is_separate))


def _is_whole(content: bytes, directory: Directory) -> bool:
    is_part = directory.value(content, _SUBFILE_TYPE) & (_REDUCED | _MASK)
    return not is_part and directory.value(content, PHOTOMETRIC) != _MASK_COLOURS


def _directories(content: bytes) -> Iterator[Directory]:
    """Give the directories of the chain, each one's subdirectories after it; none twice, within bounds."""
    try:
        layout = Layout.of(content)
        waiting = list(struct.unpack_from(layout.offset, content, layout.first_at))
    except struct.error:
        return
    seen: set[int] = set()
    left = _MOST_ENTRIES
    while waiting and left > 0 and len(seen) < _MOST_DIRECTORIES:
        at = waiting.pop(0)
        if at in seen or not at:
            continue
        seen.add(at)
        try:
            directory, following = _directory(content, layout, at)
            waiting[:0] = directory.values(content, _SUBDIRECTORIES)
        except struct.error:  # it is cut off
            continue
        waiting.append(following)
        left -= len(directory.entries)
        yield directory


def _directory(content: bytes, layout: Layout, at: int) -> tuple[Directory, int]:
    (count,) = struct.unpack_from(layout.count, content, at)
    start, each = at + struct.calcsize(layout.count), layout.entry_bytes
    if start + count * each > len(content) or count > _MOST_ENTRIES:
        raise struct.error
    entries: dict[int, bytes] = {}
    for place in range(start, start + count * each, each):
        entry = content[place : place + each]
        entries.setdefault(int(struct.unpack_from(f"{layout.order}H", entry)[0]), entry)
    end = start + count * each
    following = struct.unpack_from(layout.offset, content, end)[0] if end + 4 <= len(content) else 0
    return Directory(at, layout, entries), int(following)
