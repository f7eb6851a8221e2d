"""Examples in the commands' help, kept on lines of their own."""

from __future__ import annotations


def example(*lines: str) -> str:
    r"""Give a click epilog; `\b` tells click not to wrap what follows."""
    return "\b\n" + "\n".join(("Example:", *(f"  {line}" for line in lines)))
