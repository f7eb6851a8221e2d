"""Wherever other people put the element, however they make it."""

from pathlib import Path

import pytest
from clickcut.page.template import TAG
from playwright.sync_api import Page, expect

from tests.browser import photos
from tests.browser.driver import Element
from tests.browser.published import http_server, server_with
from tests.browser.surroundings.conftest import (
    Host,
    add_script,
    open_page,
)


@pytest.mark.full
def test_in_a_closed_shadow_root_of_a_component(page: Page, host: Host) -> None:
    url = host.write(
        "shadow.html",
        f"""{host.script}
        <style>* {{ color: red; font-size: 40px; letter-spacing: 9px; text-transform: uppercase }}</style>
        <my-card></my-card>
        <script>
          customElements.define("my-card", class extends HTMLElement {{
            constructor() {{
              super()
              const root = this.attachShadow({{ mode: "closed" }})
              root.innerHTML = '<p>Card</p>{host.tags["flower.jpg"]}'
              window.inside = root.querySelector("click-cut")
            }}
          }})
          window.heard = []
          document.addEventListener("clickcut-mask", ({{ target, detail }}) => {{
            heard.push([target.localName, detail.score])
          }})
        </script>""",
    )
    open_page(page, url)
    page.evaluate("async () => await inside.ready")
    box = page.locator("my-card").evaluate(
        "() => { const box = inside.shadowRoot.querySelector('.stage').getBoundingClientRect();"
        "return [box.x + box.width / 2, box.y + box.height / 2] }"
    )
    page.mouse.click(*box)
    page.wait_for_function("() => heard.length")
    ((target, score),) = page.evaluate("heard")
    assert target == "my-card"  # composed, and retargeted as the platform does
    assert score > 0.5
    told = page.evaluate(
        "() => { const of = getComputedStyle(inside.shadowRoot.querySelector('.frame'));"
        "return [of.fontSize, of.letterSpacing, of.textTransform, of.color === 'rgb(255, 0, 0)'] }"
    )
    assert told == ["15px", "normal", "none", False]


@pytest.mark.full
def test_in_a_frame_of_another_site(page: Page, host: Host, tmp_path: Path) -> None:
    inner = host.write("inner.html", host.script + host.tags["flower.jpg"])
    (tmp_path / "index.html").write_text(
        f'<!doctype html><h1>Elsewhere</h1><iframe src="{inner}" width="900" height="600"></iframe>'
    )
    with http_server(tmp_path) as elsewhere:
        page.goto(elsewhere.replace("127.0.0.1", "localhost"))
        frame = page.frame(url=inner)
        assert frame
        frame.wait_for_function("() => customElements.get('click-cut') !== undefined")
        frame.evaluate("document.querySelector('click-cut').ready")
        frame.locator("click-cut .overlay").click()
        frame.wait_for_function("() => document.querySelector('click-cut').state.objects[0]?.score > 0.5")


@pytest.mark.full
def test_the_tag_of_the_pages_help_opens_photos_of_a_visitors_own(page: Page, host: Host) -> None:
    assert TAG.startswith(host.script)
    page.goto(host.write("own.html", f"<style>click-cut {{ height: 90vh }}</style>{TAG}"))
    empty = page.locator("click-cut .empty")
    expect(empty).to_contain_text("Drop, paste or open your photo")
    expect(page.locator("click-cut .toolbar button.open")).to_be_visible()  # as there is no header
    with page.expect_file_chooser() as chooser:
        page.evaluate("document.querySelector('click-cut').choosePhotos()")
    chooser.value.set_files(photos.sample("flower.jpg"))
    page.locator("click-cut .banner .action").click()
    Element(page).wait_until("element.state.photo?.width === 640")
    expect(empty).to_be_hidden()


POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self' blob:; "
    "img-src 'self' blob: data:"
)


@pytest.mark.full  # in the gate, test_policy.py works under the page's own
def test_under_a_strict_content_security_policy(page: Page, host: Host) -> None:
    """Sent with every file, so that it is the worker's as well."""
    docs = (photos.ROOT / "docs/element.md").read_text("utf-8")
    assert POLICY in " ".join(docs.split())
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    host.write("strict.html", host.script + host.tags["flower.jpg"])
    with server_with(host.root, {"Content-Security-Policy": POLICY}) as url:
        open_page(page, f"{url}strict.html")
        element = Element(page)
        element.wait_ready()
        element.click(320, 213)
        assert element.mask()[213, 320]
        assert element.cutout().size == (640, 427)
    assert [told for told in complaints if "404" not in told] == []  # there is no favicon


