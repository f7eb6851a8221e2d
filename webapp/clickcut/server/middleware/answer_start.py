"""ASGI middleware for when an answer begins: status and headers are known, and may still be changed."""

from __future__ import annotations

from abc import ABC, abstractmethod

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class AnswerStart(ABC):
    """Calls `on_start` once for each HTTP answer; all else passes as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and look at the answer's first message."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.on_start(scope, message)
            await send(message)

        await self._app(scope, receive, watched)

    @abstractmethod
    def on_start(self, scope: Scope, message: Message) -> None:
        """Look at the request's scope and at the message `http.response.start`."""
