"""What is no photo, is too large or can't be sent is told before it is sent; what can be helped is."""

import hashlib
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from clickcut_core.photo_shape import MEGAPIXEL
from clickcut_core.words.en.sentences import NOTES, SENTENCES
from PIL import Image, ImageDraw
from playwright.sync_api import Page, Request, expect

from tests.browser import photos
from tests.browser.driver import Element, open_page
from tests.browser.hand import Hand
from tests.browser.opening.revisits import reload, store
from tests.browser.opening.test_failures import bomb
from tests.browser.opening.test_waiting import STEPS
from tests.server_process import Server, start_server

NATIVE = """
return [...element.shadowRoot.querySelectorAll("input[type=file]")].map((each) => each.checkVisibility())
"""
LIMIT = 1
SENDING = re.compile(r"Sending the photo · [01]\.\d of 2\.\d MB")
# What is sent takes some seconds then.
SLOW = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 300_000}


class Sender(Hand):
    """One that also notes what the encoder is asked meanwhile."""

    def __init__(self, element: Element) -> None:
        super().__init__(element)
        self.asked: list[Request] = []
        element.page.on("request", lambda each: self.asked.append(each) if "/api/" in each.url else None)

    def drop(self, name: str, content: bytes) -> None:
        self.asked.clear()
        self.do(lambda: self.element.drop(name, content))

    def told(self, code: str, **values: object) -> None:
        """Wait for a sentence."""
        banner = self.element.page.locator("click-cut .banner span")
        expect(banner).to_have_text(SENTENCES[code].format(**values))

    @property
    def methods(self) -> list[str]:
        return [each.method for each in self.asked]


def jpeg(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=85)
    return file.getvalue()


def noise(width: int, height: int) -> bytes:
    """A PNG that has about as many bytes as pixels, three times."""
    pixels = np.random.default_rng(5).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return photos.png(Image.fromarray(pixels))


def disc(width: int, height: int) -> Image.Image:
    picture = Image.new("RGB", (width, height), "ivory")
    across, down = width // 4, height // 4
    ImageDraw.Draw(picture).ellipse((across, down, width - across, height - down), fill="firebrick")
    return picture


def test_a_wrong_file_a_huge_one_and_a_server_that_is_gone_cost_nothing(element: Element) -> None:
    hand = Sender(element)
    hand.click(610, 330)
    before = element.mask()

    hand.drop("notes.txt", b"This is a letter, and no photo. " * 40)
    hand.told("not-a-photo")
    assert hand.methods == []
    hand.drop("holiday.jpg", b"")
    hand.told("empty-photo")
    hand.drop("camera.nef", b"IIRO\x08\0\0\0" + bytes(4000))
    hand.told("raw-photo")
    assert hand.methods == []
    hand.drop("huge.png", bomb())
    hand.told("too-many-pixels", width=60_000, height=60_000, limit=64)
    assert hand.methods == ["GET"]  # by its hash, for the limits
    assert (element.mask() == before).all()

    element.page.context.set_offline(True)
    new = photos.crop("cat.png", 310, 230)
    hand.drop("new.png", new)
    hand.told("server-unreachable")
    assert (element.mask() == before).all()
    element.page.context.set_offline(False)
    hand.press(element.page.get_by_role("button", name="Try again", exact=True))
    element.wait_until("element.state.photo.width === 310")
    element.wait_ready()
    assert hand.actions == 7  # one for each file, and none to get over a refusal
    assert element.evaluate(NATIVE) == [False, False]


def test_a_photo_is_one_whatever_its_name_says(element: Element) -> None:
    hand = Sender(element)
    hand.drop("x.txt", jpeg(disc(330, 250)))
    element.wait_until("element.state.photo.width === 330")
    element.wait_ready()
    assert hand.actions == 1


@pytest.fixture
def strict(page: Page, tmp_path: Path) -> Iterator[Element]:
    """A page whose server takes photos of a megapixel."""
    server = start_server(tmp_path / "cache", "--max-megapixels", str(LIMIT))
    try:
        yield open_page(page, server.url)
    finally:
        server.stop()


