"""The page people open: the element in plain HTML, with Panel's controls around it.

The photo, the gallery and every click work without Panel's websocket; it is only needed for the header.
"""

from __future__ import annotations

from pathlib import Path

import bokeh.settings
import panel as pn
from fastapi import FastAPI
from panel.io.fastapi import add_applications

from clickcut.page.gallery import read_gallery
from clickcut.page.header import about_dialog, header_bar
from clickcut.settings import Settings

_TEMPLATE = Path(__file__).with_name("template.html")


def add_page(app: FastAPI) -> None:
    """Mount the page at `/`, with everything it loads served from here.

    Parameters
    ----------
    app
        The server, with its settings on `app.state.settings`.
    """
    bokeh.settings.settings.resources = "server"  # scripts and fonts from us, never from a CDN
    settings: Settings = app.state.settings
    gallery = read_gallery(settings.dist / "samples")
    source = _TEMPLATE.read_text(encoding="utf-8")

    def page() -> pn.Template:
        """Build the page anew for each visitor: nothing in it is shared."""
        about = about_dialog(gallery)
        template = pn.Template(source)
        template.add_variable("samples", gallery)
        template.add_panel("bar", header_bar(about))
        template.add_panel("about", about)
        return template

    add_applications({"/": page}, app=app)
