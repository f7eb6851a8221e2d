"""A lack of memory, whoever says it and however, as a sentence of ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from clickcut_core.errors import ClickcutError

# As onnxruntime says it, which has no error of its own for that; the last of a thread's stack.
_SAID = ("bad_alloc", "Failed to allocate", "Cannot allocate memory")


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
