"""What a process sends the server: a length, JSON and bytes, of which the server runs nothing.

This is the process's end, and neither end is run as this module; `expected` judges what arrives.
"""

from __future__ import annotations

import json
import struct
import traceback
from dataclasses import dataclass, field
from typing import IO, Any

from clickcut_core.errors import ClickcutError

LENGTH = struct.Struct(">Q")
"""Before each answer: the bytes of its JSON."""
PACKAGE = "clickcut"
"""What the names of our modules begin with."""

Facts = dict[str, Any]
"""Numbers and words about the bytes, as JSON has them."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A result."""

    content: bytes = b""
    facts: Facts = field(default_factory=dict)


def write_answer(stream: IO[bytes], answer: Answer) -> None:
    """Send a result."""
    _write(stream, {"size": len(answer.content), "facts": answer.facts}, answer.content)


def write_refusal(stream: IO[bytes], error: ClickcutError) -> None:
    """Send what is wrong with an order."""
    values = {
        name: value if isinstance(value, int | float) else str(value) for name, value in error.values.items()
    }
    _write(stream, {"refusal": {"code": error.code, "values": values}})


def write_failure(stream: IO[bytes], error: Exception) -> None:
    """Send where something went wrong that nobody foresaw: the kind of error, and a line of ours."""
    kind = next(each.__name__ for each in type(error).__mro__ if each.__module__ == "builtins")
    steps = [(frame.f_globals["__name__"], line) for frame, line in traceback.walk_tb(error.__traceback__)]
    ours = [step for step in steps if step[0].startswith(PACKAGE)]
    module, line = ours[-1] if ours else ("", 0)
    _write(stream, {"failure": {"kind": kind, "module": module, "line": line}})


def _write(stream: IO[bytes], head: dict[str, Any], content: bytes = b"") -> None:
    text = json.dumps(head).encode()
    stream.write(LENGTH.pack(len(text)) + text)
    stream.write(content)
    stream.flush()
