"""A cut-out that is brought back goes on where it was, in page and command line alike."""

import base64
import hashlib
import io
import json
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from clickcut.encoding.encoder import read_manifest
from clickcut.settings import default_dist
from clickcut_core.embedding import Embedding
from PIL import Image, PngImagePlugin
from playwright.sync_api import Request

from tests.browser import photos
from tests.browser.driver import BLOB_TO_BASE64, Element

COFFEE = [photos.address("coffee.png"), photos.embedding_address("coffee.png")]


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A photo that is on no site."""
    path = tmp_path / "mine.png"
    path.write_bytes(photos.crop("coffee.png", 320, 240))
    return path


def cutout_file(element: Element, options: str = "") -> bytes:
    encoded = element.evaluate(f"return ({BLOB_TO_BASE64})(await element.cutout({options}))")
    return base64.b64decode(encoded)


def text_of(png: bytes) -> str | None:
    picture = Image.open(io.BytesIO(png))
    picture.load()
    return picture.info.get("clickcut")


def bring_back(element: Element, png: bytes) -> None:
    element.drop("cutout.png", png)
    element.wait_ready()


def points(element: Element) -> list[tuple[int, int, int]]:
    return [(p["x"], p["y"], p["label"]) for p in element.state["prompts"]["points"]]


def run_cut(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "clickcut", "cut", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_cutout_of_the_open_photo_goes_on_as_a_step_that_can_be_undone(element: Element) -> None:
    element.click(610, 330)
    element.click(900, 600, button="right")
    mask, png = element.mask(), cutout_file(element)
    assert text_of(png) == element.evaluate("return element.recipe()")
    element.evaluate("await element.clear()")
    element.click(100, 100)
    before = element.mask()
    requests: list[Request] = []
    element.page.context.on("request", lambda request: requests.append(request))  # noqa: PLW0108  no method
    bring_back(element, png)
    assert points(element) == [(610, 330, 1), (900, 600, 0)]
    assert (element.mask() == mask).all()
    assert "Picked up where you left off" in element.page.locator("click-cut .status").inner_text()
    assert [request.url for request in requests if request.url.startswith("http")] == []
    element.press("undo")
    element.page.wait_for_function(
        "() => document.querySelector('click-cut').state.prompts.points[0].x === 100"
    )
    assert (element.mask() == before).all()


@pytest.mark.full
def test_a_cutout_of_a_photo_that_this_browser_keeps_opens_it(element: Element, mine: Path) -> None:
    element.open_file(mine)
    element.click(150, 100)
    mask, png = element.mask(), cutout_file(element)
    element.click(20, 20, button="right")
    element.load(*COFFEE)
    requests: list[Request] = []
    element.page.context.on("request", lambda request: requests.append(request))  # noqa: PLW0108  no method
    bring_back(element, png)
    assert element.state["photo"] == {"width": 320, "height": 240}
    assert (element.mask() == mask).all()
    assert [request.url for request in requests if request.url.startswith("http")] == []
    element.evaluate("await element.undo()")
    assert points(element) == [(150, 100, 1), (20, 20, 0)]


@pytest.mark.full  # tests/shell/opening/resuming.test.js has what is fetched
def test_a_cutout_of_a_photo_of_this_site_opens_it(element: Element) -> None:
    element.load(*COFFEE)
    element.click(290, 200)
    mask, png = element.mask(), cutout_file(element)
    assert json.loads(text_of(png) or "")["photo"]["address"] == f"/{COFFEE[0]}"
    element.evaluate("await element.forget()")
    element.load(photos.address("raccoon.jpg"), photos.embedding_address("raccoon.jpg"))
    bring_back(element, png)
    assert points(element) == [(290, 200, 1)]
    assert (element.mask() == mask).all()


@pytest.mark.full
def test_elsewhere_it_is_opened_as_a_photo_or_its_photo_is_asked_for_by_name_and_goes_on(
    element: Element, visitor: Element, mine: Path
) -> None:
    visitor.open_file(mine)
    visitor.click(150, 100)
    visitor.evaluate("await element.addObject()")
    visitor.click(20, 20)
    mask = visitor.evaluate("return (await element.mask({object: 1})).data.indexOf(255)")
    png = cutout_file(visitor, "{ object: 1 }")
    other = element  # in another browser
    other.drop("cutout.png", png)
    sentence = "This cut-out was made from mine.png. Open that photo to go on from there."
    assert other.error() == sentence
    other.page.get_by_role("button", name="Open it as a photo").click()
    other.wait_until("element.state.photo?.width === 320")
    assert other.state["objects"] == []
    other.load(photos.address("raccoon.jpg"), photos.embedding_address("raccoon.jpg"))
    other.click(610, 330)
    other.drop("cutout.png", png)
    assert other.error() == sentence
    other.wait_ready()
    assert points(other) == [(610, 330, 1)]
    other.open_file(mine)
    assert points(other) == [(150, 100, 1)]
    assert [each["id"] for each in other.state["objects"]] == [1, 2]
    assert other.evaluate("return (await element.mask({object: 1})).data.indexOf(255)") == mask
    other.evaluate("await element.undo()")
    assert (other.state["objects"], other.state["canUndo"]) == ([], False)


def test_the_command_line_and_the_page_go_on_with_each_others_cutouts(
    element: Element, mine: Path, tmp_path: Path
) -> None:
    first, again = tmp_path / "first.png", tmp_path / "again.png"
    made = run_cut(mine, "--point", "150,100", "--point", "20,20:0", "-o", first)
    assert made.returncode == 0, made.stderr
    element.open_file(mine)
    bring_back(element, first.read_bytes())
    assert points(element) == [(150, 100, 1), (20, 20, 0)]
    png = cutout_file(element)
    assert text_of(png) == text_of(first.read_bytes())
    assert np.array_equal(np.asarray(Image.open(BytesIO(png))), np.asarray(Image.open(first)))

    page_made = tmp_path / "page.png"
    page_made.write_bytes(png)
    made = run_cut(mine, "--recipe", page_made, "-o", again)
    assert made.returncode == 0, made.stderr
    assert np.array_equal(np.asarray(Image.open(again)), np.asarray(Image.open(first)))
    assert text_of(again.read_bytes()) == text_of(png)


def with_text(png: bytes, text: str) -> bytes:
    information = PngImagePlugin.PngInfo()
    information.add_text("clickcut", text)
    return photos.png(Image.open(io.BytesIO(png)), pnginfo=information)


def clicked_often(plain: dict[str, Any], count: int) -> dict[str, Any]:
    """A recipe with its one point again and again."""
    (one,) = plain["document"]["objects"]
    recipe = {**one["recipe"], "points": one["recipe"]["points"] * count, "choices": [None] * count}
    return {**plain, "document": {**plain["document"], "objects": [{**one, "recipe": recipe}]}}


@pytest.mark.full
def test_a_long_replay_can_be_cancelled_and_leaves_all_as_it_was(element: Element) -> None:
    element.click(610, 330)
    png, before = cutout_file(element), element.mask()
    plain = json.loads(text_of(png) or "")
    element.drop("cutout.png", with_text(png, json.dumps(clicked_often(plain, 500))))
    element.page.get_by_role("button", name="Cancel").click()
    assert element.error() == "Cancelled. Nothing was lost."
    element.wait_ready()
    assert points(element) == [(610, 330, 1)]
    assert (element.mask() == before).all()
    element.evaluate("await element.undo()")
    assert (points(element), element.state["canUndo"]) == ([], False)


@pytest.mark.full
def test_a_recipe_that_is_none_is_refused_and_another_models_is_taken_with_a_word(element: Element) -> None:
    element.click(610, 330)
    png = cutout_file(element)
    plain = json.loads(text_of(png) or "")
    for text, reason in (
        ("{}", "its format is not clickcut-recipe/1"),
        ("[" * 20_000, "it nests too deeply"),
        (json.dumps(clicked_often(plain, 501)), "The objects of a photo may have 500 points together"),
    ):
        element.drop("cutout.png", with_text(png, text))
        sentence = f"The recipe in this file can't be read: {reason}"
        element.page.locator("click-cut .banner", has_text=sentence).wait_for()
        element.wait_ready()
        assert points(element) == [(610, 330, 1)]
    element.evaluate("await element.clear()")
    bring_back(element, with_text(png, json.dumps({**plain, "model": "0123456789abcdef"})))
    assert points(element) == [(610, 330, 1)]
    element.page.locator("click-cut .status", has_text="made with another model").wait_for()


@pytest.mark.full
def test_the_file_says_no_more_than_is_documented(element: Element, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[1] = "N"
    path = tmp_path / "private.jpg"
    Image.open(photos.sample("coffee.png")).convert("RGB").save(path, exif=exif)
    element.open_file(path)
    element.click(200, 290)
    png = cutout_file(element)
    picture = Image.open(io.BytesIO(png))
    picture.load()
    assert set(picture.info) == {"clickcut"}
    assert b"A camera" not in png
    plain = json.loads(picture.info["clickcut"])
    assert set(plain) == {"format", "model", "photo", "object", "document"}
    assert set(plain["photo"]) == {"sha256", "name", "width", "height"}
    assert text_of(cutout_file(element, "{ recipe: false }")) is None


@pytest.mark.full  # a second case
def test_an_address_with_a_query_or_of_another_site_stays_out_of_the_file(element: Element) -> None:
    blob = element.evaluate("return URL.createObjectURL(await (await fetch(argument)).blob())", COFFEE[0])
    for address in (f"{COFFEE[0]}?token=secret", blob):
        element.load(address, COFFEE[1])
        element.evaluate("await element.addPoint(290, 200)")
        assert "address" not in json.loads(element.evaluate("return element.recipe()"))["photo"]


def test_a_photo_is_known_by_its_file_and_not_by_what_its_embedding_claims(element: Element) -> None:
    photo = photos.sample("coffee.png")
    other, own = (
        hashlib.sha256(photos.sample(name).read_bytes()).hexdigest() for name in ("cat.png", photo.name)
    )
    made = Embedding.from_bytes(
        photo.with_suffix(".clickcut").read_bytes(), model=read_manifest(default_dist()).model
    )
    forged = replace(made, photo_sha256=other).to_bytes()
    script = """
        const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
        const file = new File([bytes(argument.photo)], "coffee.png");
        await element.load(file, { embedding: Promise.resolve(bytes(argument.embedding)), ...argument.more });
        await element.addPoint(290, 200);
        return element.recipe();
    """
    given = {
        "photo": base64.b64encode(photo.read_bytes()).decode(),
        "embedding": base64.b64encode(forged).decode(),
    }
    for more, known in (({}, own), ({"sha256": other}, other)):  # but by the page's author's word
        recipe = json.loads(element.evaluate(script, given | {"more": more}))
        assert recipe["photo"]["sha256"] == known
