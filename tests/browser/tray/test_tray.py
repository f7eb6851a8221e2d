"""Many photos at once: dropped, cut out one after the other by Enter alone, and saved together."""

import hashlib
import io
import json
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser import photos
from tests.browser.chromium import ASKED
from tests.browser.driver import Element, open_page
from tests.browser.opening.revisits import reload, store
from tests.browser.tray.brought import drop, looks, place
from tests.server_process import Server

BROKEN = b"no photo at all"
# As a database does that has no more room: the whole change is undone.
ROOM_FOR_ONE = """
(name) => {
  const { put } = IDBObjectStore.prototype
  IDBObjectStore.prototype.put = function (value, ...key) {
    if (this.name !== "photos" || value.name === name) return put.call(this, value, ...key)
    this.transaction.abort()
    throw new DOMException("full", "QuotaExceededError")
  }
}
"""
NOTICE, COUNT = "click-cut .tray .notice", "click-cut .tray .count"


@pytest.fixture
def asked(page: Page, server: Server) -> Element:
    """A page that picks what photos are about."""
    page.add_init_script(ASKED)
    return open_page(page, server.url, "coffee.png")


# Their subjects are picked without asking.
COFFEE, FLOWER, CAT = (photos.crop(name, 420, 300) for name in ("coffee.png", "flower.jpg", "cat.png"))


def current(element: Element) -> str:
    """The name of the photo that is open."""
    return element.page.locator("click-cut .tray [data-current] small").inner_text()


def wait_until_kept(element: Element, name: str) -> None:
    """Wait until it is written down what was picked in a photo: the database takes its time."""
    for _ in range(1200):
        (tray,) = store(element.page, "trays", "getAll")
        (item,) = (each for each in tray["items"] if each["name"] == name)
        if item["wasOpened"] and item["stage"] == "picked":
            return
        element.page.wait_for_timeout(50)
    pytest.fail(f"{name} is not kept as picked: {item}")


def save_all(element: Element) -> zipfile.ZipFile:
    with element.page.expect_download() as download:
        element.page.get_by_role("button", name="Save all").click()
    assert download.value.suggested_filename == "cutouts.zip"
    return zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes()))


def test_enter_goes_through_many_a_broken_one_is_told_and_all_are_saved_together(
    asked: Element, tmp_path: Path
) -> None:
    page = asked.page
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    drop(asked, {"cup.png": COFFEE, "broken.png": BROKEN, "flower.png": FLOWER})
    asked.wait_until("element.state.proposed && element.state.photo.width === 420")
    expect(page.locator("click-cut .tray [data-current]")).to_have_attribute("data-look", "picked")
    assert current(asked) == "cup.png"
    expect(place(asked, "broken.png")).to_have_attribute("data-look", "broken")
    expect(page.locator(NOTICE)).to_contain_text("broken.png can't be opened: This file is not a photo")
    expect(place(asked, "flower.png")).to_have_attribute("data-look", "picked")  # before it is opened

    page.keyboard.press("Enter")
    expect(place(asked, "flower.png")).to_have_attribute("data-current", "")
    wait_until_kept(asked, "flower.png")
    assert looks(asked) == {"cup.png": "done", "broken.png": "broken", "flower.png": "picked"}
    digests = [hashlib.sha256(content).hexdigest() for content in (COFFEE, BROKEN, FLOWER)]
    assert [any(digest in url for url in sent) for digest in digests] == [True, False, True]

    reload(asked)
    expect(place(asked, "flower.png")).to_have_attribute("data-current", "")
    assert looks(asked) == {"cup.png": "done", "broken.png": "broken", "flower.png": "picked"}
    asked.focus()
    page.keyboard.press("Enter")
    expect(page.locator(COUNT)).to_have_text("2 of 3 accepted")
    page.keyboard.press("PageUp")
    expect(place(asked, "cup.png")).to_have_attribute("data-current", "")
    asked.wait_until("element.state.objects.length === 1")

    saved = save_all(asked)
    assert saved.namelist() == ["cup-cutout.png", "flower-cutout.png", "labels.json"]
    labels = json.loads(saved.read("labels.json"))
    assert [image["file_name"] for image in labels["images"]] == ["cup.png", "flower.png"]
    assert [each["image_id"] for each in labels["annotations"]] == [1, 2]
    for name, content in (("cup", COFFEE), ("flower", FLOWER)):
        path, out = tmp_path / f"{name}.png", tmp_path / f"{name}-cut.png"
        path.write_bytes(content)
        command = [sys.executable, "-m", "clickcut", "cut", str(path), "--subject", "-o", str(out)]
        subprocess.run(command, check=True, capture_output=True)
        made = Image.open(io.BytesIO(saved.read(f"{name}-cutout.png")))
        assert np.array_equal(np.asarray(made), np.asarray(Image.open(out)))


