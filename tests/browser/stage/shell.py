"""The shell's own modules in a page of their own, unbundled, for tests of one of them."""

from pathlib import Path

from playwright.sync_api import Page, Route

SHELL = Path(__file__).parents[3] / "pyscript/shell"
ADDRESS = "http://shell.test/"


def open_shell(page: Page, content: str = "<!doctype html>") -> None:
    """Open an empty page that can import `/<module>.js`."""

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(ADDRESS)
        if name:
            route.fulfill(body=(SHELL / name).read_text("utf-8"), content_type="text/javascript")
        else:
            route.fulfill(body=content, content_type="text/html")

    page.route(f"{ADDRESS}**", answer)
    page.goto(ADDRESS)
