"""The graphs that proposals are made with, beside those of clicks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

LATER = ("survey",)
"""Those with weights: browsers load them optimised ahead, like graphs of clicks, but only when asked."""


@dataclass(frozen=True, slots=True)
class ProposalGraphs:
    """Handles to the loaded graphs, as the runtime gave them."""

    survey: Any
    propose: Any
