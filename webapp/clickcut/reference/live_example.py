"""The element on the documentation's first page: made as `clickcut embed` makes it for anybody's page."""

from __future__ import annotations

from pathlib import Path

from clickcut.page.gallery import read_gallery
from clickcut.publishing.site import Wishes, publish_files
from clickcut.publishing.sources import Source
from clickcut.publishing.tag import element_tag, script_tag
from clickcut.settings import Settings

_PHOTO = "cat"  # CC0, and the one that the other pages' examples click
_FOLDER = "clickcut"


def live_example(site: Path) -> str:
    """Write what the element needs below a built site, and give the tags for a page at its root.

    Raises
    ------
    ClickcutError
        What `publish_files` raises, as when something is not built yet.
    """
    settings = Settings()
    tile = next(each for each in read_gallery(settings.dist / "samples") if each.name == _PHOTO)
    source = Source(settings.dist / tile.photo, tile.name)
    base = f"{_FOLDER}/"
    done = publish_files(settings, [source], site / _FOLDER, Wishes(base_url=base), progress=lambda _: None)
    (photo,) = done.photos
    credit = f'<p class="credit">Photo: {tile.credit}, {tile.licence}</p>'
    return "\n".join([script_tag(f"{base}runtime/clickcut.js"), element_tag(photo, base), credit])
