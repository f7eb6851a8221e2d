"""The hash of a photo in an address: 64 hexadecimal digits, small or capital."""

from __future__ import annotations

import re
from typing import Annotated

from clickcut_core.errors import ClickcutError
from fastapi import Path

_SHA256 = re.compile(r"[0-9a-f]{64}")
PhotoHash = Annotated[
    str,
    Path(
        description="SHA-256 of the photo's file, 64 hexadecimal digits.",
        # Told, and looked at by `read_hash`, whose refusal has a code of its own.
        json_schema_extra={"pattern": "^[0-9a-fA-F]{64}$"},
    ),
]


def read_hash(value: str) -> str:
    """Give a hash as photos are known by it.

    Raises
    ------
    ClickcutError
        `invalid-hash`.
    """
    digits = value.lower()
    if not _SHA256.fullmatch(digits):
        raise ClickcutError("invalid-hash", value=value[:80])
    return digits
