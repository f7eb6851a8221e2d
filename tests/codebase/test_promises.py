"""`tests/README.md` maps what the documents promise to tests; the map is held to both."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from .sources import ROOT

MAP = ROOT / "tests/README.md"
TIERS = ("quick", "gate", "full")
QUICK = ("tests/codebase/", "tests/unit/", "tests/shell/")
TEST = r'tests/[\w/]+\.py::\w+|tests/[\w/]+\.test\.js: "[^"`]+"'


class Row(NamedTuple):
    """A line of a table: one promise of a page, the tests that keep it, and when they run."""

    page: str
    promise: str
    tests: list[str]
    tiers: str


def section(title: str) -> str:
    """The text under a heading of the second level."""
    return MAP.read_text("utf-8").split(f"\n## {title}\n")[1].split("\n## ")[0]


@cache
def rows() -> list[Row]:
    found = []
    for table in section("The map").split("\n### ")[1:]:
        page, *lines = table.splitlines()
        for line in [each for each in lines if each.startswith("|")][2:]:
            promise, tests, tiers = line.strip("| ").split(" | ")
            assert re.fullmatch(rf"(`({TEST})`(<br>|$))+", tests), f"{page}: {promise}: {tests}"
            found.append(Row(page.strip("`"), promise, re.findall(f"`({TEST})`", tests), tiers))
    return found


def listed(title: str) -> list[str]:
    """The pages with which the items of a list begin; each says more after a colon."""
    return re.findall(r"^- `([\w./-]+)`: \S", section(title), re.MULTILINE)


def pages() -> set[str]:
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return {path.relative_to(ROOT).as_posix() for path in found}


def is_full(mark: ast.expr, named: dict[str, ast.expr]) -> bool:
    """Whether a mark is `full`, holds it in a list, or gives it to every parameter."""
    match named.get(ast.unparse(mark), mark):
        case ast.List(elts=marks):
            return any(is_full(each, named) for each in marks)
        case ast.Call(func=ast.Attribute(attr="parametrize"), args=[_, given]):
            cases = getattr(named.get(ast.unparse(given), given), "elts", [None])
            marks = [[word.value for word in getattr(case, "keywords", [])] for case in cases]
            return all(any(is_full(mark, named) for mark in each) for each in marks)
        case found:
            return ast.unparse(found) == "pytest.mark.full"


def read(path: Path) -> Iterator[tuple[str, str]]:
    """The tests of a file, as the map names them, each with its tier."""
    name, text = path.relative_to(ROOT).as_posix(), path.read_text("utf-8")
    if path.suffix == ".js":
        for title in re.findall(r'^test\("([^"\n]+)"', text, re.MULTILINE):
            yield f'{name}: "{title}"', "quick"
        return
    body = ast.parse(text).body
    named = {ast.unparse(each.targets[0]): each.value for each in body if isinstance(each, ast.Assign)}
    for each in body:
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and each.name.startswith("test_"):
            full = any(is_full(mark, named) for mark in (ast.Name("pytestmark"), *each.decorator_list))
            yield f"{name}::{each.name}", "quick" if name.startswith(QUICK) else TIERS[1 + full]


@cache
def known() -> dict[str, str]:
    files = [*(ROOT / "tests").rglob("test_*.py"), *(ROOT / "tests/shell").rglob("*.test.js")]
    return dict(found for file in files for found in read(file))


def test_the_map_has_rows_and_tests_of_every_tier():
    assert len(rows()) > 300
    assert set(known().values()) == set(TIERS) == {tier for row in rows() for tier in row.tiers.split(", ")}


def test_every_test_on_the_map_exists():
    assert [f"{row.page}: {test}" for row in rows() for test in row.tests if test not in known()] == []


def test_every_tier_on_the_map_is_that_of_its_tests():
    for row in rows():
        theirs = {known().get(test) for test in row.tests}
        assert row.tiers == ", ".join(tier for tier in TIERS if tier in theirs), f"{row.page}: {row.promise}"


def test_every_page_is_on_the_map_or_promises_nothing():
    mapped, idle = {row.page for row in rows()}, listed("Pages that promise nothing")
    assert {page for page in pages() - mapped if not page.startswith(tuple(idle))} == set()
    assert mapped - pages() == set()
    assert [each for each in idle if not (ROOT / each).exists() or each in mapped] == []
    untested = listed("Not tested, and why")
    assert untested
    assert [each for each in untested if each not in mapped] == []


def test_what_a_page_names_as_its_proof_is_in_its_table():
    named = []
    for page in sorted(pages()):
        proofs = [test for row in rows() if row.page == page for test in row.tests]
        for proof in re.findall(r"tests/[\w/]+\.py(?:::\w+)?", (ROOT / page).read_text("utf-8")):
            named.append(proof)
            assert any(re.match(rf"{re.escape(proof)}\b", test) for test in proofs), f"{page}: {proof}"
    assert len(named) > 60
