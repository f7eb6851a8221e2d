"""Cut-outs over HTTP: a photo, or the hash of one that is known, and what is wished of it; a file out.

Opt-in: an operator who sets no processes for it has no such routes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from clickcut_core.embedding import Embedding
from clickcut_core.errors import ClickcutError
from fastapi import APIRouter, Depends, Request, params
from fastapi.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from clickcut.cutting.cutters import REFUSALS, Cutters
from clickcut.cutting.formats import is_picture
from clickcut.cutting.making import Order
from clickcut.cutting.work import Work
from clickcut.encoding.service import EncoderService
from clickcut.server.api_description import BINARY, PHOTO_BODY, PHOTO_CODES, answer, error, errors
from clickcut.server.bounds.admission import Admitted, admitted, admitted_photo
from clickcut.server.bounds.presence import while_present
from clickcut.server.cutout_order import KINDS, read_order
from clickcut.server.photo_as_png import pieces
from clickcut.server.photo_hash import PhotoHash, read_hash

CUTOUTS = "/api/v1/cutouts"
_CODES = (*REFUSALS, "cutout-too-costly", "not-ready", "encoder-wrong", "invalid-request")
_BOUNDS = ("too-many-at-once", "too-many-requests", "busy", "other-site")
_TYPES = dict.fromkeys((kind.partition(";")[0] for kind in KINDS.values()), BINARY)
_Asked = Annotated[tuple[Order, str], Depends(read_order)]


def cutouts_router(
    guards: Sequence[params.Depends] = (), *, senders: Sequence[params.Depends] = ()
) -> APIRouter:
    """Give the routes; `guards` and `senders` are those of `api_router`."""
    router = APIRouter(tags=["cut-outs"], dependencies=[*senders, *guards])
    guarding = ("token-needed",) if guards else ()
    made = answer("The file. It is not kept.", _TYPES)
    router.post(
        CUTOUTS,
        summary="Have an object cut out of a photo; only with --cutout-processes",
        response_class=Response,
        responses={
            200: made,
            **errors(*PHOTO_CODES, "raw-photo", "photo-variant", *_CODES, *guarding),
            "4XX": error("invalid-request"),
        },
        openapi_extra=PHOTO_BODY,
    )(post_cutout)
    router.post(
        f"{CUTOUTS}/{{photo_sha256}}",
        summary="Have an object of a photo already known outlined; only with --cutout-processes",
        response_class=Response,
        responses={
            200: made,
            **errors("invalid-hash", "unknown-photo", "photo-needed", *_BOUNDS, *_CODES, *guarding),
            "4XX": error("invalid-request"),
        },
    )(post_known_cutout)
    return router


async def post_cutout(request: Request, asked: _Asked) -> Response:
    """Cut out of the photo in the body, and give the bytes that `clickcut cut` writes for the same wishes."""
    return _Cutout(request, asked, None)


async def post_known_cutout(request: Request, photo_sha256: PhotoHash, asked: _Asked) -> Response:
    """Outline an object of a photo that was encoded before and is still kept.

    Shapes, arrays and facts can be had: pictures are made of the photo's pixels, which are kept nowhere.
    """
    digits = read_hash(photo_sha256)
    if is_picture(asked[0].kind):
        raise ClickcutError("photo-needed")
    return _Cutout(request, asked, digits)


class _Cutout(Response):
    """A cut-out: until its reader has the last piece, it counts as a photo under way, its bytes as memory."""

    def __init__(self, request: Request, asked: tuple[Order, str], sha256: str | None) -> None:
        super().__init__()
        self._request = request
        self._order, self._name = asked
        self._sha256 = sha256

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Make it and send it.

        Raises
        ------
        ClickcutError
            What `admitted_photo`, `EncoderService.encode` and `Cutters.make` raise, or `unknown-photo`.
        """
        entrance = admitted(self._request) if self._sha256 else admitted_photo(self._request)
        async with entrance as photo:
            content = await while_present(self._request, self._made(photo))
            photo.replace(len(content))
            media_type = self._order.kind.partition(";")[0]
            headers = {"Cache-Control": "no-store", "Content-Length": str(len(content))}
            await StreamingResponse(pieces(content), media_type=media_type, headers=headers)(
                scope, receive, send
            )

    async def _made(self, photo: Admitted) -> bytes:
        encoder: EncoderService = self._request.app.state.encoder
        cutters: Cutters = self._request.app.state.cutters
        if self._sha256:
            embedding = await encoder.find(self._sha256)
            if embedding is None:
                raise ClickcutError("unknown-photo")
        else:
            embedding, _, _ = await encoder.encode(photo.content, photo.client)
        size = Embedding.from_bytes(embedding, model=encoder.model).frame.photo
        content = photo.content if is_picture(self._order.kind) else None
        held = photo.held.size
        work = Work(self._order, self._name, size, embedding, content)
        return await cutters.make(work, photo.client, lambda size: photo.held.resize(held + size))
