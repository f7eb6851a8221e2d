"""Nothing is lost by accident: what is open and every step of it survive a reload, in this browser alone."""

from dataclasses import replace

import pytest
from clickcut.encoding.encoder import read_manifest
from clickcut_core.embedding import Embedding
from playwright.sync_api import Page, Request

from tests.browser import photos
from tests.browser.driver import Element, differences, open_page
from tests.browser.opening.revisits import COFFEE, OTHER, RACCOON, reload, seen, status, store
from tests.server_process import Server

# The newest photo's, read or replaced behind the page's back.
KEPT_EMBEDDING = """
async (replacement) => {
  const open = indexedDB.open("clickcut")
  const done = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result) })
  const database = await done(open)
  const photos = database.transaction("photos", "readwrite").objectStore("photos")
  const kept = (await done(photos.getAll())).find((photo) => photo.name === "mine.png")
  if (replacement) await done(photos.put({ ...kept, embedding: Uint8Array.from(replacement) }))
  database.close()
  return [...kept.embedding]
}
"""


def test_a_reload_brings_back_photo_masks_objects_and_history(visitor: Element) -> None:
    visitor.evaluate("await element.load(...argument)", [COFFEE[0], {"embedding": COFFEE[1]}])
    visitor.click(290, 200)
    visitor.click(60, 40, button="right")
    visitor.evaluate("await element.renameObject(1, 'cup')")
    visitor.evaluate("await element.addObject()")
    visitor.click(400, 40)
    visitor.evaluate("await element.choose(3)")
    visitor.evaluate("await element.showObject(1, false)")
    visitor.evaluate("await element.undo()")
    before, mask = seen(visitor), visitor.mask()
    first = visitor.evaluate("return (await element.mask({object: 1})).data.reduce((a, b) => a + b, 0)")
    assert (before["active"], before["objects"][0]["name"], before["canRedo"]) == (2, "cup", True)

    reload(visitor)
    assert status(visitor) == "Picked up where you left off"
    assert differences(seen(visitor), before) == []
    assert (visitor.mask() == mask).all()
    assert (
        visitor.evaluate("return (await element.mask({object: 1})).data.reduce((a, b) => a + b, 0)") == first
    )
    assert visitor.page.locator(".gallery [aria-current=true]").get_attribute("data-photo") == COFFEE[0]
    visitor.evaluate("await element.redo()")
    assert [each["visible"] for each in visitor.state["objects"]] == [False, True]
    for _ in range(20):
        visitor.evaluate("await element.undo()")
    assert (visitor.state["objects"], visitor.state["canUndo"]) == ([], False)
    for _ in range(20):
        visitor.evaluate("await element.redo()")
    assert [each["visible"] for each in visitor.state["objects"]] == [False, True]


