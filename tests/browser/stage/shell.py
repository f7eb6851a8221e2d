"""The shell's own modules in a page of their own, unbundled, for tests of one of them."""

from pathlib import Path

from playwright.sync_api import Page, Route

ROOT = Path(__file__).parents[3]
SHELL, GENERATED = ROOT / "pyscript/shell", ROOT / "dist/generated/shell.json"
ADDRESS = "http://shell.test/"
IMPORTS = '<script type="importmap">{"imports": {"#generated": "/generated.js"}}</script>'


def open_shell(page: Page, content: str = "<!doctype html>") -> None:
    """Open an empty page that can import `/<module>.js`."""

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(ADDRESS)
        if name == "generated.js":
            body = f"export default {GENERATED.read_text('utf-8')}"
            route.fulfill(body=body, content_type="text/javascript")
        elif name:
            route.fulfill(body=(SHELL / name).read_text("utf-8"), content_type="text/javascript")
        else:
            route.fulfill(body=content + IMPORTS, content_type="text/html")

    page.route(f"{ADDRESS}**", answer)
    page.goto(ADDRESS)
