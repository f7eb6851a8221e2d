"""The photos that the page shows: the samples as the build left them; a published site has its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Tile:
    """One photo of the gallery; addresses are relative to the page.

    Attributes
    ----------
    name
        By which the words know its title, unless it has one itself.
    place
        Where it is on the page, behind a # of the address: no other tile's.
    thumbnails
        As `srcset` has them, where there are several.
    deed
        Where the licence is written, if anywhere.
    """

    name: str
    place: str
    photo: str
    embedding: str
    proposals: str
    thumbnail: str
    thumbnails: str = ""
    title: str = ""
    credit: str = ""
    licence: str = ""
    deed: str = ""


def read_gallery(samples: Path) -> tuple[Tile, ...]:
    """Read the built gallery; a server without one has no samples and works all the same."""
    index = samples / "index.json"
    if not index.is_file():
        return ()
    return tuple(_tile(sample) for sample in json.loads(index.read_text(encoding="utf-8")))


def _tile(sample: dict[str, str]) -> Tile:
    name = Path(sample["name"]).stem
    stem = f"samples/{sample['folder']}/{name}"
    return Tile(
        name=name,
        place=name,
        credit=sample["credit"],
        licence=sample["licence"],
        deed=sample["deed"],
        photo=f"samples/{sample['folder']}/{sample['name']}",
        embedding=f"{stem}.clickcut",
        proposals=f"{stem}.proposals.json",
        thumbnail=f"{stem}.thumb.jpg",
    )
