"""A visitor's own photo on a published site: encoded on this device, so that it leaves it never."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, Request, Route

from tests.browser import photos
from tests.browser.conftest import ComeBack
from tests.browser.driver import Element, iou
from tests.browser.published import clickcut, http_server
from tests.masks.sky import CENTRE, star, truth

ENCODER = re.compile(r"/models/encoder_device\.onnx$")
CLICK = (320, 213)
AGREE = "click-cut .banner .action"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("www")
    done = clickcut("publish", photos.sample("cat.png"), "-o", root)
    assert done.returncode == 0, done.stderr
    with http_server(root) as url:
        yield url


@pytest.fixture(scope="module")
def visit(come_back: ComeBack, site: str) -> Iterator[tuple[Page, list[Request]]]:
    """One visitor for all tests: what the page downloads once is there from then on."""
    requests: list[Request] = []

    def note(request: Request) -> None:
        requests.append(request)

    with come_back() as context:
        context.on("request", note)
        page = context.new_page()
        page.goto(site)
        Element(page).wait_ready()
        yield page, requests


@pytest.fixture
def first_visit(come_back: ComeBack) -> Iterator[Page]:
    """A visitor whose browser has no encoder: one that has may ask for none again for a while."""
    with come_back() as context:
        yield context.new_page()


def cut(photo: Path, x: int, y: int, out: Path) -> np.ndarray[Any, Any]:
    """The command line's mask, by the server's float32 encoder."""
    done = clickcut("cut", photo, "--point", f"{x},{y}", "--encoder", "float32", "-o", out)
    assert done.returncode == 0, done.stderr
    return inside(Image.open(out))


def inside(cutout: Image.Image) -> np.ndarray[Any, Any]:
    return np.asarray(cutout.getchannel("A")) > 127


def opened(element: Element, width: int) -> None:
    element.wait_until(f"element.state.photo?.width === {width}")
    element.wait_ready()


def test_a_photo_is_encoded_here_once_a_person_has_agreed(
    visit: tuple[Page, list[Request]], site: str, tmp_path: Path
) -> None:
    page, requests = visit
    element = Element(page)
    photo = photos.sample("flower.jpg")
    assert not [each for each in requests if ENCODER.search(each.url)]
    element.drop("mine.jpg", photo.read_bytes(), "image/jpeg")
    assert re.search(r"\b1[01] MB\b.*stays here", element.error())
    assert element.state["photo"]["width"] == 451  # what was open stays
    page.locator(AGREE).click()
    page.locator("click-cut .progress").wait_for()
    opened(element, 640)
    element.click(*CLICK)
    assert iou(inside(element.cutout()), cut(photo, *CLICK, tmp_path / "cut.png")) >= 0.995
    web = [each for each in requests if not each.url.startswith(("data:", "blob:"))]
    assert [each.url for each in web if not each.url.startswith(site)] == []
    assert [each.method for each in web if each.method != "GET" or each.post_data_buffer] == []


@contextmanager
def without_network(visit: tuple[Page, list[Request]]) -> Iterator[Element]:
    """Cut the visitor off, and see that nothing is asked of anybody meanwhile."""
    page, requests = visit
    before = len(requests)
    page.context.set_offline(True)
    try:
        yield Element(page)
    finally:
        page.context.set_offline(False)
    assert [each.url for each in requests[before:] if not each.url.startswith(("data:", "blob:"))] == []


@pytest.mark.full
def test_another_photo_needs_no_network_and_no_second_question(visit: tuple[Page, list[Request]]) -> None:
    with without_network(visit) as element:
        element.drop("other.jpg", photos.sample("raccoon.jpg").read_bytes(), "image/jpeg")
        opened(element, 1024)
        element.click(500, 400)
        assert element.mask()[400, 500]


@pytest.mark.full
def test_a_part_that_is_looked_at_closer_is_encoded_here_as_well(visit: tuple[Page, list[Request]]) -> None:
    with without_network(visit) as element:
        element.drop("star.png", photos.png(star().image, compress_level=1))
        opened(element, 3072)
        element.click(*CENTRE)
        whole, drawn = element.mask(), truth() > 0
        element.page.locator("click-cut .refine .look-closer").click()
        element.wait_until("element.state.objects[0]?.part")
        assert (element.mask() ^ drawn).sum() < (whole ^ drawn).sum() / 2


def answering(status: int, body: bytes) -> Callable[[Route], None]:
    def answer(route: Route) -> None:
        route.fulfill(status=status, body=body)

    return answer


@pytest.mark.full
def test_stopping_keeps_what_was_open_and_a_file_that_does_not_come_can_be_asked_for_again(
    first_visit: Page, site: str
) -> None:
    page = first_visit
    page.goto(site)
    element = Element(page)
    element.wait_ready()
    before = element.state["photo"]
    path = photos.sample("flower.jpg")

    def hold(_: Route) -> None:
        """Never answer."""

    page.context.route(ENCODER, hold)
    element.evaluate("element.setAttribute('encoder', 'device')")
    element.drop("mine.jpg", path.read_bytes(), "image/jpeg")
    page.locator("click-cut .progress", has_text="Loading what prepares photos").wait_for()
    page.locator("click-cut .progress button").click()
    assert element.error().startswith("Cancelled")
    assert element.state["photo"] == before

    for status, body in ((404, b""), (200, b"cut short")):
        page.context.unroute(ENCODER)
        page.context.route(ENCODER, answering(status, body))
        page.locator(AGREE).click()
        page.locator("click-cut .banner", has_text="could not be loaded whole").wait_for()
        assert element.state["photo"] == before
    page.context.unroute(ENCODER)
    page.locator(AGREE).click()
    opened(element, 640)


@pytest.mark.full
def test_an_element_that_is_told_so_sends_the_photo_to_no_server(server: Any, page: Page) -> None:
    posted: list[str] = []
    page.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    page.goto(server.url)
    element = Element(page)
    element.wait_ready()
    element.evaluate("element.setAttribute('encoder', 'device')")
    element.drop("mine.jpg", photos.sample("flower.jpg").read_bytes(), "image/jpeg")
    opened(element, 640)
    element.click(*CLICK)
    assert element.mask()[CLICK[1], CLICK[0]]
    assert posted == []
