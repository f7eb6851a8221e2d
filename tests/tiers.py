"""How much a run tests: the gate (`make test`), or everything (`make test-all`).

Tests marked `full` belong to the second alone; those marked `alone` measure time, so they run after the others.
"""

import os

EVERYTHING = os.environ.get("CLICKCUT_TESTS") == "all"


def count(gate: int, *, full: int) -> int:
    """Give how often a test repeats what it does: `gate` times, or `full` times where everything is tested."""
    return full if EVERYTHING else gate
