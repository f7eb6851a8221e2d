"""The Content Security Policy of our page, of all else that the server answers, and of published pages."""

from __future__ import annotations

import base64
import hashlib
import re
from urllib.parse import urlsplit

_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def content_security_policy(*, nonce: str = "") -> str:
    """Write the policy of our own pages and files: nothing from other hosts, and no script that is not ours.

    Styles may be inline, because BokehJS styles its charts so.

    Parameters
    ----------
    nonce
        That the page's own scripts carry; without one no script in a page runs.
    """
    scripts = "'self' 'wasm-unsafe-eval'" + (f" 'nonce-{nonce}'" if nonce else "")
    return (
        f"default-src 'none'; script-src {scripts}; worker-src 'self'; connect-src 'self' blob:; "
        "img-src 'self' blob: data:; style-src 'self' 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )


def published_policy(html: str, runtime: str) -> str:
    """Write the policy that a published page carries in itself.

    It names the page's own scripts by their hashes, and no frame: a `<meta>` can't say who may show the page.
    Workers may be of `data:`, which a sandboxed frame takes for want of an origin.

    Parameters
    ----------
    html
        The page; its own scripts are plain `<script>`.
    runtime
        Address of the runtime's folder: another host's is let in.
    """
    digests = (hashlib.sha256(script.encode()).digest() for script in _INLINE.findall(html))
    hashes = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    parts = urlsplit(runtime)
    host = f" {parts.scheme}://{parts.netloc}" if parts.netloc else ""
    # A worker must be of the page's own origin, so it is a blob that imports what another host has.
    scripts = f"'self'{host and host + ' blob:'} 'wasm-unsafe-eval' {hashes}"
    return (
        f"default-src 'none'; script-src {scripts}; worker-src 'self' blob: data:{host}; "
        f"connect-src 'self' blob:{host}; img-src 'self' blob: data:; style-src 'self' 'unsafe-inline'; "
        "manifest-src 'self'; base-uri 'none'; form-action 'none'"
    )
