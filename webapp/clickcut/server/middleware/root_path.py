"""The path under which a proxy serves all this, as ASGI tells an app of it.

https://asgi.readthedocs.io/en/latest/specs/www.html#http-connection-scope
"""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send


class RootPath:
    """ASGI middleware: whether or not the proxy takes the path off, what comes inside has it as `root_path`.

    Parameters
    ----------
    app
        What answers.
    asked
        The path, however its slashes are written; empty where there is none.
    """

    def __init__(self, app: ASGIApp, *, asked: str) -> None:
        self._app = app
        self.path = asked and f"/{asked.strip('/')}".rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the path before what was asked for, once."""
        if self.path and scope["type"] == "http":
            asked: str = scope["path"]
            has_it = asked == self.path or asked.startswith(f"{self.path}/")
            scope = {**scope, "root_path": self.path, "path": asked if has_it else self.path + asked}
        await self._app(scope, receive, send)
