"""What a site's author pastes into a page of their own."""

from __future__ import annotations

from html import escape

from clickcut.publishing.photo_files import PhotoFiles, quoted


def script_tag(address: str, integrity: str = "") -> str:
    """Load the element, once a page."""
    check = f' integrity="{integrity}" crossorigin' if integrity else ""
    return f'<script type="module" src="{escape(address)}"{check}></script>'


def element_tag(photo: PhotoFiles, prefix: str, recipe: str = "") -> str:
    """Show one photo, and what a recipe cuts out of it; `prefix` goes before the addresses of its files."""
    addresses = {"src": photo.photo, "embedding": photo.embedding, "proposals": photo.proposals}
    if photo.poster:
        addresses["poster"] = photo.poster
    if recipe:
        addresses["recipe-src"] = recipe
    named = " ".join(f'{name}="{escape(prefix + quoted(each))}"' for name, each in addresses.items())
    return f'<click-cut controls {named} subject="auto"></click-cut>'


def frame_tag(title: str, prefix: str) -> str:
    """Show a page that was published for a frame."""
    return (
        f'<iframe src="{escape(prefix or "./")}" title="{escape(title)}" allow="clipboard-write" '
        'style="width: 100%; height: 640px; border: 0"></iframe>'
    )
