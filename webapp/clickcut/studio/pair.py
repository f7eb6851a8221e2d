"""Two components in one place: one is seen, the other has the next photo ready behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import panel as pn

from clickcut.panel import ClickCut

_PLACE = {"grid-area": "1 / 1"}
_HEIGHT = "calc(100vh - 110px)"  # below the template's header


@dataclass(slots=True)
class _Half:
    cut: ClickCut
    holder: pn.Column
    number: int | None = None

    def show(self, is_shown: bool) -> None:
        self.holder.styles = {**_PLACE, "visibility": "visible" if is_shown else "hidden"}


class Pair:
    """Shows photos by their numbers.

    Parameters
    ----------
    changed
        Called with a photo's number and its new recipe, empty where nothing is clicked any more.
    """

    def __init__(self, changed: Callable[[int, str], None]) -> None:
        self._changed = changed
        self._shown, self._behind = (self._half(), self._half())
        self._shown.show(True)
        self._behind.show(False)
        self.view = pn.Column(
            self._shown.holder,
            self._behind.holder,
            styles={"display": "grid", "grid-template": "100% / 100%", "height": _HEIGHT},
            sizing_mode="stretch_both",
        )

    @property
    def cut(self) -> ClickCut:
        """The one that is seen."""
        return self._shown.cut

    def has(self, number: int) -> bool:
        """Tell whether a photo is seen already, or behind."""
        return number in (self._shown.number, self._behind.number)

    def show(self, number: int) -> None:
        """Bring a photo to the front that `has` or `open` has put behind."""
        if number == self._behind.number:
            self._shown, self._behind = self._behind, self._shown
            self._shown.show(True)
            self._behind.show(False)

    def open(self, number: int, photo: Path, recipe: str) -> None:
        """Open a photo behind.

        Raises
        ------
        ClickcutError
            About the photo or the recipe; nothing is behind then.
        """
        half = self._behind
        half.number = None  # what it tells until then is not of this photo
        half.cut.param.update(photo=None, recipe="")
        half.cut.param.update(photo=photo, recipe=recipe)
        half.number = number

    def close(self) -> None:
        """Leave both photos."""
        for half in (self._shown, self._behind):
            half.number = None
            half.cut.param.update(photo=None, recipe="")

    def _half(self) -> _Half:
        cut = ClickCut(sizing_mode="stretch_both")
        half = _Half(cut, pn.Column(cut, sizing_mode="stretch_both"))
        cut.param.watch(lambda event: self._tell(half, event.new), "recipe")
        return half

    def _tell(self, half: _Half, recipe: str) -> None:
        if half.number is not None:
            self._changed(half.number, recipe)
