"""TIFFs of any layout, written from numbers: those that Pillow doesn't write."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

ROWS_PER_STRIP = 50
_SHORT, _LONG, _LONG8, _SUBDIRECTORIES = 3, 4, 16, 330
_KINDS = {"u": 1, "i": 2, "f": 3}


@dataclass(frozen=True)
class Page:
    """One picture of a TIFF; `samples` is (height, width, samples), and `pieces` replaces its strips."""

    samples: np.ndarray
    photometric: int = 1
    extra: tuple[int, ...] = ()
    tags: dict[int, int] = field(default_factory=dict)
    compression: int = 1
    predictor: int = 1
    tile: int | None = None
    is_planar: bool = False
    pieces: tuple[bytes, ...] | None = None
    below: tuple["Page", ...] = ()


def tiff(*pages: Page, order: str = "<", is_big: bool = False) -> bytes:
    """Write a file of these pictures, one after the other."""
    mark = b"II" if order == "<" else b"MM"
    offset = "Q" if is_big else "I"
    head = (
        mark + struct.pack(f"{order}HHHQ", 43, 8, 0, 0) if is_big else mark + struct.pack(f"{order}HI", 42, 0)
    )
    content = bytearray(head)
    _write(content, pages, order, offset, link=8 if is_big else 4)
    return bytes(content)


def _write(content: bytearray, pages: Sequence[Page], order: str, offset: str, *, link: int) -> None:
    for page in pages:
        entries = _described(content, page, order)
        entries += [(_SUBDIRECTORIES, [0])] if page.below else []
        at = len(content) + len(content) % 2
        content += bytes(at - len(content))
        struct.pack_into(order + offset, content, link, at)
        entries.sort()
        each, count = (20, "Q") if offset == "Q" else (12, "H")
        table = struct.calcsize(f"={count}")
        link = at + table + each * len(entries)
        content += (
            struct.pack(order + count, len(entries))
            + bytes(link - at - table)
            + struct.pack(order + offset, 0)
        )
        for number, (tag, values) in enumerate(entries):
            place = at + table + each * number
            is_short = tag not in (256, 273, 279, 322, 324, 325, _SUBDIRECTORIES)
            kind, letter = (_SHORT, "H") if is_short else (_LONG, "I")
            if offset == "Q" and tag in (273, 279, 324, 325):
                kind, letter = _LONG8, "Q"
            struct.pack_into(f"{order}HH{offset}", content, place, tag, kind, len(values))
            data = struct.pack(f"{order}{len(values)}{letter}", *values)
            value_at = place + 4 + struct.calcsize(f"={offset}")
            if len(data) > each - 4 - struct.calcsize(f"={offset}"):
                struct.pack_into(order + offset, content, value_at, len(content))
                content += data
            else:
                content[value_at : value_at + len(data)] = data
            if tag == _SUBDIRECTORIES:
                below = value_at
        if page.below:
            _write(content, page.below, order, "I", link=below)


def _described(content: bytearray, page: Page, order: str) -> list[tuple[int, list[int]]]:
    height, width, count = page.samples.shape
    bits, kind = 8 * page.samples.dtype.itemsize, _KINDS[page.samples.dtype.kind]
    starts, lengths = [], []
    for piece in page.pieces or _pieces(page, order):
        starts.append(len(content))
        lengths.append(len(piece))
        content += piece
    places = {324: starts, 325: lengths} if page.tile else {273: starts, 279: lengths}
    tags = {
        **{
            256: [width],
            257: [height],
            258: [bits] * count,
            259: [page.compression],
            262: [page.photometric],
        },
        **{277: [count], 284: [2 if page.is_planar else 1], 317: [page.predictor], 339: [kind] * count},
        **({322: [page.tile], 323: [page.tile]} if page.tile else {278: [ROWS_PER_STRIP]}),
        **({338: list(page.extra)} if page.extra else {}),
        **{tag: [value] for tag, value in page.tags.items()},
        **places,
    }
    return list(tags.items())


def _pieces(page: Page, order: str) -> list[bytes]:
    height, width, count = page.samples.shape
    planes = [page.samples[..., at : at + 1] for at in range(count)] if page.is_planar else [page.samples]
    found = []
    for plane in planes:
        down, across = (page.tile, page.tile) if page.tile else (ROWS_PER_STRIP, width)
        for top in range(0, height, down):
            for left in range(0, width, across):
                piece = plane[top : top + down, left : left + across]
                if page.tile:
                    lacking = (down - piece.shape[0], across - piece.shape[1])
                    piece = np.pad(piece, ((0, lacking[0]), (0, lacking[1]), (0, 0)))
                found.append(_coded(_predicted(piece, page.predictor, order), page.compression))
    return found


def _predicted(piece: np.ndarray, predictor: int, order: str) -> bytes:
    if predictor == 3:  # bytes of floats, the high ones first
        height, width, count = piece.shape
        planes = np.ascontiguousarray(piece.astype(piece.dtype.newbyteorder(">"))).view(np.uint8)
        planes = planes.reshape(height, width * count, -1).transpose(0, 2, 1).reshape(height, -1, count)
        return np.diff(planes, axis=1, prepend=np.zeros((height, 1, count), np.uint8)).tobytes()
    if predictor == 2:
        piece = np.diff(piece, axis=1, prepend=np.zeros_like(piece[:, :1]))
    return piece.astype(piece.dtype.newbyteorder(order)).tobytes()


def _coded(data: bytes, compression: int) -> bytes:
    return zlib.compress(data) if compression == 8 else data
