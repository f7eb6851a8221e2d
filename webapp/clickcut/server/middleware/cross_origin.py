"""Which other sites' pages may use this server (CORS); none unless the operator names them."""

from __future__ import annotations

from urllib.parse import urlsplit

from clickcut_core.errors import ClickcutError
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

_SENT = ("Authorization", "Content-Type", "If-None-Match")
_READ = (
    "ETag",
    "Location",
    "Retry-After",
    "X-Request-ID",
    "Clickcut-Max-Megabytes",
    "Clickcut-Max-Megapixels",
)


def named_origins(origins: str) -> list[str]:
    """Read what an operator names.

    Parameters
    ----------
    origins
        Such as `https://example.org`, with commas between them.

    Raises
    ------
    ClickcutError
        `origin-unusable`.
    """
    named = [origin.strip() for origin in origins.split(",") if origin.strip()]
    for origin in named:
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or origin != f"{parts.scheme}://{parts.netloc}":
            raise ClickcutError("origin-unusable", origin=origin)
    return named


def add_cross_origin(app: FastAPI, origins: list[str]) -> None:
    """Let pages of some origins in."""
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["GET", "POST"],
            allow_headers=_SENT,
            expose_headers=_READ,
        )
