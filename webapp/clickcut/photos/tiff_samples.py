"""TIFFs of samples that Pillow has no mode for: alpha beside CMYK or 16-bit grey, colours as floats.

Pillow unpacks their bytes as if they were those of a wider grey picture; here the bytes become numbers, and
the numbers 8 bits.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass

import numpy as np
from clickcut_core.errors import ClickcutError
from PIL import Image, WebPImagePlugin

from clickcut.photos.tiff import (
    BITS,
    COMPRESSION,
    EXTRA_SAMPLES,
    HEIGHT,
    PHOTOMETRIC,
    PLANES,
    PREDICTOR,
    ROWS_PER_STRIP,
    SAMPLE_FORMAT,
    SAMPLES,
    STRIP_BYTES,
    STRIPS,
    TILE_BYTES,
    TILE_HEIGHT,
    TILE_WIDTH,
    TILES,
    WEBP,
    WIDTH,
    Directory,
    JudgedTiff,
    pointed_at,
)

_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB, _CMYK = 0, 1, 2, 5
_COLOURS = {_WHITE_IS_ZERO: 1, _BLACK_IS_ZERO: 1, _RGB: 3, _CMYK: 4}
_KINDS = {1: "u", 2: "i", 3: "f"}
_DTYPES = {"u1", "u2", "u4", "i1", "i2", "i4", "f2", "f4", "f8"}
_ASSOCIATED, _UNASSOCIATED = 1, 2
# None, LZW, Deflate, PackBits, Deflate, LZMA and Zstandard: what gives bytes back, whatever they mean.
_BYTEWISE = {1, 5, 8, 32773, 32946, 34925, 50000}
_DIFFERENCES, _FLOAT_DIFFERENCES = 2, 3
_SHORT, _LONG = 3, 4
_MOST_PIECES = 1 << 20
_MOST_SAMPLES = 16


@dataclass(frozen=True, slots=True)
class Samples:
    """How one pixel of a TIFF is written."""

    photometric: int
    count: int
    dtype: np.dtype
    alpha: int | None  # place of the sample that is alpha
    is_associated: bool

    @classmethod
    def of(cls, content: bytes, directory: Directory) -> Samples:
        """Read it.

        Raises
        ------
        ClickcutError
            `photo-variant`.
        """
        photometric = directory.value(content, PHOTOMETRIC)
        count = directory.value(content, SAMPLES, 1)
        colours = _COLOURS.get(photometric)
        bits = set(directory.values(content, BITS)) or {1}
        kinds = set(directory.values(content, SAMPLE_FORMAT)) or {1}
        name = f"{_KINDS.get(min(kinds), '?')}{min(bits) // 8}"
        if (
            colours is None
            or not colours <= count <= _MOST_SAMPLES
            or len(bits | kinds) > 2
            or min(bits) % 8
            or name not in _DTYPES
        ):
            raise variant()
        extra = directory.values(content, EXTRA_SAMPLES) or (_UNASSOCIATED,) * (count == colours + 1)
        is_alpha = [kind in (_ASSOCIATED, _UNASSOCIATED) for kind in extra[: count - colours]]
        alpha = is_alpha.index(True) if any(is_alpha) else None
        return cls(
            photometric,
            count,
            np.dtype(directory.layout.order + name),
            None if alpha is None else colours + alpha,
            alpha is not None and extra[alpha] == _ASSOCIATED,
        )


def variant() -> ClickcutError:
    """Give the refusal of a TIFF that is written in a way of its own."""
    return ClickcutError("photo-variant", format="TIFF")


def read_samples(content: bytes, directory: Directory) -> tuple[Image.Image, Image.Image | None]:
    """Decode a picture to 8 bits: mode L, RGB or CMYK, and its alpha, if it has one.

    Raises
    ------
    ClickcutError
        `photo-variant`, where that isn't possible.
    """
    if directory.value(content, COMPRESSION) == WEBP:
        return _from_webp(content, directory), None
    samples = Samples.of(content, directory)
    numbers = _numbers(content, directory, samples)
    colours = _COLOURS[samples.photometric]
    # Deep grey is a measurement more often than a photo.
    is_measured = colours == 1 and (samples.dtype.kind != "u" or samples.dtype.itemsize > 2)
    values = _eight_bits(numbers[..., :colours], is_stretched=is_measured)
    if samples.photometric == _WHITE_IS_ZERO:
        values = 255 - values
    alpha = None if samples.alpha is None else _eight_bits(numbers[..., samples.alpha])
    if alpha is not None and samples.is_associated:
        values = _straight(values, alpha)
    image = Image.fromarray(np.ascontiguousarray(values[..., 0])) if colours == 1 else _merged(values)
    return image, None if alpha is None else Image.fromarray(alpha)


def _merged(values: np.ndarray) -> Image.Image:
    mode = "RGB" if values.shape[2] == 3 else "CMYK"
    return Image.frombytes(mode, (values.shape[1], values.shape[0]), np.ascontiguousarray(values).tobytes())


def _straight(values: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """Undo the multiplication by alpha; what is quite transparent stays as it is."""
    shares = np.maximum(alpha.astype(np.uint16), 1)[..., None]
    straight: np.ndarray = np.minimum((values.astype(np.uint16) * 255 + shares // 2) // shares, 255).astype(
        np.uint8
    )
    return np.where(alpha[..., None] == 0, values, straight)


def _eight_bits(values: np.ndarray, *, is_stretched: bool = False) -> np.ndarray:
    """Take the high byte of whole numbers, as Pillow does; scale floats, and what may be negative.

    Floats from 0 to 1 are taken as that share of white. Others have no agreed black and white, and are
    scaled from their least to their greatest, and so is whatever `is_stretched`.
    """
    if values.dtype.kind == "u" and not is_stretched:
        eight: np.ndarray = (values >> (8 * (values.dtype.itemsize - 1))).astype(np.uint8)
        return eight
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    if values.dtype.kind == "f" and low >= 0 and high <= 1 and not is_stretched:
        low, high = 0.0, 1.0
    shares = np.nan_to_num(
        (values.astype(np.float32) - low) / max(high - low, 1e-30), nan=0, posinf=1, neginf=0
    )
    scaled: np.ndarray = np.round(np.clip(shares, 0, 1) * 255).astype(np.uint8)
    return scaled


def _numbers(content: bytes, directory: Directory, samples: Samples) -> np.ndarray:
    """Give the samples as they are in the file, (height, width, samples)."""
    width, height = directory.value(content, WIDTH), directory.value(content, HEIGHT)
    if directory.value(content, COMPRESSION, 1) not in _BYTEWISE:
        raise variant()
    predictor = directory.value(content, PREDICTOR, 1)
    is_tiled = TILES in directory.entries
    across = directory.value(content, TILE_WIDTH) if is_tiled else width
    if directory.value(content, PLANES, 1) == 2:
        planes = [
            _plane(content, directory, samples.dtype, 1, predictor, across, plane=plane, planes=samples.count)
            for plane in range(samples.count)
        ]
        return np.concatenate(planes, axis=2).reshape(height, width, samples.count)
    return _plane(content, directory, samples.dtype, samples.count, predictor, across, plane=0, planes=1)


def _plane(
    content: bytes,
    directory: Directory,
    dtype: np.dtype,
    count: int,
    predictor: int,
    across: int,
    *,
    plane: int,
    planes: int,
) -> np.ndarray:
    width, height = directory.value(content, WIDTH), directory.value(content, HEIGHT)
    each = count * dtype.itemsize
    file = _as_bytes(content, directory, each, plane, planes)
    with JudgedTiff(io.BytesIO(file)) as image:
        image.load()
        unpacked = np.asarray(image)
    rows = unpacked[:, : width * each]
    if predictor == _FLOAT_DIFFERENCES and width % across:
        raise variant()  # bytes of the last tile's pixels are among those that were cut off
    parts = []
    for start in range(0, width, across):  # a prediction begins anew in each tile
        part = rows[:, start * each : min(start + across, width) * each]
        parts.append(_undone(part, dtype, count, predictor))
    return np.concatenate(parts, axis=1).reshape(height, width, count)


def _undone(rows: np.ndarray, dtype: np.dtype, count: int, predictor: int) -> np.ndarray:
    """Give numbers (height, width, count) of a piece's bytes; TIFF 6.0, section 14, and Adobe's note 3."""
    height = rows.shape[0]
    if predictor == _FLOAT_DIFFERENCES:
        steps = rows.reshape(height, -1, count)
        planes = np.cumsum(steps, axis=1, dtype=np.uint8).reshape(height, dtype.itemsize, -1)
        swapped = np.ascontiguousarray(planes.transpose(0, 2, 1)).view(dtype.newbyteorder(">"))
        return swapped.reshape(height, -1, count)
    numbers = np.ascontiguousarray(rows).view(dtype).reshape(height, -1, count)
    if predictor == _DIFFERENCES:
        whole = numbers.astype(numbers.dtype.newbyteorder("="))
        return np.cumsum(whole.view(f"u{dtype.itemsize}"), axis=1, dtype=f"u{dtype.itemsize}").view(
            whole.dtype
        )
    return numbers


def _as_bytes(content: bytes, directory: Directory, each: int, plane: int, planes: int) -> bytes:
    """Append a directory that describes the same strips or tiles as grey of 8 bits, `each` times as wide."""
    layout = directory.layout
    wanted = {
        WIDTH: _entry(directory, WIDTH, directory.value(content, WIDTH) * each),
        BITS: _entry(directory, BITS, 8),
        PHOTOMETRIC: _entry(directory, PHOTOMETRIC, _BLACK_IS_ZERO),
        SAMPLES: _entry(directory, SAMPLES, 1),
        PLANES: _entry(directory, PLANES, 1),
    }
    for tag in (HEIGHT, COMPRESSION, ROWS_PER_STRIP, TILE_HEIGHT):
        if tag in directory.entries:
            wanted[tag] = directory.entries[tag]
    if TILE_WIDTH in directory.entries:
        wanted[TILE_WIDTH] = _entry(directory, TILE_WIDTH, directory.value(content, TILE_WIDTH) * each)
    at = len(content) + len(content) % 2
    added = bytes(len(content) % 2)
    for tag in (STRIPS, STRIP_BYTES, TILES, TILE_BYTES):
        if tag not in directory.entries:
            continue
        values = directory.values(content, tag, most=_MOST_PIECES)
        share = len(values) // planes
        own = values[plane * share : (plane + 1) * share]
        numbers = struct.pack(f"{layout.order}{len(own)}{layout.offset[1]}", *own)
        inline = struct.calcsize(layout.offset)
        if len(numbers) > inline:
            place = struct.pack(layout.offset, at)
            at, added = at + len(numbers), added + numbers
        else:
            place = numbers.ljust(inline, b"\0")
        kind = 16 if layout.is_big else _LONG
        wanted[tag] = struct.pack(f"{layout.order}HH{layout.offset[1]}", tag, kind, len(own)) + place
    table = struct.pack(layout.count, len(wanted)) + b"".join(entry for _, entry in sorted(wanted.items()))
    whole = content + added + table + struct.pack(layout.offset, 0)
    return pointed_at(whole, Directory(at, layout, {}))


def _entry(directory: Directory, tag: int, value: int) -> bytes:
    """Write an entry of one number."""
    layout = directory.layout
    kind, letter = (_SHORT, "H") if tag not in (WIDTH, TILE_WIDTH) else (_LONG, "I")
    place = struct.pack(f"{layout.order}{letter}", value).ljust(struct.calcsize(layout.offset), b"\0")
    return struct.pack(f"{layout.order}HH{layout.offset[1]}", tag, kind, 1) + place


def _from_webp(content: bytes, directory: Directory) -> Image.Image:
    """Put together a picture whose strips or tiles are WebP files."""
    width, height = directory.value(content, WIDTH), directory.value(content, HEIGHT)
    is_tiled = TILES in directory.entries
    across = directory.value(content, TILE_WIDTH) if is_tiled else width
    down = directory.value(content, TILE_HEIGHT if is_tiled else ROWS_PER_STRIP, height) or height
    columns = -(-width // max(across, 1))
    starts = directory.values(content, TILES if is_tiled else STRIPS, most=_MOST_PIECES)
    lengths = directory.values(content, TILE_BYTES if is_tiled else STRIP_BYTES, most=_MOST_PIECES)
    has_alpha = directory.value(content, SAMPLES) == 4
    whole = Image.new("RGBA" if has_alpha else "RGB", (width, height))
    for number, (start, length) in enumerate(zip(starts, lengths, strict=True)):
        with WebPImagePlugin.WebPImageFile(io.BytesIO(content[start : start + length])) as piece:
            if piece.width > across or piece.height > max(down, height):
                raise variant()
            whole.paste(piece.convert(whole.mode), (number % columns * across, number // columns * down))
    if len(starts) < columns * -(-height // down):
        raise ClickcutError("truncated-photo")
    return whole
