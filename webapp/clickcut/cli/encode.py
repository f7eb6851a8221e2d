"""`clickcut encode`: embedding files for photos."""

from __future__ import annotations

from pathlib import Path

import click
from clickcut_core.files.file_names import fitting
from clickcut_core.words.en.sentences import NOTES

from clickcut.cli.example import example
from clickcut.settings import Settings, options

SETTINGS = ("dist", "max_megapixels", "encoder", "encoder_threads")


@click.command(epilog=example("clickcut encode photo.jpg", "clickcut encode *.jpg --out embeddings"))
@click.argument(
    "photos", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the files; beside the photo.",
)
@lambda command: options(command, names=SETTINGS)
def encode(settings: Settings, photos: tuple[Path, ...], out: Path | None) -> None:
    """Write the embedding file of each photo, `NAME.clickcut`; a NAME that leaves no room for that is cut."""
    from clickcut.cutting.files import (  # noqa: PLC0415  heavy; --help must be quick
        check_apart,
        check_distinct,
        check_writable,
        read_file,
        writing,
    )
    from clickcut.encoding.encoder import Encoder  # noqa: PLC0415

    places = [(photo, (out or photo.parent) / fitting(photo.stem, ".clickcut")) for photo in photos]
    for _, path in places:
        check_apart(path, photos)
    check_distinct(places)
    encoder = Encoder.from_settings(settings)
    for photo, path in places:
        with writing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        check_writable(path)
        embedding = encoder.encode_photo(read_file(photo))
        with writing(path):
            size = path.write_bytes(embedding.to_bytes())
        click.echo(f"{path}: {size / 1e6:.2f} MB for {embedding.frame.photo} pixels")
        for note in embedding.notes:
            click.echo(f"  {NOTES[note]}")
