"""Several photos of `clickcut cut`: one after the other, and what fails keeps no other from being cut."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click
from clickcut_core.errors import ClickcutError

from clickcut.cli.cut_one import CutOne, Told
from clickcut.cutting.all_labels import AllLabels
from clickcut.cutting.loaded import Loaded
from clickcut.cutting.places import Folder, Place
from clickcut.publishing.sources import find_photos


def cut_many(cutter: CutOne, photos: Iterable[Path], out: Path, *, overwrite: bool, as_json: bool) -> None:
    """Cut each photo, into a folder, or into one COCO file if `out` has a suffix; what is there is done.

    How far it is, and what fails, goes to standard error; with `as_json` a line for each photo goes to
    standard output.

    Raises
    ------
    ClickcutError
        `no-photos`, `unwritable-file` or about the models. `some-failed` when all the rest is done.
    """
    sources = [source.path for source in find_photos(photos, besides=out)]
    kind = AllLabels if out.suffix and not out.is_dir() else Folder
    place = kind(out, sources, cutter.order.kind, besides=cutter.besides, overwrites=overwrite)
    with place:
        failed = _cut_each(cutter, sources, place, as_json=as_json)
    if failed:
        raise ClickcutError("some-failed", failed=failed, count=len(sources))


def _cut_each(cutter: CutOne, sources: list[Path], place: Place, *, as_json: bool) -> int:
    """Cut each photo, and tell how many failed."""
    loaded: Loaded | None = None
    failed = 0
    for number, photo in enumerate(sources, 1):
        told: dict[str, object] = {"photo": str(photo)}
        try:
            path = place.path(photo)
            if place.holds(photo):
                told |= {"file": str(path), "skipped": True}
                said = (
                    f"{photo} is in {path} already" if path.suffix == ".json" else f"{path} is there already"
                )
            else:
                place.check(photo)
                loaded = loaded or asyncio.run(cutter.load())
                made = replace(cutter, loaded=loaded).make(photo)
                place.keep(photo, made)
                done = Told(path, made.facts)
                said, told = str(done), {**told, **done.to_json()}
        except ClickcutError as error:
            failed += 1
            said, told = f"{photo}: {error.message} [{error.code}]", {**told, "error": error.to_json()}
        click.echo(f"[{number}/{len(sources)}] {said}", err=True)
        if as_json:
            click.echo(json.dumps(told))
    return failed
