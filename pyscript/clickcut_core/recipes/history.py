"""Undo and redo: a list of documents and a place in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clickcut_core.geometry import ImageSize
from clickcut_core.recipes.document import Document

if TYPE_CHECKING:
    from clickcut_core import protocol


@dataclass(frozen=True, slots=True)
class History:
    """Every document so far; `position` is the current one. Edits give a new history."""

    documents: tuple[Document, ...] = (Document(),)
    position: int = 0

    @property
    def current(self) -> Document:
        """The document in force."""
        return self.documents[self.position]

    @property
    def can_undo(self) -> bool:
        """Whether there is a step before."""
        return self.position > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is a step that was undone."""
        return self.position < len(self.documents) - 1

    def push(self, document: Document) -> History:
        """Take a step; what was undone before is forgotten."""
        return History((*self.documents[: self.position + 1], document), self.position + 1)

    def amend(self, document: Document) -> History:
        """Exchange the current document by one that differs in nothing worth a step of its own."""
        documents = (*self.documents[: self.position], document, *self.documents[self.position + 1 :])
        return History(documents, self.position)

    def undo(self) -> History:
        """Step back; at the start, stay."""
        return History(self.documents, max(0, self.position - 1))

    def redo(self) -> History:
        """Step forward; at the end, stay."""
        return History(self.documents, min(len(self.documents) - 1, self.position + 1))

    def to_json(self) -> protocol.History:
        """Give the plain form, with which a session can be restored."""
        return {
            "documents": [document.to_json() for document in self.documents],
            "position": self.position,
        }

    def step_json(self) -> protocol.Step:
        """Give what the newest edit may have changed: the place, the document there, how many there are.

        Whoever follows every step has the whole history, without having been sent it each time.
        """
        return {
            "document": self.current.to_json(),
            "position": self.position,
            "count": len(self.documents),
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any], photo: ImageSize) -> History:
        """Read the plain form for a photo of this size, or raise `invalid-prompt` or `no-object`."""
        documents = tuple(Document.from_json(each, photo) for each in plain["documents"])
        if not documents:
            return cls()
        return cls(documents, min(max(0, plain["position"]), len(documents) - 1))
