"""What a person brings to the page, and what it is taken for."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.browser import photos
from tests.browser.driver import NEXT_MASK, Element
from tests.browser.opening.test_failures import NEXT_ERROR

SIZE = (320, 240)
BRING = """
const [type, held, selector] = argument
const data = new DataTransfer()
for (const [kind, value] of Object.entries(held))
  if (kind === "file") data.items.add(new File([Uint8Array.from(value)], "pasted.png", { type: "image/png" }))
  else data.setData(kind, value)
const target = selector ? element.shadowRoot.querySelector(selector) : document
const options = { bubbles: true, composed: true, cancelable: true }
target.dispatchEvent(type === "drop"
  ? new DragEvent("drop", { ...options, dataTransfer: data })
  : new ClipboardEvent("paste", { ...options, clipboardData: data }))
"""


def scan(left: int) -> bytes:
    """A grey picture that could as well be a mask."""
    picture = Image.linear_gradient("L").resize(SIZE)
    ImageDraw.Draw(picture).ellipse((left, 60, left + 120, 180), fill=230)
    return photos.png(picture)


def opened(element: Element, width: int) -> None:
    element.wait_until(f"element.state.photo?.width === {width}")
    element.wait_ready()


@pytest.mark.full
def test_a_grey_scan_of_the_same_size_is_offered_as_a_photo_and_open_always_opens(
    coffee: Element, tmp_path: Path
) -> None:
    coffee.drop("scan-1.png", scan(20))
    opened(coffee, SIZE[0])
    coffee.click(80, 120)
    asked = coffee.state["objects"]
    coffee.page.evaluate(NEXT_MASK)
    coffee.drop("scan-2.png", scan(180))
    coffee.page.evaluate("window.nextMask")
    assert "looks like a mask" in coffee.error()
    assert coffee.state["prompts"]["points"] == []
    coffee.page.get_by_role("button", name="Open it as a photo").click()
    coffee.wait_until("!element.state.objects.length && element.state.photo")
    coffee.wait_ready()
    assert not coffee.state["canUndo"]
    path = tmp_path / "scan-1.png"
    path.write_bytes(scan(20))
    with coffee.page.expect_file_chooser() as chooser:
        coffee.page.get_by_role("button", name="Open photo").click()
    chooser.value.set_files(path)
    coffee.wait_until("element.state.objects.length === 1")  # as it was left: it is the first one again
    coffee.wait_ready()
    assert [each["bbox"] for each in coffee.state["objects"]] == [each["bbox"] for each in asked]
    path.unlink()  # what is open is kept
    assert coffee.cutout().size == SIZE
    assert coffee.page.locator("click-cut .banner").is_hidden()


@pytest.mark.full  # tests/shell/opening/intake.test.js has who takes what
def test_what_is_pasted_into_a_name_is_the_names_and_else_the_picture_is_opened(coffee: Element) -> None:
    coffee.click(300, 150)
    cell = {"text/plain": "42", "file": list(photos.crop("coffee.png", *SIZE))}
    coffee.page.locator("click-cut .objects button.name").first.dblclick()
    coffee.page.locator("click-cut .objects input").wait_for()
    coffee.evaluate(BRING, ["paste", cell, ".objects input"])
    coffee.page.keyboard.press("Escape")
    coffee.evaluate("await element.undo(); await element.redo()")  # what was begun would have come first
    assert coffee.state["photo"]["width"] == 600
    coffee.evaluate(BRING, ["paste", cell, None])
    opened(coffee, SIZE[0])


def test_a_picture_of_another_page_is_opened_by_its_address_or_it_is_said_why_not(coffee: Element) -> None:
    for address, code in (
        ("https://other.example/cat.jpg", "photo-elsewhere"),
        (coffee.page.url, "photo-page"),
    ):
        coffee.page.evaluate(NEXT_ERROR)
        coffee.evaluate(BRING, ["drop", {"text/uri-list": address}, None])
        assert coffee.page.evaluate("window.nextError")["code"] == code
        assert coffee.state["photo"]["width"] == 600
    picture = f'<a href="/nowhere"><img src="{photos.address("cat.png")}"></a>'
    coffee.evaluate(BRING, ["drop", {"text/html": picture, "text/uri-list": "https://other.example/"}, None])
    opened(coffee, 451)
