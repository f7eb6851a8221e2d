"""Who gets the processor first: an answer that can be given now, before a photo that takes long anyway."""

from __future__ import annotations

import os
import sys

NICE = 5
"""Of what may wait: a thread at 0 weighs three times as much (sched-nice-design.txt of the Linux kernel)."""


def after_others() -> None:
    """Let this thread, and those it starts, have the processor after this program's others.

    Only Linux has priorities of single threads; elsewhere nothing is done.
    """
    if sys.platform == "linux":
        os.nice(NICE)
