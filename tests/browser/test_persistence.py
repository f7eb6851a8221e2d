"""Nothing is lost by accident: what is open and every step of it survive a reload, in this browser alone."""

from typing import Any

import pytest
from playwright.sync_api import Page, Request

from tests.browser import photos
from tests.browser.conftest import Server
from tests.browser.driver import Element, open_page

RACCOON = [photos.address("raccoon.jpg"), photos.embedding_address("raccoon.jpg")]
COFFEE = [photos.address("coffee.png"), photos.embedding_address("coffee.png")]
OWN, OTHER = {"width": 451, "height": 300}, {"width": 600, "height": 400}  # the page's `src`, and COFFEE
STORE = """
async ([store, method, ...args]) => {
  const open = indexedDB.open("clickcut")
  const database = await new Promise((resolve, reject) => {
    open.onsuccess = () => resolve(open.result)
    open.onerror = () => reject(open.error)
  })
  const transaction = database.transaction(store, "readwrite")
  const request = transaction.objectStore(store)[method](...args)
  await new Promise((resolve) => { transaction.oncomplete = resolve })
  database.close()
  return request.result
}
"""


def store(page: Page, name: str, method: str, *arguments: object) -> Any:
    """Read or change the browser's database behind the page's back."""
    return page.evaluate(STORE, [name, method, *arguments])


def seen(element: Element) -> dict[str, Any]:
    """What a person sees of the state: all of it but what belongs to one run."""
    return {key: value for key, value in element.state.items() if key not in ("timings", "runtime")}


def reload(element: Element) -> None:
    element.page.reload()
    element.wait_ready()


def status(element: Element) -> str:
    return element.page.locator("click-cut .status").inner_text()


@pytest.fixture
def visitor(page: Page, server: Server) -> Element:
    return open_page(page, server.url)


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
    assert status(visitor) == "Going on where you left off"
    assert seen(visitor) == before
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


def test_a_click_that_is_answered_as_the_page_is_left_is_kept(visitor: Element) -> None:
    visitor.click(610, 330)
    # From here on the database never answers: as slow as can be, so what it is asked is lost with the page.
    visitor.page.evaluate("IDBObjectStore.prototype.get = () => ({})")
    visitor.click(700, 400)
    for _ in range(2):
        reload(visitor)
        assert [point["x"] for point in visitor.state["prompts"]["points"]] == [610, 700]
    visitor.page.wait_for_function("sessionStorage.length === 0")
    visitor.evaluate("await element.undo()")
    assert [point["x"] for point in visitor.state["prompts"]["points"]] == [610]


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
    assert seen(visitor) == before
    assert (visitor.mask() == mask).all()


def test_a_dropped_photo_survives_a_reload_without_being_sent_again(visitor: Element) -> None:
    visitor.drop("mine.png", photos.crop("coffee.png", 300, 200))
    visitor.wait_ready()
    visitor.click(150, 100)
    before, mask, cutout = seen(visitor), visitor.mask(), visitor.cutout().tobytes()
    requests: list[Request] = []
    visitor.page.on("request", lambda request: requests.append(request))  # noqa: PLW0108  it takes no method
    reload(visitor)
    assert seen(visitor) == before
    assert (visitor.mask() == mask).all()
    assert visitor.cutout().tobytes() == cutout
    assert [request.url for request in requests if request.method == "POST"] == []
    assert [request.url for request in requests if "embeddings" in request.url] == []
    with visitor.page.expect_download() as download:
        visitor.press("download")
    assert download.value.suggested_filename == "mine-cutout.png"


def test_a_photo_that_is_opened_again_goes_on_where_it_was(visitor: Element) -> None:
    visitor.click(610, 330)
    mask = visitor.mask()
    visitor.load(*COFFEE)
    assert visitor.state["objects"] == []
    visitor.load(*RACCOON)
    assert (visitor.mask() == mask).all()
    assert status(visitor) == "Going on where you left off"
    visitor.click(900, 600, button="right")
    assert "Going on" not in status(visitor)
    visitor.evaluate("await element.undo(); await element.undo()")
    assert visitor.state["objects"] == []


def test_what_the_pages_author_loads_goes_before_what_was_open(visitor: Element) -> None:
    visitor.click(610, 330)
    visitor.page.add_init_script(
        "addEventListener('DOMContentLoaded', () => customElements.whenDefined('click-cut').then(() => {"
        "const element = document.querySelector('click-cut');"
        f"window.loaded = element.load({COFFEE[0]!r}, {{ embedding: {COFFEE[1]!r} }}) }}))"
    )
    visitor.page.reload()
    visitor.page.evaluate("window.loaded")
    assert visitor.state["photo"] == OTHER
    visitor.wait_ready()
    assert visitor.state["photo"] == OTHER


def test_an_attribute_that_is_set_later_goes_before_what_was_open(visitor: Element) -> None:
    visitor.click(610, 330)
    reload(visitor)
    visitor.evaluate(
        "element.setAttribute('src', argument[0]); element.setAttribute('embedding', argument[1]);"
        "await Promise.resolve(); await element.ready",
        COFFEE,
    )
    assert visitor.state["photo"] == OTHER


