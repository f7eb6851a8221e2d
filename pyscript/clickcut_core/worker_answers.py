"""How the worker's Python takes what JavaScript asks, and answers: JSON both ways, refusals included."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from clickcut_core.errors import ClickcutError
from clickcut_core.json_text import read_json

Seat = TypeVar("Seat")
Arguments = ParamSpec("Arguments")
Told = TypeVar("Told")


def answered(
    method: Callable[Concatenate[Seat, Arguments], Awaitable[Told]],
) -> Callable[Concatenate[Seat, Arguments], Awaitable[str]]:
    """Give what a method returns as JSON, or else, under `error`, what it refuses."""

    @wraps(method)
    async def answer(seat: Seat, /, *given: Arguments.args, **named: Arguments.kwargs) -> str:
        try:
            return json.dumps(await method(seat, *given, **named))
        except ClickcutError as error:
            return json.dumps({"error": error.to_json()})

    return answer


def given(text: str) -> Any:
    """Read what was asked; raises `invalid-prompt`."""
    try:
        return read_json(text)
    except ValueError as error:
        raise ClickcutError("invalid-prompt", reason=f"What was asked can't be read: {error}.") from error
