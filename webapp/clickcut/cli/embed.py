"""`clickcut embed`: a tag for a page that is there already, and the files it needs."""

from __future__ import annotations

from pathlib import Path

import click

from clickcut.cli.example import example
from clickcut.cli.site_options import PHOTOS, SETTINGS, finish, wishes_of, with_wishes, working
from clickcut.settings import Settings, options


@click.command(
    epilog=example(
        "clickcut embed photo.jpg",
        "clickcut embed photo.jpg -o static/clickcut --base-url /clickcut/",
        "clickcut embed photo.jpg --recipe photo-cutout.png",
    )
)
@PHOTOS
@click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("clickcut"),
    show_default=True,
    help="Folder for the files; all photos there share one runtime.",
)
@click.option(
    "--recipe",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A cut-out of the photo that clickcut saved: it is there at once, and visitors can change it.",
)
@with_wishes
@lambda command: options(command, names=SETTINGS)
def embed(
    settings: Settings,
    photos: tuple[Path, ...],
    out: Path,
    recipe: Path | None,
    *,
    base_url: str,
    cdn: str,
    no_originals: bool,
    longest_side: int,
) -> None:
    """Print the tag that shows a photo in a page of your own, and write just the files it needs.

    Without --base-url the addresses in the tag are right for a page beside the folder.
    """
    from clickcut.publishing.living import read_living  # noqa: PLC0415
    from clickcut.publishing.photo_files import quoted  # noqa: PLC0415  heavy; --help must be quick
    from clickcut.publishing.site import publish_files  # noqa: PLC0415
    from clickcut.publishing.sources import find_photos  # noqa: PLC0415
    from clickcut.publishing.tag import element_tag, script_tag  # noqa: PLC0415

    sources = find_photos(photos, besides=out)
    wishes = wishes_of(base_url or f"{quoted(out.name)}/", cdn, longest_side if no_originals else None)
    living = read_living(recipe, sources) if recipe else None
    with working(sources) as progress:
        done = publish_files(settings, sources, out, wishes, living=living, progress=progress)
    entry = f"{done.runtime}/element.js" if cdn else f"{wishes.base_url}runtime/clickcut.js"
    tags = [element_tag(photo, wishes.base_url, done.recipe) for photo in done.photos]
    finish(done, out, [script_tag(entry, done.integrity), *tags] if tags else [])
