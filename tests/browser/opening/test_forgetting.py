"""What this browser does not keep, or not for long, and that everything works all the same."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser import photos
from tests.browser.conftest import ComeBack, open_anew
from tests.browser.driver import Element, open_page
from tests.browser.opening.revisits import COFFEE, OTHER, RACCOON, reload, store
from tests.server_process import Server

CAT = [photos.address("cat.png"), photos.embedding_address("cat.png")]


FAILURES = {
    "denied": "indexedDB.open = () => { throw new DOMException('denied', 'SecurityError') }",
    "missing": "Object.defineProperty(window, 'indexedDB', { value: undefined })",
    "full": "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError') }",
}


@pytest.mark.full
@pytest.mark.parametrize("failure", FAILURES)
def test_a_browser_that_keeps_nothing_works_all_the_same(page: Page, server: Server, failure: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(FAILURES[failure])
    element = open_page(page, server.url)
    element.click(610, 330)
    element.click(900, 600, button="right")
    assert len(element.state["prompts"]["points"]) == 2
    element.evaluate("await element.forget()")
    reload(element)
    assert element.state["objects"] == []
    assert element.state["photo"] == {"width": 1024, "height": 768}  # which the address names
    assert errors == []


@pytest.mark.full
def test_an_element_without_controls_keeps_nothing(page: Page, server: Server) -> None:
    page.add_init_script(
        "document.addEventListener('readystatechange', () =>"  # before the element is one
        " document.querySelector('click-cut').removeAttribute('controls'))"
    )
    element = open_page(page, server.url)
    element.evaluate("await element.addPoint(610, 330)")
    assert page.evaluate("indexedDB.databases()") == []


def photos_kept(element: Element) -> list[str]:
    return [each["name"] for each in store(element.page, "photos", "getAll")]


@pytest.mark.full
def test_the_longest_unused_photos_go_first(visitor: Element) -> None:
    visitor.load(*CAT)
    visitor.load(*RACCOON)
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


@pytest.fixture(scope="module")
def watched(come_back: ComeBack, server: Server) -> Iterator[Element]:
    """A page that notes what is said to have gone wrong, from its first moment on."""
    with come_back() as context:
        page = context.new_page()
        page.add_init_script(
            "addEventListener('clickcut-error', ({ detail }) => { window.failed = detail.code })"
        )
        yield open_page(page, server.url)


DAMAGES = ["embedding", "model", "photo", "document", "count"]


@pytest.mark.full
@pytest.mark.parametrize("damage", DAMAGES)
def test_what_can_not_be_read_any_more_is_dropped_quietly(watched: Element, damage: str) -> None:
    visitor = open_anew(watched)
    visitor.load(*COFFEE)
    visitor.click(290, 200)
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
    assert visitor.state["photo"] == OTHER  # afresh: the page's address names it
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
