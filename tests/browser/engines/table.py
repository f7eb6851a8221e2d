"""The table of `docs/browsers.md`; run as a program, asks every engine and writes it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from tests.browser import chromium, photos
from tests.browser.engines import features, journey
from tests.browser.engines.chromium import Chromium
from tests.browser.engines.element import Browser
from tests.browser.engines.firefox import Firefox
from tests.browser.engines.webkit import WebKit
from tests.server_process import start_server

DOCUMENT = photos.ROOT / "docs/browsers.md"
COMMAND = ".venv/bin/python -m tests.browser.engines.table"

Table = dict[str, dict[str, str]]
"""What was found, by engine with its version and by feature."""


def ask(browser: Browser, url: str) -> dict[str, str]:
    """What a browser can do, by feature, at a server's page."""
    element = journey.opened(browser, url)
    element.click(*journey.PLACE)
    return {name: found(element) for name, found in features.FEATURES.items()}


def read() -> Table:
    head, _, *rows = (_cells(line) for line in DOCUMENT.read_text("utf-8").splitlines() if line[:1] == "|")
    return {engine: {row[0]: row[at] for row in rows} for at, engine in enumerate(head) if at > 0}


def written(table: Table) -> str:
    """The document with a table in the place of the one that it has."""
    text = DOCUMENT.read_text("utf-8")
    rows = [(name, *(found[name] for found in table.values())) for name in features.FEATURES]
    lines = [_line("feature", *table), "|---" * (1 + len(table)) + "|", *(_line(*row) for row in rows)]
    return text[: text.index("\n|") + 1] + "\n".join(lines) + text[text.rindex("|\n") + 1 :]


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


@contextmanager
def _browsers(folder: Path) -> Iterator[list[Browser]]:
    with sync_playwright() as playwright, Firefox(folder) as firefox, WebKit(folder) as webkit:
        context = chromium.launch(playwright, folder / "chromium")
        yield [Chromium(context.new_page()), firefox, webkit]
        context.close()


def main() -> None:
    with TemporaryDirectory() as folder:
        server = start_server(Path(folder) / "cache")
        try:
            with _browsers(Path(folder)) as browsers:
                table = {f"{each.name} {each.version}": ask(each, server.url) for each in browsers}
        finally:
            server.stop()
    DOCUMENT.write_text(written(table), "utf-8")


if __name__ == "__main__":
    main()
