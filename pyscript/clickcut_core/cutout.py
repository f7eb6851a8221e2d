"""What a cut-out is called and which kinds there are; the same for the browser and the command line.

A cut-out has the photo's size; its alpha is the mask, straight; the colours of opaque pixels are the
photo's own, and pixels that were cut away hold nothing of the photo any more (0, 0, 0, 0).
"""

from __future__ import annotations

from pathlib import PurePath

from clickcut_core.errors import ClickcutError

FORMATS = {"image/png": ".png"}


def cutout_name(photo_name: str, media_type: str = "image/png") -> str:
    """Give the file name of a photo's cut-out: `cat.jpg` → `cat-cutout.png`.

    Raises
    ------
    ClickcutError
        `unsupported-format`.
    """
    if media_type not in FORMATS:
        raise ClickcutError("unsupported-format", format=media_type)
    return f"{PurePath(photo_name).stem or 'photo'}-cutout{FORMATS[media_type]}"
