"""The built documentation: whole, by itself, and true to the code."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from clickcut.cli import main
from clickcut.reference.http import http
from clickcut_core.words.en.sentences import NOTES, SENTENCES

from .examples import DOCUMENTS, ROOT
from .pages import PageParts

Pages = dict[Path, PageParts]

pytestmark = pytest.mark.full  # the site takes half a minute to build


@pytest.fixture(scope="module")
def pages(documentation: Path) -> Pages:
    found = {path: PageParts.of(path) for path in documentation.rglob("*.html")}
    assert len(found) > 20
    return found


def text_of(page: Path) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", page.read_text("utf-8"))).split())


@pytest.mark.full  # opens every page
def test_no_page_loads_anything_from_another_host(pages: Pages, documentation: Path) -> None:
    elsewhere = re.compile(r"(https?:)?//")
    for path, page in pages.items():
        assert [address for address in page.loaded if elsewhere.match(address)] == [], path
    for path in documentation.rglob("*.css"):
        css = path.read_text("utf-8")
        assert re.findall(r"""(?:url\(|@import)\s*["']?(?:https?:)?//[^)]*""", css) == [], path
    for path in documentation.glob("_static/**/*.js"):
        script = path.read_text("utf-8")
        assert re.findall(r"""(?:import|fetch|src\s*=)\s*\(?["'`](?:https?:)?//""", script) == [], path


def test_every_reference_within_the_site_leads_somewhere(pages: Pages, documentation: Path) -> None:
    broken = []
    for path, page in pages.items():
        for address in [*page.links, *page.loaded]:
            url = urlsplit(address)
            if url.scheme or url.netloc:
                continue
            target = (path.parent / unquote(url.path)).resolve() if url.path else path
            target = target / "index.html" if target.is_dir() else target
            is_there = target.is_file() and target.is_relative_to(documentation)
            place = unquote(url.fragment)
            if not is_there or (place and target in pages and place not in pages[target].places):
                broken.append(f"{path.name}: {address}")
    assert broken == []


def test_the_reference_has_every_command_code_and_request(documentation: Path) -> None:
    commands = text_of(documentation / "commands.html")
    for name in ("serve", "cut", "models build", "build runtime", "build samples"):
        assert f"Usage: clickcut {name} [OPTIONS]" in commands
    leaves = sum(len(getattr(each, "commands", "1")) for each in main.commands.values())
    assert commands.count("Usage: clickcut ") == leaves
    errors = text_of(documentation / "errors.html")
    assert [code for code in {**SENTENCES, **NOTES} if code not in errors] == []
    requests = re.findall(r"^### (.+)$", http(), re.MULTILINE)
    assert "POST /api/v1/embeddings" in requests
    shown = text_of(documentation / "http.html")
    assert [request for request in requests if request not in shown] == []
    assert "class clickcut_core.embedding.Embedding" in text_of(documentation / "python.html")


def test_every_mark_is_filled_in_and_no_page_names_this_machine(pages: Pages) -> None:
    for path in pages:
        html = path.read_text("utf-8")
        assert "<!-- clickcut:" not in html, path
        assert str(ROOT) not in html, path
        assert str(Path.home()) not in html.replace(str(ROOT), ""), path


def test_every_test_that_the_documents_name_exists() -> None:
    named = [
        (document.name, *match.groups())
        for document in DOCUMENTS
        for match in re.finditer(r"(tests/[\w/]+\.py)(?:::(\w+))?", document.read_text("utf-8"))
    ]
    assert len(named) >= 20
    for document, file, test in named:
        assert (ROOT / file).is_file(), f"{document}: {file}"
        assert not test or f"def {test}(" in (ROOT / file).read_text("utf-8"), f"{document}: {test}"
