"""The Content Security Policy of our page, and of all else that the server answers."""


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
