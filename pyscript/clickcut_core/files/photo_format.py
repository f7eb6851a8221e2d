"""The formats a photo may come in, told apart by their first bytes. It decodes nothing.

The browser has the same tables: `for_shell` writes them for `pyscript/shell/opening/photo_head.js`.
"""

from __future__ import annotations

from typing import Any

NAMES = {
    "avif": "AVIF",
    "bmp": "BMP",
    "gif": "GIF",
    "heic": "HEIC",
    "jpeg": "JPEG",
    "png": "PNG",
    "tiff": "TIFF",
    "webp": "WebP",
}
"""What people call them."""
RAW = "raw"
"""A camera's raw file; those that begin as any TIFF are told by their directories alone."""
HEAD = 256
"""So many bytes tell."""
_BMP_HEADERS = (12, 40, 52, 56, 64, 108, 124)  # their lengths tell the versions apart
# What is where, by format; the first that fits counts.
# Raw files are of Olympus, Panasonic, Fujifilm, Sigma, Minolta and Canon.
_SIGNATURES: tuple[tuple[str, tuple[tuple[int, bytes], ...]], ...] = (
    *(
        (RAW, ((0, start),))
        for start in (b"IIRO", b"IIRS", b"MMOR", b"IIU\0", b"FUJIFILMCCD-RAW", b"FOVb", b"\0MRM")
    ),
    (RAW, ((4, b"ftypcrx "),)),
    (RAW, ((0, b"II*\0"), (8, b"CR"))),
    ("jpeg", ((0, b"\xff\xd8\xff"),)),
    ("png", ((0, b"\x89PNG\r\n\x1a\n"),)),
    ("gif", ((0, b"GIF87a"),)),
    ("gif", ((0, b"GIF89a"),)),
    ("webp", ((0, b"RIFF"), (8, b"WEBP"))),
    ("tiff", ((0, b"II*\0"),)),
    ("tiff", ((0, b"MM\0*"),)),
    ("tiff", ((0, b"II+\0"),)),  # BigTIFF
    ("tiff", ((0, b"MM\0+"),)),
    *(("bmp", ((0, b"BM"), (14, length.to_bytes(4, "little")))) for length in _BMP_HEADERS),
)
# The brands of an `ftyp` box (ISO/IEC 14496-12, 4.3), by format.
_BRANDS = {
    "avif": (b"avif", b"avis"),
    "heic": (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"),
}


def detect(content: bytes) -> str | None:
    """Name a photo's format, going by its bytes alone: a file's name or Content-Type proves nothing.

    One of `NAMES`, or `RAW`, or none of them.
    """
    for name, parts in _SIGNATURES:
        if all(content.startswith(part, at) for at, part in parts):
            return name
    if content[4:8] != b"ftyp":
        return None
    length = min(int.from_bytes(content[:4], "big"), HEAD)
    brands = {content[8:12], *(content[at : at + 4] for at in range(16, length, 4))}
    return next((name for name, known in _BRANDS.items() if not brands.isdisjoint(known)), None)


def for_shell() -> dict[str, Any]:
    """Give the tables as JSON has them; bytes are Latin-1."""
    return {
        "head": HEAD,
        "raw": RAW,
        "signatures": [
            {"format": name, "parts": [{"at": at, "bytes": part.decode("latin-1")} for at, part in parts]}
            for name, parts in _SIGNATURES
        ],
        "brands": {name: [brand.decode("latin-1") for brand in known] for name, known in _BRANDS.items()},
    }
