"""Times *Everything* in the page: its first shapes, all of them, and how soon a click is free again."""

import tempfile
from collections import defaultdict
from pathlib import Path

from playwright.sync_api import Browser

from tests.bench.taking import visit
from tests.browser import photos

PHOTO = photos.address("raccoon.jpg"), photos.embedding_address("raccoon.jpg")
# The bar says a higher share with each answer of the worker; when all is found, how much.
SEARCH = """
const { shadowRoot } = element
const [bar, text] = [".map", ".map span"].map((name) => shadowRoot.querySelector(name))
const changed = (isSeen) => new Promise((done) => {
  const look = () => { if (isSeen()) { observer.disconnect(); done(performance.now() - start) } }
  const observer = new MutationObserver(look)
  observer.observe(bar, { attributes: true, childList: true, characterData: true, subtree: true })
})
const start = performance.now()
const begun = () => Number.parseInt(text.textContent.match(/\\d+/)) > 0
element.tool = "everything"
const first = await changed(begun)
if (argument === null) return [first, await changed(() => text.textContent.includes("found"))]
if (argument) await new Promise((done) => setTimeout(done, argument))
const left = performance.now()
element.tool = "include"
await element.counts()
return [first, performance.now() - left]
"""
PAUSES = 0, 130, 290
"""Milliseconds after an answer at which a search is left: as the next one begins, and while graphs run."""


def run(browser: Browser, *, rounds: int) -> dict[str, list[float]]:
    """Give milliseconds with as many threads as the page takes, of a photo of 1024 × 768.

    `free` is how long what is asked next waits for a search that is left. The first search of a page loads
    its graphs: its first shapes are `loading`.
    """
    found: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder, visit(browser, Path(folder)) as element:
        loading, _ = element.evaluate(SEARCH, 0)
        found["loading"].append(loading)
        for _ in range(rounds):
            for pause in (*PAUSES, None):
                element.load(*PHOTO)
                first, then = element.evaluate(SEARCH, pause)
                found["first"].append(first)
                found["all" if pause is None else "free"].append(then)
                element.evaluate("element.tool = 'include'")
    return dict(found)
