"""A lack of memory, whoever says it and however, as a sentence of ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from clickcut_core.errors import ClickcutError

_SAID = ("bad_alloc", "Failed to allocate")  # as onnxruntime says it, which has no error of its own for that


def is_of_memory(error: Exception) -> bool:
    """Tell a lack of memory from other failures."""
    return isinstance(error, MemoryError) or any(words in str(error) for words in _SAID)


@contextmanager
def memory_told() -> Iterator[None]:
    """Work inside.

    Raises
    ------
    ClickcutError
        `too-little-memory`, where there was not enough for it.
    """
    try:
        yield
    except Exception as error:
        if is_of_memory(error):
            raise ClickcutError("too-little-memory") from error
        raise
