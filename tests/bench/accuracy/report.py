"""The table of both pipelines, for people and as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from tests.bench.accuracy.score import MEASURES, Score, decodes_per_click, mean_of_sets


@dataclass(frozen=True, slots=True)
class Report:
    """What every object scored, in the same order for both."""

    stock: tuple[Score, ...]
    ours: tuple[Score, ...]

    def rows(self) -> dict[str, tuple[float, float]]:
        """Give each measure's mean of sets, stock and ours."""
        rows = {
            name: (mean_of_sets(self.stock, measure), mean_of_sets(self.ours, measure))
            for name, measure in MEASURES.items()
        }
        return {**rows, "decoder runs a click": (decodes_per_click(self.stock), decodes_per_click(self.ours))}

    def to_json(self) -> dict[str, Any]:
        """Give the plain form: the means, their differences, and every object."""
        return {
            "means": {
                name: {"stock": stock, "ours": ours, "difference": ours - stock}
                for name, (stock, ours) in self.rows().items()
            },
            "objects": {
                "stock": [asdict(score) for score in self.stock],
                "ours": [asdict(score) for score in self.ours],
            },
        }

    def __str__(self) -> str:
        sets = len({score.set_name for score in self.stock})
        head = f"{'mean of ' + str(sets) + ' sets, ' + str(len(self.stock)) + ' objects':<32}"
        lines = [
            f"{name:<32}{stock:>9.3f}{ours:>9.3f}{ours - stock:>+9.3f}"
            for name, (stock, ours) in self.rows().items()
        ]
        return "\n".join([f"{head}{'stock':>9}{'ours':>9}{'ours−stock':>12}", *lines])
