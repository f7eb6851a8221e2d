"""What the page says of a visitor's photos is true wherever it is served from."""

import re
import runpy
from importlib.metadata import version

import pytest
from clickcut.page.template import PAPER, TAG, Page, render, render_published
from clickcut_core.words.tables import read_words
from markupsafe import escape

from tests.server_process import ROOT

SAY = read_words("en").page
CHOICE = 'name="encoder"'


def test_a_server_with_the_encoder_for_browsers_offers_the_choice_and_says_what_it_costs():
    html = render(Page(runtime="runtime", tiles=(), api="./", encoder_bytes=10_933_505))
    assert html.count(CHOICE) == 2
    assert "11 MB are downloaded once" in html
    assert html.count(SAY["about-stays"]) == 1


def test_a_server_without_it_offers_none_and_still_says_what_is_sent():
    html = render(Page(runtime="runtime", tiles=(), api="./"))
    assert CHOICE not in html
    assert SAY["sent-how"] in html
    assert SAY["about-stays"] not in html


def test_a_page_without_a_server_says_nothing_of_sending():
    html = render_published(Page(runtime="runtime", tiles=(), title="Summer", encoder_bytes=10_933_505)).html
    assert CHOICE not in html
    for key in ("sent", "sent-how", "about-photo", "about-stays", "embed"):
        assert SAY[key] not in html, key
    assert SAY["stays"] in html
    assert 'data-encoder="device" hidden' not in html


def test_a_page_in_a_frame_is_the_element_alone():
    html = render(Page(runtime="runtime", tiles=(), is_bare=True))
    assert not re.search(r"<header|<dialog|popover|choosePhotos", html)


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_help_has_a_tag_and_the_version(language):
    html = render(Page(runtime="runtime", tiles=(), api="./", language=language))
    assert str(escape(TAG)) in html
    assert f"clickcut {version('clickcut')}." in html


def test_no_script_stands_in_an_attribute():
    html = render(Page(runtime="runtime", tiles=(), api="./", encoder_bytes=1, nonce="n"))
    assert not re.search(r"\son\w+=", html)
    assert not re.search(r'<script(?! nonce="n"| type="module")', html)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_documentation_has_the_pages_colours(theme):
    options = runpy.run_path(str(ROOT / "docs/conf.py"))["html_theme_options"]
    theirs = options[f"{theme}_css_variables"]
    html = render(Page(runtime="runtime", tiles=(), theme=theme))
    style = html.split(f"{{ color-scheme: {theme};")[1].split("}")[0]
    ours = dict(re.findall(r"--([\w-]+): ([^;]+);", style))
    for mine, its in {
        "page-accent": "color-brand-content",
        "raised": "color-background-secondary",
        "line": "color-background-border",
        "ink": "color-foreground-primary",
    }.items():
        assert theirs[its] == ours[mine], mine
    assert theirs["color-background-primary"] == PAPER[theme]
