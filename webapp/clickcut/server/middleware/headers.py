"""The security headers of every answer, whoever made it: route, file, page or error."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Scope

from clickcut.page.content_security_policy import content_security_policy
from clickcut.server.middleware.answer_start import AnswerStart

SECURITY_HEADERS = {
    # https://developer.mozilla.org/docs/Web/HTTP/Guides/CSP
    "Content-Security-Policy": content_security_policy(),
    # These two make the page cross-origin isolated, without which there are no wasm threads.
    # https://developer.mozilla.org/docs/Web/API/Window/crossOriginIsolated
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
# A year, and only where the visitor came by TLS: https://developer.mozilla.org/docs/Web/HTTP/Headers/Strict-Transport-Security
STRICT_TRANSPORT = "max-age=31536000"


class SecurityHeaders(AnswerStart):
    """Adds them, and leaves alone what an answer says itself."""

    def on_start(self, scope: Scope, message: Message) -> None:
        """Add the headers."""
        headers = MutableHeaders(scope=message)
        for name, value in SECURITY_HEADERS.items():
            headers.setdefault(name, value)
        if scope["scheme"] == "https":
            headers.setdefault("Strict-Transport-Security", STRICT_TRANSPORT)
