"""A photo on its way in: within what its client, and all clients together, may send."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import Request

from clickcut.server.bounds.client_limits import ClientLimits
from clickcut.server.bounds.memory import Held, Memory
from clickcut.server.bounds.upload import Uploads


@dataclass(slots=True)
class Admitted:
    """A photo that was let in.

    Attributes
    ----------
    content
        Its file.
    client
        Whose it is, by the name that limits know.
    held
        The memory for it, and for what is made of it.
    """

    content: bytes
    client: str
    held: Held

    def replace(self, size: int) -> None:
        """Let go of the file: so many bytes that were made of it take its place."""
        self.content = b""
        self.held.resize(size)


@asynccontextmanager
async def admitted_photo(request: Request) -> AsyncIterator[Admitted]:
    """Let the photo in a request's body in; it counts until the context ends.

    Raises
    ------
    ClickcutError
        What `ClientLimits.one_photo` and `Uploads.read` raise.
    """
    uploads: Uploads = request.app.state.uploads
    async with admitted(request) as photo:
        photo.content = await uploads.read(request, photo.held)
        yield photo


@asynccontextmanager
async def admitted(request: Request) -> AsyncIterator[Admitted]:
    """Let a request about a photo in that is known already; it counts like one with a photo.

    Raises
    ------
    ClickcutError
        What `ClientLimits.one_photo` raises.
    """
    clients: ClientLimits = request.app.state.clients
    memory: Memory = request.app.state.memory
    address = request.client.host if request.client else ""
    async with clients.one_photo(address) as client:
        with memory.held_for(client) as held:
            yield Admitted(b"", client, held)
