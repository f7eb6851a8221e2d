"""Collects the licences of what the runtime carries into its folder `licences`; refuses what has none.

Nothing here knows a licence: the parts are a table, `licence_parts`. `python -m clickcut_build.licences`
writes NOTICE.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from fnmatch import fnmatch
from importlib.metadata import distribution
from pathlib import Path

from clickcut_build.licence_parts import KEPT, NODE, PARTS, PYTHON, WITHOUT_TEXT, Part, Text

FOLDER = "licences"
NOTICE = "NOTICE"
_RULE = "=" * 78
_HEAD = """clickcut
Licensed under the Apache License 2.0; see LICENSE.

The runtime that clickcut builds, and that every published site carries, has work of others in it. The text
of each licence is in the runtime's folder, under the name given here.
"""
_BESIDES = """
A container has Python packages, too. Each has its licence in its own folder, but for these: their text is a
file of clickcut's.
"""


def write_licences(root: Path, runtime: Path, bundled: Mapping[str, Iterable[str]], comments: str) -> None:
    """Write the texts, `NOTICE.txt` and `parts.json` into the runtime's folder.

    Parameters
    ----------
    root
        The checkout, with `node_modules` installed.
    runtime
        The folder, with all else in it.
    bundled
        By bundle, the npm packages that have code in it.
    comments
        The legal comments that bundling took out of them.

    Raises
    ------
    RuntimeError
        When a file, or a package in a bundle, belongs to no part.
    """
    unknown = unlicensed(runtime, bundled)
    if unknown:
        raise RuntimeError(f"these have no licence in clickcut_build.licence_parts: {', '.join(unknown)}")
    folder = runtime / FOLDER
    folder.mkdir()
    listed = []
    for part in PARTS:
        _write(folder / part.file, _texts(root, part))
        version = version_of(root, part)
        listed.append({"name": part.name, "version": version, "licence": part.licence, "file": part.file})
    _write(folder / "comments.txt", comments)
    _write(folder / "NOTICE.txt", notice())
    (folder / "parts.json").write_text(json.dumps(listed, indent=1), encoding="utf-8")


def unlicensed(runtime: Path, bundled: Mapping[str, Iterable[str]]) -> list[str]:
    """Name the runtime's files that no part owns up to, and `PACKAGE in BUNDLE` for packages in a bundle.

    Compressed twins count as what they are twins of; the folder of the licences is left out.
    """
    paths = [
        path for path in sorted(runtime.rglob("*")) if path.is_file() and path.suffix not in {".br", ".gz"}
    ]
    names = [path.relative_to(runtime).as_posix() for path in paths]
    files = [
        name
        for name in names
        if not name.startswith(f"{FOLDER}/") and not any(_is_inside(part, name) for part in PARTS)
    ]
    known = {part.package.removeprefix("npm:"): part for part in PARTS}
    packages = [
        f"{package} in {bundle}"
        for bundle, found in sorted(bundled.items())
        for package in sorted(set(found))
        if package not in known or not _is_inside(known[package], bundle)
    ]
    return files + packages


def version_of(root: Path, part: Part) -> str:
    """Give the version that is installed; empty for what is inside of another part."""
    kind, _, name = part.package.partition(":")
    if kind == "pypi":
        return distribution(name).version
    folder = {"npm": root / NODE / name, "own": root}.get(kind)
    return str(json.loads((folder / "package.json").read_bytes())["version"]) if folder else ""


def notice() -> str:
    """Write the runtime's notice: the parts, without their versions."""
    return _HEAD + "".join(f"\n{_entry(part)}\n" for part in PARTS if part.home)


def project_notice() -> str:
    """Write NOTICE: the runtime's, and the packages of a container that have no text of their own."""
    packages = (
        f"\n{each.name}\n  {each.licence}: {each.text.path}, {each.text.origin}\n  Source: {each.home}\n"
        for each in WITHOUT_TEXT
    )
    return notice() + _BESIDES + "".join(packages)


def _entry(part: Part) -> str:
    lines = [part.name, f"  {part.licence}: {FOLDER}/{part.file}", f"  Source: {part.home}"]
    return "\n".join([*lines, *([f"  Changed: {part.change}"] if part.change else [])])


def _is_inside(part: Part, name: str) -> bool:
    return any(fnmatch(name, pattern) for pattern in part.inside)


def _texts(root: Path, part: Part) -> str:
    return "\n".join(f"{_heading(part, text)}\n{_path(root, text).read_text('utf-8')}" for text in part.texts)


def _heading(part: Part, text: Text) -> str:
    origin = text.origin or f"{part.name} itself"
    return f"{_RULE}\n{Path(text.path).name}, as it comes with: {origin}\n{_RULE}\n"


def _path(root: Path, text: Text) -> Path:
    if text.place == PYTHON:
        return Path(str(distribution(text.path.partition("/")[0]).locate_file(text.path)))
    folders = {NODE: root / NODE, KEPT: Path(__file__).parent / KEPT}
    return folders.get(text.place, root) / text.path


def _write(path: Path, text: str) -> None:
    """Write with a byte order mark: hosts send texts without saying in which encoding they are."""
    path.write_text(text, encoding="utf-8-sig")


if __name__ == "__main__":
    Path(NOTICE).write_text(project_notice(), encoding="utf-8")
