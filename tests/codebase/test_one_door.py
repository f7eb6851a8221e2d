"""A picture is opened in one place, which knows the formats that may be and bounds their size."""

import ast

from .sources import ROOT, trees

DOOR = [f"webapp/clickcut/photos/{name}.py" for name in ("jpeg", "opening", "tiff", "tiff_samples")]
"""`opening`, and what it reads two formats with."""
OWN = "build/clickcut_build/samples.py"
"""Opens photos that were verified by their hashes, and may not import the door."""


def is_pillows_open(node):
    """Whether a node names what guesses a picture's format: `Image.open`, or `open` from its module."""
    if isinstance(node, ast.ImportFrom) and node.module == "PIL.Image":
        return any(alias.name == "open" for alias in node.names)
    return (
        isinstance(node, ast.Attribute)
        and node.attr == "open"
        and ast.unparse(node.value).rpartition(".")[2] == "Image"
    )


def is_plugin(node):
    """Whether a node imports a format's decoder."""
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return False
    module = getattr(node, "module", "") or ""
    names = {module, *(f"{module}.{alias.name}" for alias in node.names)}
    return any(name.endswith("ImagePlugin") or "pillow_heif" in name for name in names)


def users(is_one):
    examples = {path: ast.parse(path.read_text("utf-8")) for path in (ROOT / "examples").glob("*.py")}
    return {
        path.relative_to(ROOT).as_posix()
        for path, tree in (trees() | examples).items()
        if any(is_one(node) for node in ast.walk(tree))
    }


def test_nobody_lets_pillow_guess_what_a_picture_is():
    assert users(is_pillows_open) == set()


def test_one_place_decodes_pictures():
    # Writes PNG's text, and decodes nothing.
    assert users(is_plugin) - {"webapp/clickcut/cutting/cutout_files.py"} == {*DOOR, OWN}


def test_the_search_finds_every_way_to_say_it():
    ways = ["Image.open(x)", "PIL.Image.open(x)", "from PIL.Image import open", "f = Image.open"]
    assert all(any(map(is_pillows_open, ast.walk(ast.parse(way)))) for way in ways)
    assert not any(map(is_pillows_open, ast.walk(ast.parse("path.open(); open(x); Images.open(x)"))))
