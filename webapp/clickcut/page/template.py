"""The page's one template, for the server and for sites without one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import jinja2
from clickcut_core.words.tables import ENGLISH, read_words

from clickcut.page.content_security_policy import published_policy
from clickcut.page.gallery import Tile
from clickcut.page.licences import Licensed

Theme = Literal["auto", "light", "dark"]
PAPER = {"light": "#f6f7f9", "dark": "#17191e"}
"""The page's ground."""
TAG = """<script type="module" src="clickcut/runtime/clickcut.js"></script>
<click-cut controls subject="auto"></click-cut>"""
"""For a page of somebody else's, beside the folder that `clickcut embed` writes."""
_CHARSET = '<meta charset="utf-8" />'

TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page is made of. Addresses are relative to it, or absolute.

    Attributes
    ----------
    runtime
        The folder with `element.js`.
    tiles
        The gallery; its first photo is opened.
    licences
        Whose work the runtime carries.
    encoder_bytes
        What a browser loads once to encode photos itself; 0 where it can't.
    api
        A server that encodes new photos; without one the page shows its own alone.
    title
        Of a published page; the server's page has its own.
    language
        Of the words, one of `languages()`.
    theme
        What is seen until a visitor chooses.
    is_bare
        The element alone, for a frame in another page.
    is_offline
        A service worker and a web app manifest lie beside it.
    integrity
        Of `element.js`, where the runtime comes from another host.
    nonce
        That the page's own scripts carry, where a Content Security Policy asks for one.
    mark
        What only this version of the page has in it, at its beginning and at its end; else empty.
    address, image
        Of the page and of a picture of it, absolute, for search engines and shared links; else empty.
    """

    runtime: str
    tiles: Sequence[Tile]
    licences: Sequence[Licensed] = ()
    encoder_bytes: int = 0
    api: str | None = None
    title: str = ""
    language: str = ENGLISH
    theme: Theme = "auto"
    is_bare: bool = False
    is_offline: bool = False
    integrity: str = ""
    nonce: str = ""
    mark: str = ""
    address: str = ""
    image: str = ""

    @property
    def ground(self) -> str:
        """The colour that is seen before the page is there, as far as it is known."""
        return PAPER["dark" if self.theme == "dark" else "light"]


@dataclass(frozen=True, slots=True)
class Published:
    """A page as a file.

    Attributes
    ----------
    html
        All of it.
    mark
        See `Page`.
    """

    html: str
    mark: str


def render(page: Page) -> str:
    """Write the HTML."""
    return TEMPLATES.get_template("index.html").render(
        page=page,
        paper=PAPER,
        say=read_words(page.language).page,
        megabytes=round(page.encoder_bytes / 1e6),
        tag=TAG,
        version=version("clickcut"),
    )


def render_published(page: Page) -> Published:
    """Write the HTML of a page on a host that sends no policy: the page has its own."""
    mark = hashlib.sha256(render(page).encode()).hexdigest()[:32] if page.is_offline else ""
    html = render(replace(page, mark=mark))
    policy = f'<meta http-equiv="Content-Security-Policy" content="{published_policy(html, page.runtime)}" />'
    return Published(html.replace(_CHARSET, f"{_CHARSET}\n{policy}", 1), mark)
