"""Reads the tables of a language; the languages that there are, are the folders beside this file."""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from importlib import import_module

from clickcut_core import words

ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one language, each table by key; `{name}` in a text is filled in."""

    labels: dict[str, str]
    """Of the element."""
    formats: dict[str, str]
    """What a person chooses from, by media type."""
    sentences: dict[str, str]
    """Of errors, by code."""
    notes: dict[str, str]
    """What should be known of a file, by code."""
    page: dict[str, str]
    """Of the page at `/`; texts may hold markup."""

    def for_shell(self) -> dict[str, dict[str, str]]:
        """Give what the element needs of it, as JSON has it."""
        return {
            "labels": self.labels,
            "formats": self.formats,
            "sentences": self.sentences,
            "notes": self.notes,
        }


def languages() -> tuple[str, ...]:
    """Give the tags of all languages (BCP 47, lower case), English first."""
    others = sorted(each.name for each in pkgutil.iter_modules(words.__path__) if each.ispkg)
    return (ENGLISH, *(name.replace("_", "-") for name in others if name != ENGLISH))


def read_words(language: str) -> Words:
    """Read the tables of one of `languages()`."""
    folder = f"{words.__name__}.{language.replace('-', '_')}"
    labels, sentences, page = (import_module(f"{folder}.{name}") for name in ("labels", "sentences", "page"))
    return Words(
        labels=labels.LABELS,
        formats=labels.FORMAT_NAMES,
        sentences=sentences.SENTENCES,
        notes=sentences.NOTES,
        page=page.PAGE,
    )
