"""Several photos of `clickcut cut`: one after the other, and what fails keeps no other from being cut."""

from __future__ import annotations

import asyncio
import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click
from clickcut_core.errors import ClickcutError
from clickcut_core.files.cutout import cutout_name

from clickcut.cli.cut_one import CutOne
from clickcut.cutting.files import check_apart, check_writable, told_apart, writing
from clickcut.cutting.loaded import Loaded
from clickcut.publishing.sources import find_photos


def cut_many(cutter: CutOne, photos: Iterable[Path], out: Path, *, overwrite: bool, as_json: bool) -> None:
    """Cut the subject out of each photo, into a folder; what is there already is done.

    How far it is, and what fails, goes to standard error; with `as_json` a line for each photo goes to
    standard output.

    Raises
    ------
    ClickcutError
        `no-photos`, `unwritable-file` or about the models. `some-failed` when all the rest is done.
    """
    sources = [source.path for source in find_photos(photos, besides=out)]
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
    names = [cutout_name(photo.name, cutter.wanted.media_type) for photo in sources]
    often = {name for name, count in Counter(names).items() if count > 1}
    loaded: Loaded | None = None
    failed = 0
    for number, (photo, name) in enumerate(zip(sources, names, strict=True), 1):
        told: dict[str, object] = {"photo": str(photo)}
        try:
            path = out / (told_apart(name, photo) if name in often else name)
            if path.exists() and not overwrite:
                said, told = f"{path} is there already", {**told, "file": str(path), "skipped": True}
            else:
                loaded = loaded or asyncio.run(Loaded.of(cutter.settings, proposing=True))
                check_apart(path, (photo, *cutter.besides))
                check_writable(path)
                with _whole(path) as unfinished:
                    done = replace(cutter, loaded=loaded).cut(photo, unfinished)
                done = replace(done, path=path)
                said, told = str(done), {**told, **done.to_json()}
        except ClickcutError as error:
            failed += 1
            said, told = f"{photo}: {error.message} [{error.code}]", {**told, "error": error.to_json()}
        click.echo(f"[{number}/{len(sources)}] {said}", err=True)
        if as_json:
            click.echo(json.dumps(told))
    if failed:
        raise ClickcutError("some-failed", failed=failed, count=len(sources))


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """Give a file beside the one that is wanted: it takes that name when it is whole, or goes."""
    unfinished = path.with_name(f".clickcut-{os.getpid()}{path.suffix}")
    try:
        yield unfinished
        with writing(path):
            unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
