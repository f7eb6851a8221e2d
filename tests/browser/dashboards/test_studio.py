"""A folder that is labelled by keyboard alone in Chromium, and what is left when its server is killed."""

import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from clickcut.studio.photo_folder import PhotoFolder
from clickcut_core.geometry import ImageSize
from playwright.sync_api import BrowserContext, Page, expect
from pycocotools.coco import COCO

from tests.browser import photos
from tests.browser.dashboards.studio_server import studio
from tests.browser.driver import Element, iou
from tests.server.studio.test_labels import drawn

# pycocotools 2.0.11 copies arrays in a way that numpy 2 warns of.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

PHOTOS = ("cat.png", "coffee.png", "flower.jpg", "portrait.jpg", "rocket.jpg")
CLASSES = ("animal", "thing")
FOCUS = """() => {
  let node = document.activeElement
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement
  return node && (node.value ?? node.className)
}"""
READY = """element.state.photo && !element.hasAttribute("data-busy")
  && element.shadowRoot.activeElement?.matches(".stage")"""
Masks = dict[tuple[str, str], np.ndarray]


class Labeller(Element):
    """Somebody with a keyboard, and the one of both elements that is seen."""

    def evaluate(self, body: str, argument: object = None) -> Any:
        found = self.page.locator("click-cut").filter(visible=True).first
        return found.evaluate(f"async (element, argument) => {{ {body} }}", argument)

    def visit(self, url: str) -> "Labeller":
        self.page.goto(url)
        self.wait_until(READY)
        return self

    def keys(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, wanted: str, key: str = "Tab") -> None:
        for _ in range(60):
            if self.page.evaluate(FOCUS) == wanted:
                return
            self.keys(key)
        raise AssertionError(f"the focus never came to {wanted}")

    @property
    def photo(self) -> str:
        shown = self.page.locator("select").first
        return str(shown.evaluate("(node) => node.selectedOptions[0].textContent")).removeprefix("✓ ")

    def click(self, *way: str, key: str, count: int) -> np.ndarray:
        """Click where arrows lead, give the object a class, and take its mask."""
        self.keys(*way, "Enter", key)
        called = "element.state.objects.find((each) => each.active)?.name"
        self.wait_until(f"{called} === argument", CLASSES[int(key) - 1])
        assert len(self.state["objects"]) == count
        return self.mask()

    def label_in_haste(self) -> Masks:
        """The same, and each key before the one before it is answered."""
        photo = self.photo
        self.keys(
            "1", "ArrowLeft", "Enter", "n", "2", *["ArrowUp"] * 4, *["ArrowRight"] * 6, "Enter", "1", "2"
        )
        self.wait_until(
            "element.state.objects.map((each) => each.name).join() === argument", ",".join(CLASSES)
        )
        second = self.mask()
        self.evaluate("await element.selectObject(element.state.objects[0].id)")
        return {(photo, "animal"): self.mask(), (photo, "thing"): second}

    def label(self) -> Masks:
        """Click two objects of the photo that is seen."""
        photo = self.photo
        first = self.click("ArrowLeft", key="1", count=1)
        self.keys("n")
        second = self.click(*["ArrowUp"] * 4, *["ArrowRight"] * 6, key="2", count=2)
        return {(photo, "animal"): first, (photo, "thing"): second}

    def accept(self) -> None:
        before = self.photo
        self.keys("a")
        expect(self.page.locator("select option:checked").first).not_to_have_text(before)
        self.wait_until(READY)

    def download(self, label: str) -> bytes:
        with self.page.expect_download() as taken:
            self.page.get_by_text(label).click()
        return Path(taken.value.path()).read_bytes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "photos"
    root.mkdir()
    for name in PHOTOS:
        shutil.copy(photos.sample(name), root / name)
    return root


@pytest.fixture
def page(visitors: BrowserContext) -> Iterator[Page]:
    page = visitors.new_page()
    yield page
    page.close()


