"""The graphs that proposals are made with, beside those of clicks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ProposalGraphs:
    """Handles to the loaded graphs, as the runtime gave them."""

    survey: Any
    propose: Any
