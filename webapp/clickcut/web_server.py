"""The HTTP server around the app, as `clickcut serve` runs it."""

from __future__ import annotations

from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from clickcut.settings import Settings

# Seconds without a sign of life, after which a worker is replaced; as long may it take to see that one died.
_HANGING = 30


def server_config(
    app: ASGIApp | Callable[[], ASGIApp], settings: Settings, *, workers: int = 1
) -> uvicorn.Config:
    """Say how to serve.

    Parameters
    ----------
    app
        The app; for several workers, what each makes its own with.
    settings
        The operator's.
    workers
        Processes.
    """
    return uvicorn.Config(
        app,
        factory=workers > 1,
        workers=workers,
        timeout_worker_healthcheck=_HANGING,
        # The root logger has it all, and RequestLog a line a request that tells nothing of clients.
        log_config=None,
        access_log=False,
        # What began is finished.
        timeout_graceful_shutdown=settings.encode_seconds,
        # Anybody else's X-Forwarded-For is not looked at.
        forwarded_allow_ips=settings.trusted_proxies,
    )
