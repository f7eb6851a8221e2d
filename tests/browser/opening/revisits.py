"""Coming back to the page, and what the browser keeps of it in between."""

from typing import Any

from playwright.sync_api import Page

from tests.browser import photos
from tests.browser.driver import Element

RACCOON = [photos.address("raccoon.jpg"), photos.embedding_address("raccoon.jpg")]
COFFEE = [photos.address("coffee.png"), photos.embedding_address("coffee.png")]
OTHER = {"width": 600, "height": 400}  # the size of COFFEE
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
