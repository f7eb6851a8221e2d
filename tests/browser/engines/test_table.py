"""The document's table of browsers is what they do."""

import pytest

from tests.browser.engines import table
from tests.browser.engines.element import Browser
from tests.server_process import Server

WRITE = f"write {table.DOCUMENT.name} anew: {table.COMMAND}"


def test_the_table_is_as_the_program_writes_it() -> None:
    assert table.written(table.read()) == table.DOCUMENT.read_text("utf-8"), WRITE


@pytest.mark.full  # each engine compiles the runtime anew
@pytest.mark.timeout(900)
def test_the_table_says_what_firefox_and_webkit_can_do(window: Browser, server: Server) -> None:
    assert table.ask(window, server.url) == _documented(window), WRITE


@pytest.mark.full
def test_the_table_says_what_chromium_can_do(chromium: Browser, server: Server) -> None:
    assert table.ask(chromium, server.url) == _documented(chromium), WRITE


def _documented(browser: Browser) -> dict[str, str]:
    return next(found for engine, found in table.read().items() if engine.startswith(browser.name))
