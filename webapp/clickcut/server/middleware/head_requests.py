"""HEAD, for whatever can be had by GET: the same answer without its body (RFC 9110, 9.3.2)."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class HeadRequests:
    """ASGI middleware: FastAPI's routes don't answer HEAD by themselves.

    Parameters
    ----------
    app
        What answers GET.
    files
        How the paths begin whose answers are files: Starlette answers HEAD there, and reads none.
    """

    def __init__(self, app: ASGIApp, *, files: tuple[str, ...]) -> None:
        self._app = app
        self._files = files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask for it by GET, and leave the body out."""
        if scope["type"] != "http" or scope["method"] != "HEAD" or self._is_file(scope):
            await self._app(scope, receive, send)
            return

        async def send_without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self._app({**scope, "method": "GET"}, receive, send_without_body)

    def _is_file(self, scope: Scope) -> bool:
        path: str = scope["path"]
        return path.removeprefix(scope.get("root_path", "")).startswith(self._files)
