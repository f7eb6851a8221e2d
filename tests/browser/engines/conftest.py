"""A window of each engine that all tests share: each of them compiles the runtime anew."""

from collections.abc import Iterator

import pytest

from tests.browser.conftest import ComeBack
from tests.browser.engines import journey
from tests.browser.engines.chromium import Chromium
from tests.browser.engines.element import Browser
from tests.browser.engines.firefox import Firefox
from tests.browser.engines.webkit import WebKit
from tests.server_process import Server

ENGINES = {engine.name: engine for engine in (Firefox, WebKit)}


@pytest.fixture(scope="session")
def chromium(come_back: ComeBack) -> Iterator[Browser]:
    with come_back() as context:
        yield Chromium(context.new_page())


@pytest.fixture(scope="session")
def made_in_chromium(chromium: Browser, server: Server) -> dict[str, str]:
    return journey.go(chromium, server.url)


@pytest.fixture(scope="session", params=ENGINES)
def window(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with ENGINES[request.param](tmp_path_factory.mktemp("engine")) as browser:
        yield browser
