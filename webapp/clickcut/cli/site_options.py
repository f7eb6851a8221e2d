"""What `publish` and `embed` have in common: arguments, the progress bar, the closing report."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from clickcut_core.words.en.sentences import NOTES

if TYPE_CHECKING:  # heavy; --help must be quick
    from clickcut.publishing.site import Published, Wishes
    from clickcut.publishing.sources import Source

SETTINGS = ("dist", "max_megapixels", "encoder", "encoder_threads", "engine")
PHOTOS = click.argument("photos", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
_OPTIONS = (
    click.option(
        "--base-url", default="", help="Where the files will be, such as https://example.org/photos/."
    ),
    click.option("--cdn", default="", help="Where the runtime is, instead of beside the photos."),
    click.option("--no-originals", is_flag=True, help="Publish smaller copies in place of the photos."),
    click.option(
        "--longest-side",
        type=click.IntRange(64),
        default=2048,
        show_default=True,
        help="Pixels of such a copy's longer side, at most.",
    ),
)


def with_wishes(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that `wishes_of` takes."""
    for option in reversed(_OPTIONS):  # click lists the decorator applied last first
        command = option(command)
    return command


def wishes_of(base_url: str, cdn: str, longest_side: int | None) -> Wishes:
    """Read the options; addresses of folders end in a slash from here on."""
    from clickcut.publishing.site import Wishes  # noqa: PLC0415

    base, runtime = (f"{url.rstrip('/')}/" if url else "" for url in (base_url, cdn))
    return Wishes(base_url=base, cdn=runtime, longest_side=longest_side)


@contextmanager
def working(sources: list[Source]) -> Iterator[Callable[[Source], None]]:
    """Show on standard error how many photos are done, where somebody is looking."""
    with click.progressbar(length=len(sources), label="photos", file=sys.stderr, show_pos=True) as bar:
        yield lambda _: bar.update(1)


def finish(done: Published, out: Path, tags: list[str]) -> None:
    """Print what was written, the tags to paste, and what was left out; exit status 1 if something was."""
    if done.photos:
        count, encoded = len(done.photos), sum(photo.was_encoded for photo in done.photos)
        click.echo(f"{out}: {_many(count, 'photo')}, {encoded} encoded, {count - encoded} unchanged")
        photos = sum(photo.bytes for photo in done.photos)
        total = photos + done.runtime_bytes
        click.echo(
            f"  photos and embeddings {photos / 1e6:.1f} MB, runtime {done.runtime_bytes / 1e6:.1f} MB, "
            f"together {total / 1e6:.1f} MB"
        )
        if done.removed:
            click.echo(f"  {_many(done.removed, 'file')} of earlier runs removed")
        for photo in done.photos:
            for note in photo.notes:
                click.echo(f"  {photo.title}: {NOTES[note]}")
        click.echo("\nIn a page of your own:\n")
        for tag in tags:
            click.echo(f"  {tag}")
    if done.refused:
        click.echo(f"\n{len(done.refused)} left out:", err=True)
        for source, error in done.refused:
            name = click.format_filename(source.path)
            click.echo(f"  {name}: {error.message} [{error.code}]", err=True)
        sys.exit(1)


def _many(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"
