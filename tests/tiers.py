"""How much a run tests: the gate (`make test`), or everything (`make test-all`).

Tests marked `full` belong to the second alone. Those marked `alone` measure time: they run after the others.
"""

import os

EVERYTHING = os.environ.get("CLICKCUT_TESTS") == "all"


def count(gate: int, *, full: int) -> int:
    """Give how often a test repeats what it does: `gate` times, or `full` times in the full run."""
    return full if EVERYTHING else gate