@pytest.mark.full  # tests/shell/tray has the logic
def test_photos_are_taken_out_joined_by_others_and_closed(asked: Element) -> None:
    page = asked.page
    drop(asked, {"cup.png": COFFEE, "flower.png": FLOWER, "again.png": COFFEE})
    expect(page.locator("click-cut .tray li")).to_have_count(2)  # the same photo twice is one
    expect(place(asked, "flower.png")).to_have_attribute("data-look", "picked")
    rest = {"size": 1, "model": "", "writer": "", "position": 0, "count": 0}
    for number in range(8):  # photos that were used later, as many as are kept without a tray
        store(page, "heads", "put", {"id": str(number), "used": int(1000 * time.time()), **rest})
    asked.drop("third.png", CAT, "image/png")
    expect(place(asked, "third.png")).to_have_attribute("data-current", "")
    wait_until_kept(asked, "third.png")
    (tray,) = store(page, "trays", "getAll")
    assert {item["sha256"] for item in tray["items"]} <= set(store(page, "photos", "getAllKeys"))
    place(asked, "third.png").locator(".remove").click()
    expect(place(asked, "flower.png")).to_have_attribute("data-current", "")
    assert list(looks(asked)) == ["cup.png", "flower.png"]
    page.get_by_role("button", name="Close these photos").click()
    expect(page.locator("click-cut .tray")).to_be_hidden()
    asked.wait_until("element.state.objects.length === 1")  # what is open stays, and is gone on with
    reload(asked)
    expect(page.locator("click-cut .tray")).to_be_hidden()


@pytest.mark.full
def test_forgetting_forgets_the_tray(asked: Element) -> None:
    drop(asked, {"cup.png": COFFEE, "flower.png": FLOWER})
    expect(place(asked, "flower.png")).to_have_attribute("data-look", "picked")
    asked.evaluate("await element.forget()")
    expect(asked.page.locator("click-cut .tray")).to_be_hidden()
    assert [store(asked.page, name, "count") for name in ("trays", "photos", "heads")] == [0, 0, 0]


@pytest.mark.full
def test_an_element_that_keeps_nothing_takes_the_first_of_many(asked: Element) -> None:
    asked.evaluate("element.volatile = true")
    drop(asked, {"cup.png": COFFEE, "flower.png": FLOWER})
    asked.wait_until("element.state.photo?.width === 420")
    expect(asked.page.locator("click-cut .tray")).to_be_hidden()


@pytest.mark.full
def test_a_full_storage_is_told_and_no_finished_work_is_lost(asked: Element) -> None:
    page = asked.page
    page.evaluate(ROOM_FOR_ONE, "cup.png")
    drop(asked, {"cup.png": COFFEE, "flower.png": FLOWER, "cat.png": CAT})
    for name in ("cup.png", "flower.png", "cat.png"):
        expect(place(asked, name)).to_have_attribute("data-current", "")
        page.keyboard.press("Enter")
    expect(page.locator(COUNT)).to_have_text("3 of 3 accepted")
    expect(page.locator(NOTICE)).to_contain_text("no room to keep 2 of these photos")
    cutouts = ["cup-cutout.png", "flower-cutout.png", "cat-cutout.png"]
    assert save_all(asked).namelist() == [*cutouts, "labels.json"]
    reload(asked)
    expect(place(asked, "cup.png")).to_have_attribute("data-current", "")
    expect(place(asked, "cup.png")).to_have_attribute("data-look", "done")
    assert save_all(asked).namelist() == ["cup-cutout.png", "labels.json"]
    expect(page.locator("click-cut .status")).to_contain_text("without 2 that could not be opened")
