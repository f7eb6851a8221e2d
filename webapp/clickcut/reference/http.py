"""The HTTP API, as the server's own OpenAPI description tells it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi import FastAPI

from clickcut.server.api import api_router
from clickcut.server.cutouts import cutouts_router


def http() -> str:
    """Give a section for each request, in Markdown."""
    app = FastAPI()
    app.include_router(api_router())
    app.include_router(cutouts_router())
    return "\n".join(
        _section(f"{method.upper()} {path}", operation)
        for path, operations in app.openapi()["paths"].items()
        for method, operation in operations.items()
    )


def _section(request: str, operation: dict[str, Any]) -> str:
    _, _, details = operation["description"].partition("\n\n")  # its first line is the summary again
    parts = [f"### {request}", f"{operation['summary']}.", details]
    if parameters := operation.get("parameters", []):
        parts.append(_table("| parameter | in | what it is |", map(_parameter, parameters)))
    if body := operation.get("requestBody"):
        parts.append(f"Body, {_types(body)}: {body['description']}")
    answers = (_answer(status, response) for status, response in operation["responses"].items())
    return "\n\n".join([*filter(None, parts), _table("| status | what it says | body |", answers)]) + "\n"


def _parameter(parameter: dict[str, Any]) -> str:
    return f"| `{parameter['name']}` | {parameter['in']} | {parameter['description']} |"


def _answer(status: str, response: dict[str, Any]) -> str:
    return f"| {status} | {response['description']} | {_types(response)} |"


def _types(described: dict[str, Any]) -> str:
    return ", ".join(f"`{media_type}`" for media_type in described.get("content", {}))


def _table(heads: str, rows: Iterable[str]) -> str:
    return "\n".join([heads, "|---" * (heads.count("|") - 1) + "|", *rows])
