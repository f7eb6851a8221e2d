"""A process that decodes photos for the server: `python -m clickcut.photos.decoding`, shut in.

It answers with numbers and bytes; what they mean is told by the functions here, and judged by `decoder`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from clickcut.photos.late_imports import import_all
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import EncoderInput, most_png_bytes, read_photo, to_png
from clickcut.processes.answers import Answer
from clickcut.processes.program import Worker, run


def main() -> None:
    """Work until the server orders nothing more."""
    run(_prepared)


def _prepared(setup: tuple[PhotoLimits, int]) -> tuple[Worker, int]:
    limits, megabytes = setup
    import_all()
    return partial(_done, limits), megabytes


def _done(limits: PhotoLimits, order: tuple[str, bytes]) -> Answer:
    """Do what is ordered, by its name, with a photo's file."""
    name, content = order
    return _WORKS[name](content, limits)


def _read(content: bytes, limits: PhotoLimits) -> Answer:
    """Give the pixels row by row, uint8 RGB, and the fingerprint after them; the size is the photo's."""
    read = EncoderInput.of(read_photo(content, limits))
    size = read.frame.photo
    facts = {"height": size.height, "width": size.width, "notes": read.notes}
    return Answer(read.pixels.tobytes() + read.fingerprint, facts)


def _png(content: bytes, limits: PhotoLimits) -> Answer:
    return Answer(to_png(read_photo(content, limits)))


def _most_png_bytes(content: bytes, limits: PhotoLimits) -> Answer:
    return Answer(facts={"most": most_png_bytes(content, limits)})


_WORKS: dict[str, Callable[[bytes, PhotoLimits], Answer]] = {
    "read": _read,
    "png": _png,
    "most_png_bytes": _most_png_bytes,
}

if __name__ == "__main__":
    main()
