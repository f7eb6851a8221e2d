"""The HTTP server around the app, as `clickcut serve` runs it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import uvicorn
from starlette.types import ASGIApp

from clickcut.server.bounds.http_connection import BoundedConnection
from clickcut.settings import Settings

try:
    import resource
except ImportError:  # Windows counts no open files
    resource = None  # type: ignore[assignment]

_OPEN_FILES = 10_240  # what macOS allows at most, whatever its limit says
_HANGING = 30  # seconds without a sign of life, after which a worker is replaced


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
        # It is called, and never looked into.
        http=partial(  # type: ignore[arg-type]
            BoundedConnection, seconds=settings.upload_seconds, answer_seconds=settings.answer_seconds
        ),
        # Nothing here speaks it, and its protocol would log whom it refuses.
        ws="none",
        # The root logger has it all, and RequestLog a line a request that tells nothing of clients.
        log_config=None,
        access_log=False,
        # What began is finished.
        timeout_graceful_shutdown=settings.encode_seconds,
        # Anybody else's X-Forwarded-For is not looked at.
        forwarded_allow_ips=settings.trusted_proxies,
    )


def allow_many_connections() -> None:
    """Let this process have as many open files as it may: the usual 1024 are soon filled with connections."""
    if resource is None:
        return
    usual, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OPEN_FILES if most == resource.RLIM_INFINITY else min(_OPEN_FILES, most)
    if usual != resource.RLIM_INFINITY and usual < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
