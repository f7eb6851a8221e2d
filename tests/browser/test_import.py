"""Masks from elsewhere, inversion, holes and parts: in the page, and the same on the command line."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from clickcut_core.cutout import COCO
from PIL import Image, ImageDraw

from tests.browser import photos
from tests.browser.driver import NEXT_MASK, Element, iou

PHOTO = "coffee.png"  # 600 × 400


def drawing(size: tuple[int, int] = (600, 400)) -> Image.Image:
    """A blob, a ring and a dot, soft at no edge."""
    picture = Image.new("L", (600, 400))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((60, 80, 260, 330), fill=255)
    draw.ellipse((330, 90, 530, 290), fill=255)
    draw.ellipse((390, 150, 470, 230), fill=0)
    draw.ellipse((560, 340, 580, 360), fill=255)
    return picture.resize(size)


def bring(element: Element, content: bytes, name: str = "mask.png") -> None:
    """Drop a mask on the page and wait for it."""
    element.page.evaluate(NEXT_MASK)
    element.drop(name, content)
    element.page.evaluate("window.nextMask")


def boolean(picture: Image.Image) -> np.ndarray:
    return np.asarray(picture) > 127


def test_a_grey_mask_that_is_dropped_is_imported(coffee: Element) -> None:
    bring(coffee, photos.png(drawing()))
    imported = coffee.mask()
    assert iou(imported, boolean(drawing())) > 0.98
    assert coffee.state["prompts"] == {"points": [], "box": None}
    assert (coffee.state["canUndo"], len(coffee.state["candidates"])) == (True, 0)
    coffee.evaluate("await element.undo()")
    assert coffee.state["objects"] == []


def test_clicks_go_on_from_an_imported_mask(coffee: Element) -> None:
    coffee.click(300, 150)
    cup = coffee.mask()
    picture = Image.fromarray(np.where(cup, 255, 0).astype(np.uint8))
    ImageDraw.Draw(picture).ellipse((20, 20, 40, 40), fill=255)
    coffee.evaluate("await element.clear()")
    bring(coffee, photos.png(picture))
    coffee.click(30, 30, button="right")  # the dot is not meant
    corrected = coffee.mask()
    assert not corrected[30, 30]
    assert iou(corrected, cup) > 0.9


def test_alpha_counts_where_there_is_some_and_a_larger_file_is_averaged(coffee: Element) -> None:
    picture = Image.new("RGB", (1200, 800), (200, 30, 60))
    picture.putalpha(drawing((1200, 800)))
    coffee.evaluate(
        "await element.importMask(new Blob([Uint8Array.from(argument)]))", list(photos.png(picture))
    )
    assert iou(coffee.mask(), boolean(drawing())) > 0.98


def test_a_mask_of_other_proportions_is_refused_with_a_code(coffee: Element) -> None:
    content = list(photos.png(drawing((400, 400))))
    code = coffee.evaluate(
        "return element.importMask(new Blob([Uint8Array.from(argument)])).catch(({ code }) => code)", content
    )
    assert code == "mask-size"
    assert "400 × 400" in coffee.error()
    assert coffee.state["objects"] == []


def test_a_dropped_picture_in_colours_is_a_photo(coffee: Element) -> None:
    photo = photos.crop("coffee.png", 600, 400)
    coffee.drop("photo.png", photo)
    coffee.wait_ready()
    assert coffee.state["objects"] == []
    assert not coffee.state["canUndo"]


def test_inverting_twice_gives_the_same_bytes(coffee: Element) -> None:
    coffee.click(300, 150)
    coffee.evaluate("await element.stroke([[500, 60], [540, 200]], 12)")
    before = coffee.mask()
    state = coffee.evaluate("return element.invert()")
    assert [point["label"] for point in state["prompts"]["points"]] == [0]
    assert (coffee.mask() == ~before).all()
    coffee.evaluate("await element.invert()")
    assert (coffee.mask() == before).all()


def test_a_click_on_an_inverted_mask_includes_what_is_clicked(coffee: Element) -> None:
    coffee.click(300, 150)
    coffee.evaluate("await element.invert()")
    outside = coffee.mask()[150]
    assert not outside[300]
    beside = int(np.flatnonzero(~outside).min()) + 5  # within the cup, beside its edge
    coffee.click(beside, 150)
    assert coffee.mask()[150, beside]
    assert coffee.mask()[20, 20]
    assert [point["label"] for point in coffee.state["prompts"]["points"]] == [0, 1]


def test_holes_are_filled_and_only_the_largest_part_is_kept(coffee: Element) -> None:
    bring(coffee, photos.png(drawing()))
    assert not coffee.mask()[190, 430]
    coffee.evaluate("await element.fillHoles()")
    filled = drawing()
    ImageDraw.Draw(filled).ellipse((330, 90, 530, 290), fill=255)
    assert iou(coffee.mask(), boolean(filled)) > 0.98
    coffee.evaluate("await element.keepLargest()")
    largest = Image.new("L", (600, 400))
    ImageDraw.Draw(largest).ellipse((60, 80, 260, 330), fill=255)
    assert iou(coffee.mask(), boolean(largest)) > 0.98


@pytest.mark.parametrize(("name", "size"), [(PHOTO, (600, 400)), ("raccoon.jpg", (1023, 767))])
def test_the_command_line_gives_what_the_page_gives(
    element: Element, tmp_path: Path, name: str, size: tuple[int, int]
) -> None:
    element.load(photos.address(name), photos.embedding_address(name))
    noise = Image.effect_noise(size, 90).convert("L")
    mask, out = tmp_path / "mask.png", tmp_path / "mask.json"
    picture = Image.composite(noise, Image.new("L", size, 0), drawing(size))
    picture.save(mask)
    width = element.state["photo"]["width"]
    x, y = int(width * 0.3), int(width * 0.3)
    element.evaluate(
        """
        await element.importMask(new Blob([Uint8Array.from(argument[0])]))
        await element.addPoint(argument[1], argument[2])
        await element.fillHoles()
        await element.keepLargest()
        await element.invert()
        """,
        [list(mask.read_bytes()), x, y],
    )
    command = [sys.executable, "-m", "clickcut", "cut", str(photos.sample(name)), "--mask", str(mask)]
    command += ["--point", f"{x},{y}", "--fill-holes", "--largest", "--invert", "-o", str(out)]
    subprocess.run(command, check=True, capture_output=True)
    assert 0 < element.mask().mean() < 1
    # all pixels, as run lengths
    made = element.evaluate("return (await element.cutout({ format: argument })).text()", COCO)
    assert made == out.read_text("utf-8")


def test_going_back_and_forth_gives_the_same_pixels_and_leaks_no_tensor(coffee: Element) -> None:
    bring(coffee, photos.png(drawing()))
    coffee.evaluate("await element.stroke([[500, 60], [540, 200]], 12); await element.invert()")
    before, counts = coffee.mask(), coffee.evaluate("return element.counts()")
    for _ in range(3):
        coffee.evaluate("await element.undo(); await element.redo()")
    assert (coffee.mask() == before).all()
    assert coffee.evaluate("return element.counts()")["tensors"] == counts["tensors"]
