"""The names by which this server may be asked for, so that no page makes it one of its own (DNS rebinding).

A page of `evil.example` can have that name lead to this machine once it is loaded. The browser takes this
server for that page's own from then on; only the name in `Host` tells, which no page can choose.
"""

from __future__ import annotations

import ipaddress
import re

from clickcut_core.errors import ClickcutError
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from clickcut.server.middleware.problems import problem

# Nobody can register a name in them: RFC 6761, RFC 6762, RFC 8375; ICANN has set .internal aside, and routers
# have .lan, which ICANN has given to nobody.
_LOCAL = ("localhost", "test", "local", "home.arpa", "internal", "lan")
_NAME = re.compile(r"(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*")
_HOST = re.compile(r"(\[[^\[\]@/]*\]|[^:\[\]@/]*)(?::([0-9]{1,5}))?")  # RFC 9110, 7.2
_ANY = "*"
_HTTP = 80


class HostNames:
    """ASGI middleware: refuses requests for names that are not this server's.

    Addresses and names that nobody can register are always accepted. Where no hosts are named, so is what a
    proxy passes on: it says for whom (`X-Forwarded-For`), and the name comes without this server's own port,
    which a page needs to reach it.

    Parameters
    ----------
    app
        What answers the others.
    hosts
        What `host_names` gives.
    """

    def __init__(self, app: ASGIApp, *, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is asked of this server."""
        if scope["type"] == "http" and not self._is_asked(scope):
            # The name is a client's, and is not repeated.
            await problem(ClickcutError("host-unknown"), Request(scope))(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _is_asked(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        is_passed_on = not self._hosts and "x-forwarded-for" in headers
        own_port = (scope.get("server") or ("", None))[1] or _HTTP
        for host in headers.getlist("host"):
            parts = _HOST.fullmatch(host)
            if parts is None:
                return False
            name = parts[1].strip("[]").rstrip(".").lower()
            came_by_proxy = is_passed_on and int(parts[2] or _HTTP) != own_port
            if not (came_by_proxy or _is_local(name) or self._is_named(name)):
                return False
        return True

    def _is_named(self, name: str) -> bool:
        return not self._hosts.isdisjoint((_ANY, name, *(f"*.{domain}" for domain in _domains(name))))


def host_names(hosts: str) -> frozenset[str]:
    """Read what an operator names.

    Parameters
    ----------
    hosts
        Names, with commas between them; `*.example.org` stands for all below it, `*` for all there are.

    Raises
    ------
    ClickcutError
        `hosts-unusable`.
    """
    names = frozenset(name.strip().lower() for name in hosts.split(",") if name.strip())
    for name in names:
        if name != _ANY and not _NAME.fullmatch(name):
            raise ClickcutError("hosts-unusable", name=name)
    return names


def _is_local(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return "." not in name or any(domain in _LOCAL for domain in _domains(name))
    return True


def _domains(name: str) -> list[str]:
    """Give the domains that a name lies in: of `a.b.c` they are `b.c` and `c`."""
    labels = name.split(".")
    return [".".join(labels[at:]) for at in range(1, len(labels))]
