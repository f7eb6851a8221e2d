"""All automatic masks as a map: looked through, taken as objects, and saved as the command line does."""

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser import photos
from tests.browser.driver import BLOB_TO_BASE64, Element
from tests.masks.work import open_sample

COCO = "application/json"
SHARE = 0.9  # of the masks: where one is as good as the limit, processors differ


def bar(element: Element) -> Locator:
    return element.page.locator("click-cut .map")


def spoken(element: Element) -> Locator:
    return element.page.locator("click-cut .spoken")


def find_everything(element: Element) -> int:
    """Turn the tool on and wait until all is found; gives how much."""
    element.press("everything")
    expect(bar(element)).to_be_visible()
    expect(bar(element).locator(".meter")).to_be_hidden()
    return int(bar(element).locator("span").inner_text().split()[0])


def labels(content: bytes) -> list[dict[str, Any]]:
    """Give the annotations of a COCO file, without the numbers that only count them."""
    found = json.loads(content)["annotations"]
    return [{name: each[name] for name in ("segmentation", "bbox", "area")} for each in found]


def test_all_is_looked_through_and_what_is_taken_is_a_click(coffee: Element) -> None:
    count = find_everything(coffee)
    assert count > 3
    page = coffee.page
    page.mouse.move(0, 0)
    resting = coffee.overlay()
    page.mouse.move(*coffee.place(300, 100))
    assert coffee.overlay() != resting
    page.mouse.move(0, 0)
    assert coffee.overlay() == resting

    coffee.focus()
    page.keyboard.press("End")
    expect(spoken(coffee)).to_contain_text(f"{count} of {count}")
    page.keyboard.press("ArrowRight")
    expect(spoken(coffee)).to_contain_text(f"1 of {count}")
    assert coffee.overlay() != resting
    page.keyboard.press("Enter")
    coffee.wait_until("element.state.objects.length === 1")
    expect(bar(coffee)).to_be_hidden()
    assert coffee.evaluate("return element.tool") == "include"

    recipe = json.loads(coffee.evaluate("return element.recipe()"))
    work = open_sample("coffee.png").do("resume", recipe["document"])
    assert (coffee.mask() == work.mask()).all()
    ((x, y, _),) = work.points
    by_hand = open_sample("coffee.png").click(x, y).do("choose", coffee.state["chosen"])
    assert (by_hand.mask() == work.mask()).all()
    coffee.press("undo")
    coffee.wait_until("element.state.objects.length === 0")


@pytest.mark.full  # runs the command as well
def test_several_are_taken_and_given_back_and_all_are_saved_as_the_command_line_does(
    coffee: Element, tmp_path: Path
) -> None:
    count = find_everything(coffee)
    coffee.focus()
    keyboard = coffee.page.keyboard
    for taken in (1, 2):
        keyboard.press("ArrowRight")
        keyboard.press("Shift+Enter")
        coffee.wait_until("element.state.objects.length === argument", taken)
    keyboard.press("Home")
    expect(spoken(coffee)).to_contain_text(f"1 of {count}")
    expect(spoken(coffee)).to_contain_text("taken")
    keyboard.press("Shift+Enter")
    coffee.wait_until("element.state.objects.length === 1")
    (x, y) = (coffee.state["prompts"]["points"][0][axis] for axis in "xy")

    bar(coffee).get_by_role("button", name="Several").click()
    for condition in ("!== 1", "=== 1"):  # taken, or given back, and then the other
        coffee.page.mouse.click(*coffee.place(x, y))
        coffee.wait_until(f"element.state.objects.length {condition}")

    coffee.press("clear")
    coffee.wait_until("element.state.objects.length === 0")
    bar(coffee).get_by_role("button", name="All as objects").click()
    coffee.wait_until("element.state.objects.length === argument", count)
    expect(bar(coffee)).to_be_hidden()
    file = f"return ({BLOB_TO_BASE64})(await element.cutout(argument))"
    content = base64.b64decode(coffee.evaluate(file, {"format": COCO}))
    recipe = json.loads(coffee.evaluate("return element.recipe()"))
    work = open_sample("coffee.png").do("resume", recipe["document"])
    assert content == work.shapes(COCO, "coffee.png").encode()

    out = tmp_path / "all.json"
    command = [sys.executable, "-m", "clickcut", "cut", str(photos.sample("coffee.png")), "--everything"]
    subprocess.run([*command, "-o", str(out)], check=True, capture_output=True)
    ours, theirs = labels(content), labels(out.read_bytes())
    same = [each for each in ours if each in theirs]
    assert len(same) >= SHARE * max(len(ours), len(theirs))
    assert same == [each for each in theirs if each in ours]


def test_another_tool_or_escape_ends_the_search_and_it_goes_on_from_there(coffee: Element) -> None:
    page = coffee.page
    coffee.press("everything")
    text = bar(coffee).locator("span")
    expect(text).to_contain_text("%")
    coffee.wait_until("parseInt(element.shadowRoot.querySelector('.map span').textContent.match(/\\d+/)) > 2")
    page.keyboard.press("Escape")
    expect(bar(coffee)).to_be_hidden()
    assert coffee.evaluate("return element.tool") == "include"
    coffee.click(300, 100)
    coffee.press("everything")
    percent = int("".join(filter(str.isdigit, text.inner_text())))
    assert percent > 2
    coffee.press("box")
    expect(bar(coffee)).to_be_hidden()
    assert len(coffee.state["objects"]) == 1