def test_a_photo_of_too_many_pixels_is_scaled_down_before_it_is_sent(strict: Element) -> None:
    hand = Sender(strict)
    large = jpeg(disc(1600, 1200))
    hand.drop("large.jpg", large)
    strict.wait_until("element.state.photo.width > 1024")
    strict.wait_ready()
    assert hand.actions == 1
    expect(strict.page.locator("click-cut .status")).to_contain_text(NOTES["scaled-down"])
    size = strict.state["photo"]
    assert 0.99 * LIMIT * MEGAPIXEL < size["width"] * size["height"] <= LIMIT * MEGAPIXEL
    assert size["width"] / size["height"] == pytest.approx(4 / 3, rel=0.01)
    assert hand.methods == ["GET", "GET", "POST"]  # the file, the scaled one, and that alone is sent

    hand.click(size["width"] / 2, size["height"] / 2)
    assert strict.mask().mean() == pytest.approx(np.pi / 16, rel=0.02)
    assert strict.cutout().size == (size["width"], size["height"])
    told = json.loads(strict.evaluate("return element.recipe()"))["photo"]
    assert told["sha256"] != hashlib.sha256(large).hexdigest()
    assert told["sha256"] in hand.asked[1].url  # the embedding is of what is worked on

    reload(strict)
    assert strict.state["photo"] == size
    assert len(strict.state["prompts"]["points"]) == 1
    hand.drop("large.jpg", large)  # scaled to the same bytes again
    strict.page.locator("click-cut .progress").wait_for()
    strict.wait_ready()
    assert hand.methods == ["GET", "GET"]
    assert len(strict.state["prompts"]["points"]) == 1


@pytest.mark.full
def test_what_shows_through_stays_and_what_is_far_too_large_is_refused(strict: Element) -> None:
    hand = Sender(strict)
    clear = disc(1500, 1100)
    clear.putalpha(clear.convert("L").point(lambda value: 255 if value < 200 else 0))
    hand.drop("clear.png", photos.png(clear))
    strict.wait_until("element.state.photo.width > 1024")
    strict.wait_ready()
    assert {each["type"] for each in store(strict.page, "photos", "getAll")} >= {"image/png"}
    before = strict.state["photo"]
    hand.drop("far.jpg", jpeg(disc(2500, 1800)))
    hand.told("too-many-pixels", width=2500, height=1800, limit=LIMIT)
    assert hand.methods == ["GET"]
    assert strict.state["photo"] == before


@pytest.mark.full
def test_more_than_64_megapixels_open(page: Page, server: Server) -> None:
    element = open_page(page, server.url)
    hand = Sender(element)
    hand.drop("panorama.jpg", jpeg(disc(12_000, 6_000)))
    element.wait_until("element.state.photo.width > 10_000")
    element.wait_ready()
    expect(page.locator("click-cut .status")).to_contain_text(NOTES["scaled-down"])
    size = element.state["photo"]
    assert size["width"] * size["height"] <= 64 * MEGAPIXEL
    hand.click(size["width"] / 2, size["height"] / 2)
    assert element.mask().mean() == pytest.approx(np.pi / 16, rel=0.02)


def test_sending_says_its_bytes_can_be_cancelled_and_is_followed_by_a_step_of_its_own(
    element: Element,
) -> None:
    page = element.page
    hand = Sender(element)
    hand.click(610, 330)
    before = element.mask()
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    photo = noise(1000, 900)
    hand.drop("mine.png", photo)
    expect(page.locator("click-cut .progress")).to_contain_text(SENDING)
    hand.press(page.get_by_role("button", name="Cancel", exact=True))
    hand.told("cancelled")
    expect(page.locator("click-cut .progress")).to_be_hidden()
    assert (element.mask() == before).all()

    line.send("Network.emulateNetworkConditions", {**SLOW, "uploadThroughput": -1})
    page.evaluate(STEPS)
    hand.press(element.page.get_by_role("button", name="Try again", exact=True))
    element.wait_until("element.state.photo.width === 1000")
    element.wait_ready()
    assert hand.actions == 4
    steps = page.evaluate("window.steps")
    assert [each for each in steps if each["total"] and each["loaded"] >= each["total"]] == []
    assert steps[-1] == {"stage": "encoding", "loaded": 0, "total": 0}