@pytest.mark.full
def test_a_slow_machine_brings_back_as_much(visitor: Element) -> None:
    page = visitor.page
    page.locator(f".gallery [data-photo='{COFFEE[0]}']").click()
    page.wait_for_url("**/#coffee")
    visitor.click(290, 200)
    mask = visitor.mask()
    devtools = page.context.new_cdp_session(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    try:
        reload(visitor)
    finally:
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    assert status(visitor) == "Picked up where you left off"
    assert (visitor.mask() == mask).all()
    assert page.url.endswith("/#coffee")


@pytest.mark.full
def test_an_address_names_the_photo_only_until_ones_own_is_opened(visitor: Element) -> None:
    page = visitor.page
    home, _, _ = page.url.partition("#")
    page.goto(f"{home}#coffee")
    visitor.wait_until("element.state.photo?.width === 600")
    visitor.drop("mine.png", photos.crop("coffee.png", 300, 200))
    visitor.wait_until("element.state.photo?.width === 300")
    page.wait_for_url(home)
    assert "mine.png" in [photo["name"] for photo in store(page, "photos", "getAll")]  # waits for it
    reload(visitor)
    assert (visitor.state["photo"], page.url) == ({"width": 300, "height": 200}, home)
    # A link goes before what was open.
    page.goto("about:blank")
    page.goto(f"{home}#raccoon")
    visitor.wait_until("element.state.photo?.width === 1024")
    assert page.url == f"{home}#raccoon"


@pytest.mark.full  # a second case
def test_a_reload_amid_quick_clicks_keeps_every_answered_one(visitor: Element) -> None:
    answered = visitor.evaluate(
        """
        const places = [[610, 330], [700, 400], [500, 300], [640, 200], [560, 420], [600, 260]]
        const clicks = places.map(([x, y]) => element.addPoint(x, y))
        await clicks[3]
        return element.state.prompts.points.filter((point) => !point.pending)
        """
    )
    assert len(answered) >= 4
    reload(visitor)
    points = visitor.state["prompts"]["points"]
    assert points[: len(answered)] == answered
    visitor.evaluate("await element.undo()")
    assert visitor.state["prompts"]["points"] == points[:-1]


@pytest.mark.full  # tests/unit has what is refused
def test_what_somebody_planted_in_the_storage_does_not_keep_a_page_from_starting(visitor: Element) -> None:
    visitor.click(610, 330)
    plant = """
    ([{ id, model }]) => {
      const deep = "[".repeat(20_000) + "]".repeat(20_000)
      const history = `{"documents":[${deep},${deep}],"position":1}`
      sessionStorage.setItem(`clickcut-unwritten-${id}`, `{"model":"${model}","history":${history}}`)
    }
    """
    visitor.page.evaluate(plant, store(visitor.page, "heads", "getAll"))
    reload(visitor)
    assert visitor.click(700, 400)["area"] > 1000


@pytest.mark.full
def test_a_click_that_is_answered_as_the_page_is_left_is_kept(visitor: Element) -> None:
    visitor.click(610, 330)
    # From here on the database never answers: as slow as can be, so what it is asked is lost with the page.
    visitor.page.evaluate("IDBObjectStore.prototype.get = () => ({})")
    visitor.click(700, 400)
    for _ in range(2):
        reload(visitor)
        assert [point["x"] for point in visitor.state["prompts"]["points"]] == [610, 700]
    visitor.page.wait_for_function("() => sessionStorage.length === 0")
    visitor.evaluate("await element.undo()")
    assert [point["x"] for point in visitor.state["prompts"]["points"]] == [610]


@pytest.mark.full
def test_steps_after_a_reload_and_after_undo_are_kept_like_those_before(visitor: Element) -> None:
    for x, y in ((610, 330), (700, 400), (500, 300)):
        visitor.click(x, y)
    visitor.evaluate("await element.undo(); await element.undo()")
    visitor.click(640, 200)
    reload(visitor)
    assert [point["x"] for point in visitor.state["prompts"]["points"]] == [610, 640]
    assert not visitor.state["canRedo"]
    visitor.click(560, 420)
    before, mask = seen(visitor), visitor.mask()
    reload(visitor)
    assert differences(seen(visitor), before) == []
    assert (visitor.mask() == mask).all()


@pytest.mark.full
def test_a_dropped_photo_survives_a_reload_without_being_sent_again(visitor: Element) -> None:
    visitor.drop("mine.png", photos.crop("coffee.png", 300, 200))
    visitor.wait_ready()
    visitor.click(150, 100)
    before, mask, cutout = seen(visitor), visitor.mask(), visitor.cutout().tobytes()
    requests: list[Request] = []
    visitor.page.on("request", lambda request: requests.append(request))  # noqa: PLW0108  it takes no method
    reload(visitor)
    assert differences(seen(visitor), before) == []
    assert (visitor.mask() == mask).all()
    assert visitor.cutout().tobytes() == cutout
    assert [request.url for request in requests if request.method == "POST"] == []
    assert [request.url for request in requests if "embeddings" in request.url] == []
    with visitor.page.expect_download() as download:
        visitor.press("download")
    assert download.value.suggested_filename == "mine-cutout.png"


@pytest.mark.full  # two reloads for what only older versions leave behind; tests/shell has the cases
def test_a_photo_that_was_kept_without_its_look_is_encoded_once_more_and_its_masks_stay(
    visitor: Element,
) -> None:
    visitor.drop("mine.png", photos.crop("coffee.png", 300, 200))
    visitor.wait_ready()
    visitor.click(150, 100)
    before, mask = seen(visitor), visitor.mask()
    model = read_manifest(photos.ROOT / "dist").model
    found = Embedding.from_bytes(bytes(visitor.page.evaluate(KEPT_EMBEDDING)), model=model)
    assert found.fingerprint
    visitor.page.evaluate(KEPT_EMBEDDING, list(replace(found, fingerprint=b"").to_bytes()))
    asked: list[str] = []
    visitor.page.on(
        "request", lambda request: asked.append(request.url) if "embeddings" in request.url else None
    )
    for times in (1, 1):
        reload(visitor)
        assert differences(seen(visitor), before) == []
        assert (visitor.mask() == mask).all()
        assert len(asked) == times  # by its hash; the server knows it
    assert bytes(visitor.page.evaluate(KEPT_EMBEDDING)) == found.to_bytes()


def test_a_photo_that_is_opened_again_goes_on_where_it_was(visitor: Element) -> None:
    visitor.click(610, 330)
    mask = visitor.mask()
    visitor.load(*COFFEE)
    assert visitor.state["objects"] == []
    visitor.load(*RACCOON)
    assert (visitor.mask() == mask).all()
    assert status(visitor) == "Picked up where you left off"
    visitor.click(900, 600, button="right")
    assert "Going on" not in status(visitor)
    visitor.evaluate("await element.undo(); await element.undo()")
    assert visitor.state["objects"] == []


@pytest.mark.full
def test_what_the_pages_author_loads_goes_before_what_was_open(page: Page, server: Server) -> None:
    visitor = open_page(page, server.url)
    visitor.click(610, 330)
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => customElements.whenDefined('click-cut').then(() => {"
        "const element = document.querySelector('click-cut');"
        f"window.loaded = element.load({COFFEE[0]!r}, {{ embedding: {COFFEE[1]!r} }}) }}))"
    )
    page.reload()
    page.evaluate("window.loaded")
    assert visitor.state["photo"] == OTHER
    visitor.wait_ready()
    assert visitor.state["photo"] == OTHER


@pytest.mark.full
def test_an_attribute_that_is_set_later_goes_before_what_was_open(visitor: Element) -> None:
    visitor.click(610, 330)
    reload(visitor)
    visitor.evaluate(
        "element.setAttribute('src', argument[0]); element.setAttribute('embedding', argument[1]);"
        "await Promise.resolve(); await element.ready",
        COFFEE,
    )
    assert visitor.state["photo"] == OTHER


@pytest.mark.full
def test_two_pages_with_the_same_photo_never_mix_their_histories(visitor: Element, server: Server) -> None:
    other = open_page(visitor.page.context.new_page(), server.url)
    visitor.click(610, 330)
    other.click(500, 300)
    visitor.click(700, 400)
    other.click(640, 200)
    other.click(560, 420)
    other.evaluate("await element.undo()")
    reload(visitor)
    assert differences(seen(visitor), seen(other)) == []
    assert (visitor.mask() == other.mask()).all()
    visitor.evaluate("await element.undo()")
    assert [point["x"] for point in visitor.state["prompts"]["points"]] == [500]