def test_five_photos_are_labelled_by_keyboard_alone_and_a_killed_server_loses_nothing(
    folder: Path, page: Page, tmp_path: Path
) -> None:
    masks: Masks = {}
    with studio(folder, tmp_path / "cache") as first:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        labeller = Labeller(page).visit(first.url)
        labeller.tab_to("object", "Shift+Tab")
        labeller.keys("ControlOrMeta+a")
        page.keyboard.type(", ".join(CLASSES))
        labeller.keys("Tab")
        labeller.tab_to("stage")
        for _ in range(2):
            masks |= labeller.label()
            labeller.accept()
        kept = labeller.label()  # and not accepted
        name = labeller.photo
        recipe = folder / f"{name}.recipe.json"
        for _ in range(100):
            if recipe.is_file() and '"thing"' in recipe.read_text("utf-8"):
                break
            page.wait_for_timeout(50)
        site = first.url.removesuffix("studio")
        assert len(asked) > 20
        assert [url for url in asked if not url.startswith((site, "blob:", "data:"))] == []
        first.process.kill()

    with studio(folder, tmp_path / "cache") as second:
        labeller.visit(second.url)
        assert labeller.photo == name == PHOTOS[2]
        labeller.wait_until("element.state.objects.length === 2")
        assert [each["name"] for each in labeller.state["objects"]] == list(CLASSES)
        masks |= kept
        labeller.accept()
        masks |= labeller.label_in_haste()
        labeller.accept()
        masks |= labeller.label()
        labeller.keys("a")
        expect(page.get_by_text("All photos are done.")).to_be_visible()
        coco, yolo = (labeller.download(label) for label in ("Labels as COCO JSON", "Labels for YOLO (ZIP)"))

    assert PhotoFolder(folder).accepted() == list(PHOTOS)
    assert set(masks) == {(photo, name) for photo in PHOTOS for name in CLASSES}
    (tmp_path / "labels.json").write_bytes(coco)
    read = COCO(tmp_path / "labels.json")
    for each in read.loadAnns(read.getAnnIds()):
        named = read.loadImgs(each["image_id"])[0]["file_name"], read.loadCats(each["category_id"])[0]["name"]
        assert iou(read.annToMask(each) > 0, masks[named]) >= 0.99
    archive = zipfile.ZipFile(io.BytesIO(yolo))
    for photo in PHOTOS:
        lines = archive.read(f"{Path(photo).stem}.txt").decode().splitlines()
        for name, line in zip(CLASSES, lines, strict=True):
            mask = masks[photo, name]
            size = ImageSize(height=mask.shape[0], width=mask.shape[1])
            assert line.split()[0] == str(CLASSES.index(name))
            assert iou(drawn(line, size), mask) >= 0.99


@pytest.mark.full
def test_what_cannot_be_used_is_told_left_out_and_not_lost(page: Page, tmp_path: Path) -> None:
    folder = tmp_path / "a&b"
    folder.mkdir()
    (folder / "1 broken <b>.jpg").write_bytes(b"no photo at all")
    shutil.copy(photos.sample("cat.png"), folder / "2.png")
    kept = folder / "2.png.recipe.json"
    kept.write_text("of another photo", "utf-8")
    with studio(folder, tmp_path / "cache") as running:
        labeller = Labeller(page).visit(running.url)
        assert labeller.photo == "2.png"
        expect(page.get_by_text("Studio · a&b")).to_be_visible()
        expect(page.get_by_text("1 broken <b>.jpg is left out.")).to_be_visible()
        expect(page.get_by_text("is 2.png.recipe.json.unfit now.")).to_be_visible()
        labeller.keys("a")
        expect(page.get_by_text("All photos are done, but 1 that can't be read.")).to_be_visible()
    assert kept.with_name(f"{kept.name}.unfit").read_text("utf-8") == "of another photo"
    assert PhotoFolder(folder).accepted() == ["2.png"]


def test_a_second_window_is_told_and_may_take_over(
    folder: Path, page: Page, visitors: BrowserContext, tmp_path: Path
) -> None:
    with studio(folder, tmp_path / "cache") as running:
        first = Labeller(page).visit(running.url)
        other = visitors.new_page()
        other.goto(running.url)
        expect(other.get_by_text("This folder is being labelled in another window.")).to_be_visible()
        expect(other.locator("click-cut")).to_have_count(0)
        other.get_by_text("Label here instead").click()
        Labeller(other).wait_until("element.state.photo")
        expect(page.get_by_text("Another window has taken over.")).to_be_visible()
        expect(page.locator("click-cut")).to_have_count(0)
        other.close()
        first.visit(running.url)  # its page is gone, so it is free again
