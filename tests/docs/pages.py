"""What a built page refers to: what a browser loads by itself, where links lead, where they may."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

_LOADED = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "iframe": ("src",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "object": ("data",),
    "click-cut": ("src", "embedding", "api"),
}


@dataclass
class PageParts(HTMLParser):
    """Read one page."""

    loaded: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    places: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()

    @classmethod
    def of(cls, path: Path) -> "PageParts":
        parts = cls()
        parts.feed(path.read_text("utf-8"))
        return parts

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.places |= {given[name] for name in ("id", "name") if name in given}
        self.loaded += [given[name] for name in _LOADED.get(tag, ()) if name in given]
        if tag == "link":
            is_link = given.get("rel") in {"next", "prev", "canonical"}
            (self.links if is_link else self.loaded).append(given["href"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
