"""`clickcut publish`: a static site, photos in, folder out."""

from __future__ import annotations

from pathlib import Path

import click
from clickcut_core.errors import ClickcutError
from clickcut_core.words.tables import ENGLISH, languages

from clickcut.cli.example import example
from clickcut.cli.site_options import PHOTOS, SETTINGS, finish, wishes_of, with_wishes, working
from clickcut.settings import Settings, options


@click.command(
    epilog=example(
        "clickcut publish photos -o site",
        'clickcut publish photos more/cat.jpg -o site --title "Our summer" --base-url https://example.org/summer/',
        "clickcut publish cat.jpg -o cat --single",
    )
)
@PHOTOS
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the site. Files there that are not of clickcut stay as they are.",
)
@click.option("--title", default="Photos", show_default=True, help="What the page is called.")
@click.option(
    "--language",
    type=click.Choice(languages()),
    default=ENGLISH,
    show_default=True,
    help="Of the page's own words.",
)
@click.option(
    "--theme",
    type=click.Choice(("auto", "light", "dark")),
    default="auto",
    show_default=True,
    help="What is seen until a visitor chooses; auto is what the visitor's system has.",
)
@click.option(
    "--offline", is_flag=True, help="Visitors may install it, use it offline, and get several threads."
)
@click.option("--single", is_flag=True, help="A page with one photo alone, to be shown in a frame.")
@with_wishes
@lambda command: options(command, names=SETTINGS)
def publish(
    settings: Settings,
    photos: tuple[Path, ...],
    out: Path,
    title: str,
    language: str,
    theme: str,
    *,
    offline: bool,
    single: bool,
    base_url: str,
    cdn: str,
    no_originals: bool,
    longest_side: int,
) -> None:
    """Write a site that any web server can serve: a page with the photos, each to be clicked.

    PHOTOS are files and folders. Every photo is encoded once; the same command again encodes only what is
    new, and removes from the site what is no longer named. What files say beside the picture, such as the
    place where it was taken, is left out.
    """
    from clickcut.publishing.site import publish_site  # noqa: PLC0415  heavy; --help must be quick
    from clickcut.publishing.sources import find_photos  # noqa: PLC0415
    from clickcut.publishing.tag import element_tag, frame_tag, script_tag  # noqa: PLC0415

    sources = find_photos(photos, besides=out)
    if single and len(sources) > 1:
        raise ClickcutError("one-photo-only", count=len(sources))
    wishes = wishes_of(base_url, cdn, longest_side if no_originals else None)
    with working(sources) as progress:
        done = publish_site(
            settings,
            sources,
            out,
            wishes,
            title=title,
            language=language,
            theme=theme,  # type: ignore[arg-type]  # click knows the choices
            is_bare=single,
            is_offline=offline,
            progress=progress,
        )
    tags = []
    if done.photos and single:
        tags = [frame_tag(title, wishes.base_url)]
    elif done.photos:
        entry = f"{done.runtime}/element.js" if cdn else f"{wishes.base_url}runtime/clickcut.js"
        tags = [script_tag(entry, done.integrity), element_tag(done.photos[0], wishes.base_url)]
    finish(done, out, tags)
