"""A cut-out that visitors of somebody's own page can change."""

import shutil
from pathlib import Path

from playwright.sync_api import Page

from tests.browser import photos
from tests.browser.conftest import open_anew
from tests.browser.driver import Element, iou
from tests.browser.hand import Hand
from tests.browser.published import clickcut, http_server


def test_a_cutout_in_a_page_of_ones_own_is_there_at_once_and_changed(
    visitor: Element, page: Page, tmp_path: Path
) -> None:
    cat = open_anew(visitor, "cat.png")
    hand = Hand(cat)
    hand.click(220, 150)
    name, content = hand.saved(cat.page.locator("click-cut .output .save"))
    mask = cat.mask()
    cat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    hand.press(cat.page.get_by_role("button", name="Help"))
    hand.press(cat.page.get_by_role("button", name="Copy embed"))
    assert hand.actions == 4
    copied = cat.page.evaluate("navigator.clipboard.readText()")
    assert '<click-cut controls src="cat.png" recipe-src="cat-cutout.png"></click-cut>' in copied
    cat.page.keyboard.press("Escape")

    site = tmp_path / "site"
    shutil.copytree(photos.sample("cat.png").parent, site)
    (site / name).write_bytes(content)
    made = clickcut("embed", site / "cat.png", "--recipe", site / name, "-o", site / "clickcut")
    tags = made.stdout[made.stdout.index("<script") :]
    beside = copied.replace(" recipe-src", ' embedding="cat.clickcut" recipe-src')
    with http_server(site) as url:
        for each in (tags, beside):
            (site / "index.html").write_text(f"<!doctype html><h1>Mine</h1>{each}", "utf-8")
            page.goto(url)
            theirs = Element(page)
            theirs.wait_until("element.state.objects[0]?.area > 0")
            assert iou(theirs.mask(), mask) == 1
            assert [each["label"] for each in theirs.state["prompts"]["points"]] == [1]
            theirs.click(430, 30, button="right")
            theirs.evaluate("await element.undo(); await element.undo()")
            assert theirs.state["objects"] == [], "it was a step"
            theirs.evaluate("await element.forget()")
