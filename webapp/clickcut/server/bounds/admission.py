"""A photo on its way in: within what its client, and all clients together, may send."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import Request

from clickcut.server.bounds.client_limits import ClientLimits
from clickcut.server.bounds.upload import Uploads


@dataclass(frozen=True, slots=True)
class Admitted:
    """A photo that was let in.

    Attributes
    ----------
    content
        Its file.
    client
        Whose it is, by the name that limits know.
    """

    content: bytes
    client: str


@asynccontextmanager
async def admitted_photo(request: Request) -> AsyncIterator[Admitted]:
    """Let the photo in a request's body in; it counts until the context ends.

    Raises
    ------
    ClickcutError
        What `ClientLimits.one_photo` and `Uploads.photo` raise.
    """
    clients: ClientLimits = request.app.state.clients
    uploads: Uploads = request.app.state.uploads
    address = request.client.host if request.client else ""
    async with clients.one_photo(address) as client, uploads.photo(request) as content:
        yield Admitted(content, client)
