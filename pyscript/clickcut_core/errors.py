"""Everything that can go wrong, as a stable code and one sentence for a person.

This module raises nothing itself; the HTTP handler, the worker and the command line turn a
`ClickcutError` into their own shape and always pass the code on.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from clickcut_core.words.en.sentences import SENTENCES

if TYPE_CHECKING:
    from clickcut_core import protocol

# Failures that may not happen again: the page offers to try once more.
RETRYABLE = (
    "photo-unreachable",
    "embedding-unreachable",
    "server-unreachable",
    "encoder-unreachable",
    "encoder-memory",
    "encode-failed",
    "model-missing",
    "model-altered",
    "runtime-failed",
    "engine-unreachable",
    "out-of-memory",
    "step-failed",
    "internal-error",
    "server-failed",
    "not-ready",
    "busy",
    "too-many-at-once",
    "too-many-requests",
    "upload-too-slow",
    "cancelled",
)


class ClickcutError(Exception):
    """A failure that a person can act on.

    Parameters
    ----------
    code
        Stable identifier, a key of `SENTENCES`. The message is the English one.
    **values
        What the sentence names.

    Raises
    ------
    KeyError
        When the code is unknown or a value that the sentence names is missing.
    """

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        self.message = SENTENCES[code].format(**values)
        super().__init__(self.message)

    def __reduce__(self) -> tuple[Callable[[], ClickcutError], tuple[()]]:
        """Cross to another process whole: an exception is otherwise made again of its message alone."""
        return partial(ClickcutError, self.code, **self.values), ()

    def to_json(self) -> protocol.Failure:
        """Give the shape that crosses every border: `{code, message, values}`.

        The values are what the message names, as text: with them it can be said in another language.
        """
        values = {name: str(value) for name, value in self.values.items()}
        return {"code": self.code, "message": self.message, "values": values}

    @classmethod
    def from_json(cls, plain: protocol.Failure) -> ClickcutError:
        """Read that shape again; raises `KeyError` for a code that is none."""
        return cls(plain["code"], **plain["values"])
