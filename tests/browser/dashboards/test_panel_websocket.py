"""Who may talk to a dashboard over its websocket, and how much at a time, as docs/panel.md says."""

import re

import httpx
import pytest
from websockets.exceptions import ConnectionClosedError, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.browser.dashboards.panel_server import LONGEST_MESSAGE


@pytest.fixture(scope="module")
def page(dashboards: str) -> str:
    return f"{dashboards}seen"


def connected(page: str, origin: str) -> ClientConnection:
    """Connect as a page of some origin would that has got hold of a session's token."""
    token = re.search(r'"token":"([^"]+)"', httpx.get(page, timeout=90).text)
    assert token
    address = page.replace("http:", "ws:") + "/ws"
    spoken = [Subprotocol("bokeh"), Subprotocol(token[1])]
    return connect(address, origin=Origin(origin), subprotocols=spoken, max_size=None, open_timeout=90)


def test_pages_of_other_sites_are_refused(page: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        connected(page, "https://evil.example")
    assert refused.value.response.status_code == 403


def test_a_message_that_is_too_long_ends_the_connection(page: str) -> None:
    own = "/".join(page.split("/")[:3])
    with connected(page, own) as connection:
        assert "ACK" in connection.recv(90)
        connection.send("x" * (LONGEST_MESSAGE + 1))
        with pytest.raises(ConnectionClosedError) as ended:
            while True:
                connection.recv(90)
    assert ended.value.rcvd is None or ended.value.rcvd.code in (1006, 1009)


def test_the_server_goes_on_for_others(page: str) -> None:
    own = "/".join(page.split("/")[:3])
    with connected(page, own) as connection:
        assert "ACK" in connection.recv(90)
