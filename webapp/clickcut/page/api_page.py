"""The API for people to read: its OpenAPI document as a page, which needs no script and no other host."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup, escape

from clickcut.page.template import PAPER, TEMPLATES

_CODE = re.compile(r"`([^`]+)`")


def render_api(document: dict[str, Any], *, document_url: str, base_url: str) -> str:
    """Write the HTML of an OpenAPI document.

    Parameters
    ----------
    document
        As FastAPI gives it.
    document_url
        Its address.
    base_url
        The server's, as the reader reached it, without a slash at its end.
    """
    template = TEMPLATES.get_template("api.html")
    return template.render(document=document, document_url=document_url, base_url=base_url, paper=PAPER)


def _with_code(text: str) -> Markup:
    """Write what is between backticks as code."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704  escaped before


TEMPLATES.filters["with_code"] = _with_code
