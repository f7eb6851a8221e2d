"""What the server takes from a process: what an order could give, and nothing else.

Whoever took the process over may have written an answer. Of its words none gets into an error or a log.
"""

from __future__ import annotations

import builtins
import string
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from clickcut_core.errors import ClickcutError
from clickcut_core.json_text import read_json
from clickcut_core.words.en.sentences import SENTENCES

from clickcut.processes.answers import PACKAGE, Facts

MOST_HEAD = 20_000
"""Bytes of an answer's JSON; a refusal and what it names."""
_MOST_VALUES = 100
_LONGEST_WORD = 1000  # characters of what a refusal names
_MOST_LINES = 10_000
_Result = TypeVar("_Result")


class WrongAnswer(Exception):  # noqa: N818  the answer is wrong, not the server
    """An answer that the order can't have given."""


def _anywhere(size: int) -> None:
    """Take a file of any size that was expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected(Generic[_Result]):
    """What an order could give.

    Attributes
    ----------
    codes
        Of refusals.
    most
        Bytes of a result.
    judged
        Makes the result of its facts and its bytes, or raises `WrongAnswer`.
    room
        Is told how many bytes there are, before they are read; a `ClickcutError` of it refuses them.
    """

    codes: Collection[str]
    most: int
    judged: Callable[[Facts, bytes], _Result]
    room: Callable[[int], None] = _anywhere


@dataclass(frozen=True, slots=True)
class Head:
    """How many bytes follow, and what is told of them."""

    size: int
    facts: Facts


@dataclass(frozen=True, slots=True)
class Failure:
    """Where work failed in a way that nobody foresaw."""

    kind: str
    module: str
    line: int


def read_head(text: bytes, expected: Expected[Any]) -> Head | ClickcutError | Failure:
    """Read an answer's JSON, of at most `MOST_HEAD` bytes.

    Raises
    ------
    WrongAnswer
        When it is none, or tells what was not expected.
    """
    try:
        head = read_json(text.decode(), most_values=_MOST_VALUES)
    except ValueError:
        raise WrongAnswer("no JSON, or too deep or long a one") from None
    match head:
        case {"size": size, "facts": dict(facts), **more} if not more:
            return Head(number(size, 0, expected.most), facts)
        case {"refusal": dict(refusal), **more} if not more:
            return _refusal(refusal, expected.codes)
        case {"failure": dict(failure), **more} if not more:
            return _failure(failure)
    raise WrongAnswer("neither a result nor a refusal")


def number(value: object, least: int, most: int) -> int:
    """See that a value is a whole number within bounds; raises `WrongAnswer`."""
    if type(value) is not int or not least <= value <= most:
        raise WrongAnswer("a number that can't be")
    return value


def _refusal(plain: dict[str, Any], codes: Collection[str]) -> ClickcutError:
    match plain:
        case {"code": str(code), "values": dict(values), **more} if code in codes and not more:
            named = {name for _, name, _, _ in string.Formatter().parse(SENTENCES[code]) if name}
            if values.keys() == named and all(map(_is_plain, values.values())):
                return ClickcutError.from_json({"code": code, "message": "", "values": values})
    raise WrongAnswer("a refusal that can't be")


def _is_plain(value: object) -> bool:
    if isinstance(value, str):
        return len(value) <= _LONGEST_WORD and value.isprintable()
    return type(value) in (int, float)


def _failure(plain: dict[str, Any]) -> Failure:
    """Read where work failed, of which nothing is taken but names that are known here."""
    match plain:
        case {"kind": str(kind), "module": str(module), "line": line, **more} if not more:
            is_kind = isinstance(found := getattr(builtins, kind, None), type) and issubclass(
                found, Exception
            )
            is_ours = module.startswith(PACKAGE) and module in sys.modules
            return Failure(
                kind if is_kind else "another error",
                module if is_ours else "another module",
                number(line, 0, _MOST_LINES),
            )
    raise WrongAnswer("a failure that can't be")
