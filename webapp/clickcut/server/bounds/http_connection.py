"""A client's connection, bounded where uvicorn's is not: until a request is there, and while nobody reads.

What is asked and answered it does not know; a photo's bounds are `upload`'s.
"""

from __future__ import annotations

import asyncio
import json
from http import HTTPStatus
from typing import Any

from clickcut_core.errors import ClickcutError
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from clickcut.server.middleware.problems import MEDIA_TYPE, content

LARGEST_HEAD = 64 * 1024  # bytes of request line and headers; browsers send a few thousand
MOST_WAITING = 8  # requests sent before the one ahead was answered; browsers send none
LEAST_READ = 64 * 1024  # bytes of an answer within the seconds
MOST_CHUNKS = 65_536  # of one body; of the largest photo they are a kilobyte each


class BoundedConnection(HttpToolsProtocol):
    """Ends a connection that sends a head, or takes an answer, without end.

    Parameters
    ----------
    seconds
        That the head of a request may take to arrive, that the rest of a refused body is still read, and
        that `LEAST_READ` bytes of an answer, or its end, may wait for their reader.
    answer_seconds
        That an answer may take to be read, from the first time that its reader is waited for.
    uvicorns
        What uvicorn passes to its protocols.
    """

    def __init__(self, *, seconds: float, answer_seconds: float, **uvicorns: Any) -> None:
        super().__init__(**uvicorns)
        self._seconds = seconds
        self._answer_seconds = answer_seconds
        self._head_bytes = 0
        self._in_body = False
        self._arriving: asyncio.TimerHandle | None = None
        self._leaving: asyncio.TimerHandle | None = None
        self._ending: asyncio.TimerHandle | None = None
        self._unread = 0
        self._chunks = 0
        self._body = bytearray()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        # Whatever is not read yet is waited for, the last bytes of an answer, too.
        transport.set_write_buffer_limits(high=0)
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        super().connection_lost(exc)
        for timer in (self._arriving, self._leaving, self._ending):
            if timer is not None:
                timer.cancel()

    def data_received(self, data: bytes) -> None:
        """Judge what is not part of a body."""
        self._head_bytes += len(data)
        super().data_received(data)
        self._pass_body()
        if self.transport.is_closing() or self.transport.get_protocol() is not self:
            return
        if self._head_bytes > LARGEST_HEAD and self._in_body:  # trailers, or chunks with nothing in them
            self.transport.abort()
        elif self._head_bytes > LARGEST_HEAD:
            self._refuse(
                HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, f"its head has more than {LARGEST_HEAD} bytes"
            )
        if self.cycle is None or self.cycle.response_complete:
            self._expect()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; trailers would become some, after whoever reads headers has looked."""
        if not self._in_body:
            super().on_header(name, value)

    def on_body(self, body: bytes) -> None:
        """Leave the body to the app, too, but in one piece what came in one: each costs a copy."""
        self._head_bytes = 0
        self._body += body

    def on_chunk_header(self) -> None:
        """Count a body's chunks, which cost the same whether they hold a byte or a megabyte."""
        self._chunks += 1
        if self._chunks <= MOST_CHUNKS:
            return
        if self.cycle.response_started or self.pipeline:
            self.transport.abort()
        else:
            self._refuse(HTTPStatus.BAD_REQUEST, f"its body has more than {MOST_CHUNKS} chunks")
        raise ConnectionAbortedError  # ends the parser, too

    def on_headers_complete(self) -> None:
        """Leave the request to the app, which has bounds of its own."""
        self._head_bytes = 0
        self._in_body = True
        self._chunks = 0
        if self._arriving is not None:
            self._arriving.cancel()
            self._arriving = None
        super().on_headers_complete()
        if len(self.pipeline) > MOST_WAITING:
            self.pipeline.clear()
            self.transport.abort()
            raise ConnectionAbortedError  # ends the parser, too

    def on_message_complete(self) -> None:
        """Take what follows for another request's head."""
        self._pass_body()
        self._head_bytes = 0
        self._in_body = False
        super().on_message_complete()

    def pause_writing(self) -> None:
        """Begin to wait for whoever reads the answer."""
        super().pause_writing()
        self._watch()
        if self._ending is None:
            self._ending = self.loop.call_later(self._answer_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on; the reader does."""
        super().resume_writing()
        if self._leaving is not None:
            self._leaving.cancel()
            self._leaving = None
        if self.cycle is None or self.cycle.response_complete:
            self._forget_end()

    def on_response_complete(self) -> None:
        """Go on to the next request, whose answer has time of its own."""
        if self._leaving is None:
            self._forget_end()
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, or asks to be what it can't become."""
        self._refuse(HTTPStatus.BAD_REQUEST, msg.rstrip("."))

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing of who asks for a websocket: anybody could fill the log."""

    def _refuse(self, status: HTTPStatus, reason: str) -> None:
        """Answer in the app's place, which was not asked, and end the connection."""
        if self.transport.is_closing():
            return
        body = json.dumps(content(ClickcutError("invalid-request", reason=reason), status)).encode()
        head = (
            f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: {MEDIA_TYPE}\r\n"
            f"Content-Length: {len(body)}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()

    def _watch(self) -> None:
        """Look again later whether the answer is being read."""
        self._unread = self.transport.get_write_buffer_size()
        self._leaving = self.loop.call_later(self._seconds, self._judge_reader)

    def _judge_reader(self) -> None:
        if self._unread - self.transport.get_write_buffer_size() < LEAST_READ:
            self.transport.abort()
        else:
            self._watch()

    def _forget_end(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
            self._ending = None

    def _pass_body(self) -> None:
        if self._body:
            body, self._body = bytes(self._body), bytearray()
            super().on_body(body)

    def _expect(self) -> None:
        if self._arriving is None:
            self._arriving = self.loop.call_later(self._seconds, self.transport.abort)
