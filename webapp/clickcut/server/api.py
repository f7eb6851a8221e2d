"""The HTTP API, version 1: a photo's bytes in, its embedding out; and the server's own state.

It translates between HTTP and the services, and decides nothing about photos.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Annotated, Literal

from clickcut_core.errors import ClickcutError
from fastapi import APIRouter, Header, Query, Request, params
from fastapi.responses import JSONResponse, Response

from clickcut import metrics
from clickcut.encoding.service import EncoderService
from clickcut.metrics import Metrics
from clickcut.server.api_description import (
    BINARY,
    EMBEDDING_TYPE,
    ETAG,
    HEALTH,
    LOCATION,
    PHOTO_BODY,
    PHOTO_CODES,
    READINESS,
    answer,
    embedding,
    error,
    errors,
)
from clickcut.server.bounds.admission import admitted_photo
from clickcut.server.bounds.presence import while_present
from clickcut.server.photo_as_png import PhotoAsPng
from clickcut.server.photo_hash import PhotoHash, read_hash

IMMUTABLE = "public, max-age=31536000, immutable"
EMBEDDINGS = "/api/v1/embeddings"


def api_router(guards: Sequence[params.Depends] = (), *, senders: Sequence[params.Depends] = ()) -> APIRouter:
    """Give the routes; what they work with they find in `app.state`.

    Parameters
    ----------
    guards
        Dependencies that refuse those who may not come in; whether the server lives anybody may ask.
    senders
        Dependencies that refuse those who may not send photos.
    """
    router = APIRouter()
    guarding = ("token-needed",) if guards else ()
    router.post(
        EMBEDDINGS,
        summary="Have a photo encoded",
        response_class=Response,
        status_code=201,
        responses={
            200: embedding("The embedding of a photo already known.", Location=LOCATION),
            201: embedding("The embedding, made now.", Location=LOCATION),
            **errors(*PHOTO_CODES, "not-ready", "encoder-wrong", *guarding),
        },
        openapi_extra=PHOTO_BODY,
        dependencies=[*senders, *guards],
        tags=["embeddings"],
    )(post_embedding)
    router.get(
        f"{EMBEDDINGS}/{{photo_sha256}}",
        summary="Get the embedding of a photo already known",
        response_class=Response,
        responses={
            200: embedding("The embedding."),
            204: answer("There is none, and that is what was asked for with `unknown=204`."),
            304: answer("The one you have (`If-None-Match`) is the one there is.", ETag=ETAG),
            **errors("invalid-hash", "invalid-request", "unknown-photo", *guarding),
            # Else FastAPI describes a 422 of its own shape, which is never sent.
            "4XX": error("invalid-request"),
        },
        dependencies=guards,
        tags=["embeddings"],
    )(get_embedding)
    router.post(
        "/api/v1/photos",
        summary="Get a photo as PNG: upright, 8-bit sRGB, alpha kept; for browsers that can't decode it",
        response_class=Response,
        responses={
            200: answer("The photo. It is not kept.", {"image/png": BINARY}),
            **errors(*PHOTO_CODES, "png-too-large", *guarding),
        },
        openapi_extra=PHOTO_BODY,
        dependencies=[*senders, *guards],
        tags=["photos"],
    )(post_photo)
    router.get(
        "/healthz",
        summary="Whether the server runs",
        responses={200: answer("It does.", {"application/json": HEALTH}), **errors()},
        tags=["server"],
    )(get_health)
    router.get(
        "/readyz",
        summary="Whether photos can be encoded",
        responses={
            200: answer("They can.", {"application/json": READINESS}),
            **errors("not-ready", "encoder-wrong"),
        },
        tags=["server"],
    )(get_readiness)
    router.get(
        "/metrics",
        summary="Figures for Prometheus",
        response_class=Response,
        responses={200: answer("Text format.", {"text/plain": {"type": "string"}}), **errors(*guarding)},
        dependencies=guards,
        tags=["server"],
    )(get_metrics)
    return router


async def post_embedding(request: Request) -> Response:
    """Encode the photo in the body.

    201 when it was encoded now, 200 when it was known. `Location` is where to get the embedding again.
    """
    encoder: EncoderService = request.app.state.encoder
    async with admitted_photo(request) as photo:
        made = encoder.encode(photo.content, photo.client)
        file, photo_sha256, is_new = await while_present(request, made)
    root = request.scope["root_path"]
    return Response(
        file,
        status_code=201 if is_new else 200,
        media_type=EMBEDDING_TYPE,
        headers={"ETag": _etag(file), "Location": f"{root}{EMBEDDINGS}/{photo_sha256}?model={encoder.model}"},
    )


async def get_embedding(
    request: Request,
    photo_sha256: PhotoHash,
    model: Annotated[
        str | None,
        Query(
            description="Id of the model whose embedding is wanted; another one's is not given. Ask with it: "
            "the answer may be kept for a year, and the server's model may change."
        ),
    ] = None,
    unknown: Annotated[
        Literal["204"] | None,
        Query(
            description="204 in place of 404 where the photo is not known: browsers report a 404 as an error "
            "on the page, and a new photo is none."
        ),
    ] = None,
    if_none_match: Annotated[
        str, Header(description="ETag of the embedding you have, not to get it again.")
    ] = "",
) -> Response:
    """Give the embedding of a photo that was encoded before and is still kept."""
    encoder: EncoderService = request.app.state.encoder
    digits = read_hash(photo_sha256)
    file = await encoder.find(digits) if model in (None, encoder.model) else None
    if file is None and unknown:
        settings = request.app.state.settings
        limits = {
            "Clickcut-Max-Megabytes": str(settings.max_megabytes),
            "Clickcut-Max-Megapixels": str(settings.max_megapixels),
        }
        return Response(status_code=204, headers={"Cache-Control": "no-store", **limits})
    if file is None:
        raise ClickcutError("unknown-photo")
    headers = {"ETag": _etag(file), "Cache-Control": _keeping(request)}
    if _holds(if_none_match, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    headers["Content-Length"] = str(len(file))
    return Response(b"" if request.method == "HEAD" else file, media_type=EMBEDDING_TYPE, headers=headers)


async def post_photo(request: Request) -> Response:
    """Convert the photo in the body to PNG."""
    return PhotoAsPng(request)


async def get_health() -> JSONResponse:
    """Answer while the event loop turns, whatever else is under way."""
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


async def get_readiness(request: Request) -> JSONResponse:
    """Answer 200 when the models are loaded and a known answer came out right, 503 else."""
    encoder: EncoderService = request.app.state.encoder
    encoder.check_ready()
    content = {
        "status": "ready",
        "model": encoder.model,
        "encoder": {"name": encoder.choice.name, "reason": encoder.choice.reason},
    }
    return JSONResponse(content, headers={"Cache-Control": "no-store"})


async def get_metrics(request: Request) -> Response:
    """Write this app's figures."""
    figures: Metrics = request.app.state.metrics
    return Response(figures.text(), media_type=metrics.CONTENT_TYPE, headers={"Cache-Control": "no-store"})


def _keeping(request: Request) -> str:
    """Say how long an embedding may be kept, and by whom: what a token was asked for, by its owner alone."""
    return IMMUTABLE.replace("public", "private") if "authorization" in request.headers else IMMUTABLE


def _etag(file: bytes) -> str:
    return f'"{hashlib.sha256(file).hexdigest()}"'


def _holds(if_none_match: str, etag: str) -> bool:
    """Compare weakly, as RFC 9110, 13.1.2 asks."""
    tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return "*" in tags or etag in tags