def test_two_pages_with_the_same_photo_never_mix_their_histories(visitor: Element, server: Server) -> None:
    other = open_page(visitor.page.context.new_page(), server.url)
    visitor.click(610, 330)
    other.click(500, 300)
    visitor.click(700, 400)
    other.click(640, 200)
    other.click(560, 420)
    other.evaluate("await element.undo()")
    reload(visitor)
    assert seen(visitor) == seen(other)
    assert (visitor.mask() == other.mask()).all()
    visitor.evaluate("await element.undo()")
    assert [point["x"] for point in visitor.state["prompts"]["points"]] == [500]


@pytest.mark.parametrize(
    "failure",
    [
        "indexedDB.open = () => { throw new DOMException('denied', 'SecurityError') }",
        "Object.defineProperty(window, 'indexedDB', { value: undefined })",
        "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError') }",
    ],
    ids=["denied", "missing", "full"],
)
def test_a_browser_that_keeps_nothing_works_all_the_same(page: Page, server: Server, failure: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(failure)
    element = open_page(page, server.url)
    element.click(610, 330)
    element.click(900, 600, button="right")
    assert len(element.state["prompts"]["points"]) == 2
    element.evaluate("await element.forget()")
    reload(element)
    assert element.state["objects"] == []
    assert element.state["photo"] == OWN
    assert errors == []


def test_an_element_without_controls_keeps_nothing(page: Page, server: Server) -> None:
    page.add_init_script(
        "document.addEventListener('DOMContentLoaded', () =>"
        " document.querySelector('click-cut').removeAttribute('controls'))"
    )
    element = open_page(page, server.url)
    element.evaluate("await element.addPoint(610, 330)")
    assert page.evaluate("indexedDB.databases()") == []


def photos_kept(element: Element) -> list[str]:
    return [each["name"] for each in store(element.page, "photos", "getAll")]


def test_the_longest_unused_photos_go_first(visitor: Element) -> None:
    visitor.click(610, 330)
    rest = {"model": "", "writer": "", "position": 0, "count": 0}
    for number in range(8):
        store(visitor.page, "heads", "put", {"id": str(number), "size": 1, "used": number, **rest})
        store(visitor.page, "photos", "put", {"id": str(number), "name": str(number)})
    visitor.load(*COFFEE)
    assert sorted(photos_kept(visitor)) == ["3", "4", "5", "6", "7", "cat.png", "coffee.png", "raccoon.jpg"]
    store(visitor.page, "heads", "put", {"id": "7", "size": 298_500_000, "used": 7, **rest})
    visitor.load(photos.address("flower.jpg"), photos.embedding_address("flower.jpg"))
    assert sorted(photos_kept(visitor)) == [
        "3",
        "4",
        "5",
        "6",
        "cat.png",
        "coffee.png",
        "flower.jpg",
        "raccoon.jpg",
    ]
    visitor.load(*RACCOON)
    assert visitor.state["prompts"]["points"][0]["x"] == 610


@pytest.mark.parametrize("damage", ["model", "embedding", "photo", "document", "count"])
def test_what_can_not_be_read_any_more_is_dropped_quietly(visitor: Element, damage: str) -> None:
    visitor.load(*COFFEE)
    visitor.click(290, 200)
    visitor.page.add_init_script(
        "addEventListener('clickcut-error', ({ detail }) => { window.failed = detail.code })"
    )
    visitor.page.evaluate(
        """
        async (damage) => {
          const database = await new Promise((resolve) => {
            const open = indexedDB.open("clickcut")
            open.onsuccess = () => resolve(open.result)
          })
          const stores = ["photos", "heads", "documents"]
          const transaction = database.transaction(stores, "readwrite")
          const [photos, heads, documents] = stores.map((name) => transaction.objectStore(name))
          const change = (store, edit) => { store.openCursor().onsuccess = ({ target: { result } }) => {
            if (!result) return
            edit(result.value)
            result.update(result.value)
            result.continue()
          } }
          if (damage === "model") {
            for (const store of [photos, heads]) change(store, (each) => { each.model = "0123456789abcdef" })
          }
          if (damage === "embedding") change(photos, (each) => { each.embedding[200000] ^= 1 })
          if (damage === "photo") change(photos, (each) => { each.blob = new Blob(["no photo"]) })
          if (damage === "document") change(documents, (each) => { each.active = 77 })
          if (damage === "count") change(heads, (each) => { each.count += 1 })
          await new Promise((resolve) => { transaction.oncomplete = resolve })
          database.close()
        }
        """,
        damage,
    )
    reload(visitor)
    # The page's own photo where the kept one is lost, and the kept one afresh where only its history is.
    expected = OWN if damage in ("model", "embedding", "photo") else OTHER
    assert visitor.state["photo"] == expected
    assert visitor.state["objects"] == []
    assert visitor.page.evaluate("window.failed") is None
    visitor.evaluate("await element.addPoint(290, 200)")
    reload(visitor)
    assert len(visitor.state["objects"]) == 1


def test_forget_leaves_nothing_and_keeps_nothing_of_what_is_open(visitor: Element) -> None:
    visitor.click(610, 330)
    visitor.evaluate("await element.forget()")
    visitor.click(700, 400)
    for name in ("pages", "photos", "heads", "documents"):
        assert store(visitor.page, name, "count") == 0
    assert len(visitor.state["prompts"]["points"]) == 2
    reload(visitor)
    assert visitor.state["objects"] == []
