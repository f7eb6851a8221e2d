"""The map in docs/architecture.md is the house as it is: its rooms, and which of them may use which."""

import ast
import posixpath
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from statistics import median
from typing import NamedTuple

from .sources import PACKAGES, ROOT, SHELL, shell_code, trees

MOST_FILES, MOST_LINES, MOST_LINES_IN_THE_MIDDLE = 20, 300, 100
SUFFIXES = {".py", ".js", ".mjs", ".css", ".html", ".ts"}
HOUSES = [SHELL, *PACKAGES]


class Room(NamedTuple):
    """A line of the map: rooms are folders within the house, and "" is the house's own."""

    house: str
    name: str
    base: set[str]
    may_use: set[str]


def read_map() -> dict[tuple[str, str], Room]:
    text = (ROOT / "docs/architecture.md").read_text("utf-8")
    houses = [house.relative_to(ROOT).as_posix() for house in HOUSES]
    rooms = {}
    for path, line in re.findall(r"^- `([\w/]+)`: (.+)$", text, re.MULTILINE):
        house = next(house for house in houses if f"{path}/".startswith(f"{house}/"))
        base, uses = (re.search(rf"{word}: ([^.]+)\.", line) for word in ("Base", "May use"))
        assert uses, f"{path}: the map says nothing of what it may use"
        names = [set(re.findall(r"`([\w/]+)`", found[1] if found else "")) for found in (base, uses)]
        name = path.removeprefix(house).strip("/")
        rooms[house, name] = Room(house, name, *names)
    return rooms


ROOMS = read_map()


def place(file: Path) -> tuple[str, str]:
    """The house and the room of a file; a folder that isn't on the map belongs to the one around it."""
    around = next(house for house in HOUSES if file.is_relative_to(house))
    house, room = (path.as_posix() for path in (around.relative_to(ROOT), file.parent.relative_to(around)))
    room = room.strip(".")
    while room and (house, room) not in ROOMS:
        room = posixpath.dirname(room)
    return house, room


def python_imports() -> Iterator[tuple[Path, Path]]:
    sources = {package.name: package.parent for package in PACKAGES}
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.ImportFrom) or not node.module:
                continue
            package, *inner = node.module.split(".")
            if package not in sources:
                continue
            module = sources[package].joinpath(package, *inner)
            for alias in node.names:
                candidates = (
                    module / f"{alias.name}.py",
                    module / alias.name / "__init__.py",
                    module.with_suffix(".py"),
                )
                yield path, next((each for each in candidates if each.is_file()), module / "__init__.py")


def javascript_imports() -> Iterator[tuple[Path, Path]]:
    for path, source in shell_code().items():
        for other in re.findall(r'\b(?:from|import)\s*\(?\s*"(\.[^"]+)"', source):
            yield path, (path.parent / other).resolve()


def arrows() -> set[tuple[str, str, str, str, str]]:
    """House, room, the file that is used, its house's room; of imports that stay within their house."""
    found = set()
    for path, other in (*python_imports(), *javascript_imports()):
        (house, room), (others_house, others_room) = place(path), place(other)
        if house == others_house and room != others_room:
            found.add((house, room, path.name, others_room, other.stem))
    return found


def test_there_is_an_arrow_in_each_house_of_several_rooms():
    assert {house for house, *_ in arrows()} == {house for house, name in ROOMS if name}
    assert len(arrows()) > 200


def test_no_file_uses_a_room_that_the_map_does_not_allow():
    wrong = [
        f"{house}: {room or 'root'}/{file} uses {others or 'root'}/{other}"
        for house, room, file, others, other in sorted(arrows())
        if others not in ROOMS[house, room].may_use
        and not (others == "" and other in ROOMS[house, ""].base | {"__init__"})
    ]
    assert wrong == []


def test_the_map_has_no_circle():
    for house in {house for house, _ in ROOMS}:
        order = TopologicalSorter({room.name: room.may_use for room in ROOMS.values() if room.house == house})
        order.prepare()  # raises CycleError


def test_the_map_allows_nothing_that_nobody_does():
    used = {(house, room, others) for house, room, _, others, _ in arrows()}
    idle = [
        f"{room.house}: {room.name or 'root'} may use {other}"
        for room in ROOMS.values()
        for other in room.may_use
        if (room.house, room.name, other) not in used
    ]
    assert idle == []


def test_every_room_is_on_the_map_and_every_line_of_it_is_a_room():
    folders = {
        file.parent.relative_to(ROOT).as_posix()
        for house in HOUSES
        for file in house.rglob("*")
        if file.suffix in SUFFIXES
    }
    named = {f"{house}/{name}".rstrip("/") for house, name in ROOMS}
    assert named <= folders
    # Languages are folders of one room.
    assert {folder for folder in folders - named if not re.search(r"/words/\w+$", folder)} == set()


def sources() -> list[Path]:
    return [
        file
        for folder in (*HOUSES, ROOT / "tests")
        for file in folder.rglob("*")
        if file.suffix in SUFFIXES and "__pycache__" not in file.parts
    ]


def test_no_folder_is_a_heap():
    folders = [file.parent for file in sources()]
    heaps = {each.relative_to(ROOT).as_posix(): folders.count(each) for each in set(folders)}
    assert {name: count for name, count in heaps.items() if count > MOST_FILES} == {}


def test_files_are_short():
    lines = {file: len(file.read_text("utf-8").splitlines()) for file in sources()}
    assert {str(file): count for file, count in lines.items() if count > MOST_LINES} == {}
    assert median(count for count in lines.values() if count) <= MOST_LINES_IN_THE_MIDDLE


def test_no_two_files_of_the_shell_have_one_name():
    names = [file.name for file in SHELL.rglob("*") if file.is_file()]
    assert {name for name in names if names.count(name) > 1} == set()
