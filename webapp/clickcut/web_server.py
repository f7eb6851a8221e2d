"""The HTTP server around the app, as `clickcut serve` runs it."""

from __future__ import annotations

import uvicorn
from starlette.types import ASGIApp

from clickcut.settings import Settings


def web_server(app: ASGIApp, settings: Settings) -> uvicorn.Server:
    """Make the server; its `run` and `serve` take the sockets to listen on."""
    config = uvicorn.Config(
        app,
        # The root logger has it all, and RequestLog a line a request that tells nothing of clients.
        log_config=None,
        access_log=False,
        # What began is finished.
        timeout_graceful_shutdown=settings.encode_seconds,
        # Anybody else's X-Forwarded-For is not looked at.
        forwarded_allow_ips=settings.trusted_proxies,
    )
    return uvicorn.Server(config)