@pytest.mark.full
def test_made_before_the_script_and_told_by_properties(page: Page, host: Host) -> None:
    address = host.address("flower.jpg")
    embedding = host.address("flower.jpg", "embedding")
    url = host.write(
        "before.html",
        f"""<main></main><script>
          const element = document.createElement("click-cut")
          element.src = "{address}"
          element.embedding = "{embedding}"
          element.controls = true
          document.querySelector("main").append(element)
        </script>""",
    )
    page.goto(url)
    add_script(page, host)
    element = Element(page)
    element.wait_ready()
    element.click(320, 213)
    assert page.locator("click-cut").get_attribute("src") == address
    assert page.locator("click-cut .toolbar").is_visible()
    reflected = element.evaluate(
        """
        element.setAttribute("poster", "a.jpg"); element.threads = "1"; element.controls = false
        const told = [element.poster, element.getAttribute("threads"), element.hasAttribute("controls")]
        element.poster = null
        return [...told, element.hasAttribute("poster")]
        """
    )
    assert reflected == ["a.jpg", "1", False, False]
    assert page.locator("click-cut .toolbar").is_hidden()


@pytest.mark.full
def test_rendered_by_a_server_it_takes_over_what_was_sent(page: Page, host: Host) -> None:
    tag = host.tags["flower.jpg"]
    address = host.address("flower.jpg")
    fallback = f'<template shadowrootmode="open"><i>sent</i></template><img id="plain" src="{address}">'
    page.goto(host.write("rendered.html", tag.replace("></click-cut>", f">{fallback}</click-cut>")))
    assert page.locator("click-cut i").inner_text() == "sent"
    add_script(page, host)
    element = Element(page)
    element.wait_ready()
    assert page.locator("click-cut i").count() == 0
    assert not page.locator("#plain").is_visible()
    element.click(320, 213)


@pytest.mark.full
def test_it_leaves_nothing_on_the_page_and_takes_its_theme(page: Page, host: Host) -> None:
    url = host.write(
        "clean.html",
        f"""<style>
          click-cut {{ --click-cut-accent: rgb(1, 2, 3); --click-cut-font: 20px serif }}
          click-cut::part(status) {{ background: rgb(4, 5, 6) }}
        </style><div class="hint stage banner">mine</div><script>window.before = Object.keys(window)</script>
        {host.tags["flower.jpg"]}""",
    )
    page.goto(url)
    style = "(node) => JSON.stringify({...getComputedStyle(node)})"
    mine = page.locator("body > div.hint").evaluate(style)
    add_script(page, host)
    element = Element(page)
    element.wait_ready()
    element.click(320, 213)
    assert page.evaluate(
        "Object.keys(window).filter((key) => !before.includes(key) && key !== 'before')"
    ) == [
        "nextMask"  # the test's own
    ]
    assert page.evaluate("[document.styleSheets.length, document.adoptedStyleSheets.length]") == [1, 0]
    assert (
        page.locator("body > div.hint").evaluate("(node) => JSON.stringify({...getComputedStyle(node)})")
        == mine
    )
    status = page.locator("click-cut .status")
    assert status.evaluate("(node) => getComputedStyle(node).backgroundColor") == "rgb(4, 5, 6)"
    assert status.evaluate("(node) => getComputedStyle(node).fontFamily") == "serif"
    pressed = page.locator("click-cut button[aria-pressed=true]").first
    assert "rgb(1, 2, 3)" in pressed.evaluate(style)


ANOTHER = """
const [photo, embedding] = argument
const other = document.createElement("click-cut")
other.style.setProperty("--click-cut-max-height", "200px")
document.body.append(other)
const steps = new Set()
other.addEventListener("clickcut-progress", ({ detail }) => steps.add(Object.keys(detail).sort().join()))
const code = await other.load(photo).catch((error) => error.code)
await other.load(photo, { embedding })
const { height } = other.shadowRoot.querySelector(".stage").getBoundingClientRect()
other.remove()
return [code, height, [...steps]]
"""


def test_without_an_encoder_it_opens_photos_with_an_embedding_alone_and_is_no_higher_than_told(
    element: Element,
) -> None:
    known = [photos.address("cat.png"), photos.embedding_address("cat.png")]
    assert element.evaluate(ANOTHER, known) == ["no-encoder", 200, ["loaded,stage,total"]]
