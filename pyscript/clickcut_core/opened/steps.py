"""The steps of one photo's history: going back and forth, and what is done to its objects as a whole.

What is said of the active object is in `clickcut_core.session`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import ImageSize
from clickcut_core.opened.photo import Opened
from clickcut_core.recipes.document import Document
from clickcut_core.recipes.history import History
from clickcut_core.recipes.recipe import Recipe

if TYPE_CHECKING:
    from clickcut_core import protocol


class Steps:
    """A photo that may be open, and its history. A step that fails leaves everything as it was."""

    def __init__(self) -> None:
        self._opened: Opened | None = None
        self._history = History()

    async def add_object(self) -> None:
        """Begin another object; it is no step of its own, and the active one stays when it is still empty."""
        if self._photo and self._recipe:
            await self._go(self._history.amend(self._document.with_new_object()))

    async def select_object(self, object_id: int) -> None:
        """Let prompts go to another object; no step of its own."""
        await self._go(self._history.amend(self._document.with_active(object_id)))

    async def delete_object(self, object_id: int) -> None:
        """Delete an object, as a step that can be undone."""
        step = self._history.push if self._document.find(object_id).recipe else self._history.amend
        await self._go(step(self._document.without(object_id)))

    async def rename_object(self, object_id: int, name: str) -> None:
        """Give an object a name; an empty one takes it back."""
        await self._change(self._document.with_name(object_id, name))

    async def show_object(self, object_id: int, is_visible: bool) -> None:
        """Show or hide an object; a hidden one is in no export of all objects."""
        await self._change(self._document.with_visibility(object_id, is_visible))

    async def move_object(self, object_id: int, place: int) -> None:
        """Move an object in the order, counted from 0; the last lies on top."""
        await self._change(self._document.with_place(object_id, place))

    async def undo(self) -> None:
        """Take the last step back; at the start, nothing happens."""
        if self._history.can_undo:
            await self._go(self._history.undo())

    async def redo(self) -> None:
        """Take a step again that was undone; at the end, nothing happens."""
        if self._history.can_redo:
            await self._go(self._history.redo())

    async def restore(self, history: protocol.History) -> None:
        """Go on where another session of the same photo stopped; see `History.to_json`."""
        await self._go(History.from_json(history, self.size))

    async def resume(self, document: protocol.Document) -> None:
        """Go on with a document of the same photo from elsewhere, as a step that can be undone."""
        taken = Document.from_json(document, self.size)
        await self._change(replace(taken, count=max(taken.count, self._document.count)))

    @property
    def history(self) -> History:
        """Every document of this photo so far."""
        return self._history

    @property
    def size(self) -> ImageSize:
        """Of the upright photo; raises `no-photo`."""
        return self._photo.size

    @property
    def _photo(self) -> Opened:
        if self._opened is None:
            raise ClickcutError("no-photo")
        return self._opened

    @property
    def _document(self) -> Document:
        return self._history.current

    @property
    def _recipe(self) -> Recipe:
        return self._document.active.recipe

    async def _change(self, document: Document) -> None:
        """Take a step, unless it changes nothing."""
        if document != self._document:
            await self._go(self._history.push(document))

    async def _go(self, history: History) -> None:
        await self._photo.follow(history.current, self._document)
        self._history = history
