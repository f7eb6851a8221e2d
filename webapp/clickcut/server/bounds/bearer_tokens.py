"""Who may use the API, where not everybody may: those who send a token (RFC 6750)."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path
from typing import Annotated

from clickcut_core.errors import ClickcutError
from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

LEAST_LENGTH = 20
_SENT = HTTPBearer(auto_error=False, description="A token of the operator's.")


class BearerTokens:
    """The tokens of a server; as a FastAPI dependency it refuses requests without one.

    Parameters
    ----------
    file
        A token a line; empty lines and what follows a # are passed over.

    Raises
    ------
    ClickcutError
        `tokens-unusable`.
    """

    def __init__(self, file: Path) -> None:
        try:
            lines = file.read_text("ascii").splitlines()
        except OSError as error:
            raise ClickcutError("tokens-unusable", file=file, reason=error.strerror or error) from error
        except UnicodeDecodeError as error:
            raise ClickcutError("tokens-unusable", file=file, reason="not ASCII") from error
        tokens = [token for line in lines if (token := line.partition("#")[0].strip())]
        if not tokens or min(map(len, tokens)) < LEAST_LENGTH:
            reason = f"it must have at least one token, and each at least {LEAST_LENGTH} characters"
            raise ClickcutError("tokens-unusable", file=file, reason=reason)
        self._digests = [_digest(token) for token in tokens]

    def __call__(self, sent: Annotated[HTTPAuthorizationCredentials | None, Depends(_SENT)]) -> None:
        """Look at a request's `Authorization`.

        Raises
        ------
        ClickcutError
            `token-needed`.
        """
        digest = _digest(sent.credentials if sent else "")
        # Each is compared, and whole, so that the time tells nothing.
        if not sum(hmac.compare_digest(digest, known) for known in self._digests):
            raise ClickcutError("token-needed")


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
