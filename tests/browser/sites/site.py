"""Where a published site is, and what its pages do that a visitor does not see."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, Request


@dataclass
class Site:
    """`root` is what the web server serves; the site is in a folder below it."""

    root: Path
    url: str

    @property
    def page(self) -> str:
        return f"{self.url}our%20pages/summer/"


@dataclass
class Seen:
    """What a page asked for, what failed, what the console says."""

    requests: list[Request]
    complaints: list[str]

    @classmethod
    def of(cls, page: Page) -> "Seen":
        seen = cls([], [])
        page.context.on("request", seen.note)
        page.on("console", lambda message: seen.complaints.append(message.text))
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.on(
            "response",
            lambda response: seen.complaints.append(response.url) if response.status >= 400 else None,
        )
        return seen

    def note(self, request: Request) -> None:
        self.requests.append(request)

    @property
    def web(self) -> list[str]:
        return [each.url for each in self.requests if not each.url.startswith(("data:", "blob:"))]
