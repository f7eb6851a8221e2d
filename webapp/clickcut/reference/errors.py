"""Every code that an error or a note can have, with its sentence."""

from __future__ import annotations

from clickcut_core.errors import RETRYABLE
from clickcut_core.words.en.sentences import NOTES, SENTENCES

from clickcut.server.middleware.problems import STATUS


def errors() -> str:
    """Give the table of error codes, in Markdown."""
    rows = [
        f"| `{code}` | {sentence} | {STATUS.get(code, '')} | {'yes' if code in RETRYABLE else ''} |"
        for code, sentence in SENTENCES.items()
    ]
    return "\n".join(["| code | sentence | HTTP | again |", "|---|---|---|---|", *rows])


def notes() -> str:
    """Give the table of notes, in Markdown."""
    rows = [f"| `{code}` | {sentence} |" for code, sentence in NOTES.items()]
    return "\n".join(["| code | sentence |", "|---|---|", *rows])
