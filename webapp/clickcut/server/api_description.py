"""What the OpenAPI document says of bodies, answers and errors; FastAPI can't tell it from the handlers.

Nothing here is looked at when a request is answered.
"""

from __future__ import annotations

from typing import Any

from clickcut_core.words.en.sentences import SENTENCES
from fastapi import FastAPI

from clickcut.server.middleware.problems import MEDIA_TYPE, RETRY_SECONDS, STATUS
from clickcut.server.middleware.request_log import HEADER

# A safetensors file is described by its suffix +safetensors as JSON is by +json (RFC 6838, 4.2.8).
EMBEDDING_TYPE = "application/vnd.clickcut.embedding+safetensors"

BINARY = {"type": "string", "format": "binary", "minLength": 1}
PHOTO_BODY = {
    "requestBody": {
        "required": True,
        "description": "The photo's bytes as they are: JPEG, PNG, WebP, GIF, TIFF, BMP, AVIF or HEIC.",
        "content": {"image/*": {"schema": BINARY}, "application/octet-stream": {"schema": BINARY}},
    }
}
PHOTO_CODES = (
    *("empty-photo", "too-many-bytes", "unsupported-media-type", "not-a-photo", "truncated-photo"),
    *("too-many-pixels", "photo-too-small", "photo-too-narrow", "photo-too-costly"),
    *("upload-too-slow", "too-many-at-once", "too-many-requests", "busy", "other-site"),
)
_HEALTH = {
    "type": "object",
    "required": ["status"],
    "additionalProperties": False,
    "properties": {"status": {"const": "ok"}},
}
_READINESS = {
    "type": "object",
    "required": ["status", "model", "encoder"],
    "additionalProperties": False,
    "properties": {
        "status": {"const": "ready"},
        "model": {"type": "string", "description": "Id of the weights."},
        "encoder": {
            "type": "object",
            "required": ["name", "reason"],
            "additionalProperties": False,
            "properties": {
                "name": {"type": "string", "description": "Which encoder is run."},
                "reason": {"type": "string", "description": "Why that one."},
            },
        },
    },
}


_PROBLEM = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "required": ["type", "title", "status", "detail", "code", "values", "instance", "request"],
    "additionalProperties": False,
    "properties": {
        "type": {"const": "about:blank"},
        "title": {"type": "string", "description": "The status in words."},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "One sentence for a person, with what to do."},
        "code": {"type": "string", "description": "Stable; for programs."},
        "values": {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "description": "What the sentence names, to say it in another language.",
        },
        "instance": {"type": "string", "description": "The path asked for."},
        "request": {"type": "string", "description": "The request's number, as in the server's log."},
    },
}
COMPONENTS = {"Health": _HEALTH, "Readiness": _READINESS, "Problem": _PROBLEM}
"""Schemas that answers name, so that programs which are made from the document have them as types."""
HEALTH, READINESS, PROBLEM = ({"$ref": f"#/components/schemas/{name}"} for name in COMPONENTS)


def _header(description: str, pattern: str, *, required: bool = True) -> dict[str, Any]:
    return {
        "description": description,
        "required": required,
        "schema": {"type": "string", "pattern": pattern},
    }


ETAG = _header("The SHA-256 of the body, in quotes.", '^"[0-9a-f]{64}"$')
LOCATION = _header(
    "Where to get the embedding again.", r"^(/[^?]+)?/api/v1/embeddings/[0-9a-f]{64}\?model=[0-9a-f]+$"
)
_NUMBER = _header("The request's number, as in the server's log.", "^[0-9a-f]{16}$")


def answer(
    description: str, content: dict[str, dict[str, Any]] | None = None, **headers: dict[str, Any]
) -> dict[str, Any]:
    """Describe an answer by its media types' schemas and its headers; every one has the request's number."""
    described = {media_type: {"schema": schema} for media_type, schema in (content or {}).items()}
    return {"description": description, "headers": {HEADER: _NUMBER, **headers}, "content": described}


def embedding(description: str, **headers: dict[str, Any]) -> dict[str, Any]:
    """Describe an answer that is an embedding file."""
    return answer(description, {EMBEDDING_TYPE: BINARY}, ETag=ETAG, **headers)


def errors(*codes: str) -> dict[int | str, dict[str, Any]]:
    """Describe an operation's errors: each status with the codes it stands for here.

    A wrong name of the server, and one that nobody foresaw, every operation may have.
    """
    possible = (*codes, "host-unknown", "server-failed")
    return {
        status: error(*(code for code in possible if STATUS[code] == status))
        for status in sorted({STATUS[code] for code in possible})
    }


def error(*codes: str) -> dict[str, Any]:
    """Describe an answer that stands for some errors."""
    says_when = [code in RETRY_SECONDS or "{seconds}" in SENTENCES[code] for code in codes]
    retry = _header("Seconds until it is worth asking again.", "^[1-9][0-9]*$", required=all(says_when))
    described = ", ".join(f"`{code}`" for code in codes)
    headers = {"Retry-After": retry} if any(says_when) else {}
    if "token-needed" in codes:
        headers["WWW-Authenticate"] = _header("How to come in.", "^Bearer$")
    return answer(described, {MEDIA_TYPE: _problem(*codes)}, **headers)


def _problem(*codes: str) -> dict[str, Any]:
    here = {"status": {"enum": sorted({STATUS[code] for code in codes})}, "code": {"enum": list(codes)}}
    return {"allOf": [PROBLEM, {"properties": here}]}


def name_components(app: FastAPI) -> None:
    """Put the named schemas into an app's OpenAPI document."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        document = plain()
        document.setdefault("components", {}).setdefault("schemas", {}).update(COMPONENTS)
        return document

    app.openapi = openapi  # type: ignore[method-assign]  # as FastAPI's own documentation has it
