"""The formats a photo may come in, told apart by their first bytes. It decodes nothing."""

from __future__ import annotations

_SIGNATURES = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0", "tiff"),  # BigTIFF
    (b"MM\0+", "tiff"),
)
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
# Olympus, Panasonic, Fujifilm, Sigma, Minolta; Canon's newest is told by its brand.
_RAW_SIGNATURES = (b"IIRO", b"IIRS", b"MMOR", b"IIU\0", b"FUJIFILMCCD-RAW", b"FOVb", b"\0MRM")
_BMP_HEADERS = {12, 40, 52, 56, 64, 108, 124}  # their lengths tell the versions apart
_AVIF_BRANDS = {b"avif", b"avis"}
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}


def detect(content: bytes) -> str | None:
    """Name a photo's format, going by its bytes alone: a file's name or Content-Type proves nothing."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[4:8] == b"ftyp":
        length = min(int.from_bytes(content[:4], "big"), 256)
        brands = {content[8:12], *(content[at : at + 4] for at in range(16, length, 4))}
        return "avif" if brands & _AVIF_BRANDS else "heic" if brands & _HEIF_BRANDS else None
    if content[:2] == b"BM" and int.from_bytes(content[14:18], "little") in _BMP_HEADERS:
        return "bmp"
    return next((name for signature, name in _SIGNATURES if content.startswith(signature)), None)


def is_raw(content: bytes) -> bool:
    """Tell a camera's raw file by its first bytes; those that begin as a TIFF are told by `tiff.choose`."""
    return content.startswith(_RAW_SIGNATURES) or content[4:12] == b"ftypcrx "
