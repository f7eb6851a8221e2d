"""Photos that a visitor's browser was made to send by a page of another site.

The page can't read the answer, but the work would be done. Programs say nothing of a page, and are let in.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from clickcut_core.errors import ClickcutError
from starlette.requests import Request

_OURS = ("same-origin", "none")  # none: a person's own doing, not a page's


class OtherSites:
    """Refuses what pages send that are neither this server's nor of a site that its operator named.

    Parameters
    ----------
    origins
        Of the named sites.
    """

    def __init__(self, origins: Collection[str]) -> None:
        self._origins = frozenset(origins)

    def __call__(self, request: Request) -> None:
        """Look at what the browser says of the page: neither header can be set by it.

        https://www.w3.org/TR/fetch-metadata/, and for browsers and addresses without it
        https://fetch.spec.whatwg.org/#origin-header.

        Raises
        ------
        ClickcutError
            `other-site`.
        """
        origin = request.headers.get("origin")
        if origin in self._origins:
            return
        site = request.headers.get("sec-fetch-site")
        is_ours = site in _OURS if site else origin is None or _host(origin) == request.headers.get("host")
        if not is_ours:
            raise ClickcutError("other-site")


def _host(origin: str) -> str | None:
    """Give what `Host` is for pages of an origin; a proxy's TLS makes no difference."""
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        return None
