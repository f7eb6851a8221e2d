"""File names that every system can store: Windows, macOS, Linux, and what unpacks archives there.

It knows how names are made safe, not what is saved under them.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from unicodedata import category, normalize

LONGEST = 100
"""Bytes of one part of a name in UTF-8: file systems hold 255 of a whole one."""
LONGEST_NAME = 255
"""Bytes of a whole name."""
_FORBIDDEN = frozenset('/\\:*?"<>|')
_NO_CHARACTERS = frozenset({"Cc", "Cs", "Zl", "Zp"})  # of Unicode's categories
_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of writing, and so hide what a name ends in."""
_DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in "0123456789¹²³")}
)
"""Names that Windows keeps for itself, whatever follows the first dot. Source: Microsoft, "Naming Files,
Paths, and Namespaces"."""


def safe_part(text: str) -> str:
    """Make a part of a name safe: composed letters, forbidden ones as hyphens, no dots or spaces around it.

    May be empty.
    """
    letters = "".join(map(_safe_letter, normalize("NFC", text)))
    short = letters.strip(" .").encode()[:LONGEST].decode(errors="ignore")
    return short.strip(" .")


def safe_name(name: str) -> str:
    """Give a whole name that is none of Windows' devices."""
    return f"_{name}" if name.partition(".")[0].strip().upper() in _DEVICES else name


def fitting(stem: str, suffix: str) -> str:
    """Give a name that file systems hold; one that is cut ends in some of its hash."""
    whole = stem + suffix
    if len(whole.encode(errors="surrogateescape")) <= LONGEST_NAME:
        return whole
    letters = stem.encode(errors="surrogateescape")
    ending = f"-{sha256(letters).hexdigest()[:8]}{suffix}"
    return letters[: LONGEST_NAME - len(ending)].decode(errors="ignore") + ending


def unique(names: Iterable[str]) -> list[str]:
    """Put numbers on names that a file system could take for the same: `cat.png`, `cat-2.png`."""
    taken: set[str] = set()
    numbered = []
    for name in names:
        stem, dot, suffix = name.rpartition(".")
        free, number = name, 2
        while free.casefold() in taken:
            free, number = f"{stem}-{number}{dot}{suffix}", number + 1
        taken.add(free.casefold())
        numbered.append(free)
    return numbered


def _safe_letter(letter: str) -> str:
    kind = category(letter)
    if kind in _NO_CHARACTERS or letter in _TURNING:
        return ""
    return " " if kind == "Zs" else "-" if letter in _FORBIDDEN else letter
