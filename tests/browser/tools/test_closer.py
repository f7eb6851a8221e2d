"""A closer look in the page: a part of the photo is encoded by itself, and all goes on there."""

import numpy as np
import pytest
from clickcut.cutting.wishes import Wishes
from playwright.sync_api import Request, expect

from tests.browser import photos
from tests.browser.driver import Element, differences, iou
from tests.browser.opening.revisits import reload, seen
from tests.masks.sky import CENTRE, CLICK, Sky, encoded, star, truth

BUTTONS = {"closer": "click-cut .refine .look-closer", "whole": "click-cut .refine .whole-photo"}


@pytest.mark.full  # tests/masks/test_closer.py has it natively
def test_a_small_object_is_looked_at_closer_by_a_button_and_a_reload_keeps_it(visitor: Element) -> None:
    page, part = visitor.page, "element.state.objects[0]?.part"
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    visitor.drop("star.png", photos.png(star().image, compress_level=1))
    visitor.wait_until("element.state.photo?.width === 3072")
    visitor.click(*CENTRE)
    whole = visitor.mask()
    assert not page.locator(BUTTONS["whole"]).is_visible()
    page.locator(BUTTONS["closer"]).click()
    visitor.wait_until(part)
    natively = Sky(encoded(None), star()).say(Wishes((CLICK,), closer=True))
    assert visitor.state["objects"][0]["part"] == natively.state["objects"][0]["part"]
    closer, drawn = visitor.mask(), truth() > 0
    assert iou(closer, natively.mask()) > 0.99
    assert (closer ^ drawn).sum() < (whole ^ drawn).sum() / 2
    assert iou(np.asarray(visitor.cutout())[..., 3] > 127, closer) > 0.95

    visitor.evaluate("element.backdrop = '#ff0000'")
    visitor.wait_until("element.hasAttribute('data-shows-file')")  # which is asked no further then
    visitor.evaluate("element.backdrop = 'photo'; element.zoom(0.5)")
    page.mouse.click(*visitor.place(CENTRE[0] - 900, CENTRE[1]))
    assert visitor.error() == (
        "That is outside the part of the photo that Look closer shows. Press Whole photo first."
    )
    before, count = seen(visitor), len(sent)
    assert count == 2, "the photo, and the part of it"

    reload(visitor)
    assert differences(seen(visitor), before) == []
    assert (visitor.mask() == closer).all()
    page.locator(BUTTONS["whole"]).press("Enter")
    visitor.wait_until(f"{part} === null")
    expect(page.locator(BUTTONS["closer"])).to_be_focused()
    assert (visitor.mask() == whole).all()
    visitor.evaluate("await element.undo()")
    assert (visitor.mask() == closer).all()
    visitor.evaluate("await element.invert()")
    assert (visitor.mask() == ~closer).all()
    assert len(sent) == count, "what was kept is not encoded again"
