"""Two visitors at once, and one visitor for long."""

import pytest
from clickcut_core.masks.predictions import MOST_SHOWN_MASKS

from tests.browser import photos
from tests.browser.driver import Element


@pytest.mark.full
def test_two_visitors_do_not_see_each_other(visitor: Element, element: Element) -> None:
    first, second = visitor, element  # in a browser each
    second.load(photos.address("cat.png"), photos.embedding_address("cat.png"))
    first.click(610, 330)
    second.click(220, 150)
    first.click(900, 600, button="right")
    assert first.state["photo"] == {"width": 1024, "height": 768}
    assert [(p["x"], p["y"], p["label"]) for p in first.state["prompts"]["points"]] == [
        (610, 330, 1),
        (900, 600, 0),
    ]
    assert second.state["photo"] == {"width": 451, "height": 300}
    assert [(p["x"], p["y"]) for p in second.state["prompts"]["points"]] == [(220, 150)]
    assert second.mask().shape == (300, 451)


@pytest.mark.full
def test_fifty_clicks_leave_nothing_behind(element: Element) -> None:
    def click(number: int) -> dict[str, int]:
        x, y = 300 + 37 * number % 500, 200 + 53 * number % 400
        element.evaluate("await element.addPoint(argument[0], argument[1], 1)", [x, y])
        if number % 5 == 4:
            element.evaluate("await element.clear()")
            element.evaluate("await element.undo()")
            element.evaluate("await element.clear()")
        counts: dict[str, int] = element.evaluate("return element.counts()")
        return counts

    after = [click(number) for number in range(50)]
    assert {count["pyProxies"] for count in after[5:]} == {after[5]["pyProxies"]}
    # Earlier steps' masks are kept for the steps after them, up to a bound that fifty clicks pass.
    tensors = [count["tensors"] for count in after]
    assert tensors[20] > tensors[0]
    assert max(tensors) <= tensors[0] + 1 + 2 * MOST_SHOWN_MASKS, tensors  # two a mask, and one of the newest
    assert after[-1]["pythonBytes"] == after[4]["pythonBytes"]
    assert after[-1]["onnxBytes"] == after[4]["onnxBytes"]

    element.evaluate("await element.forget()")
    element.load(photos.address("raccoon.jpg"), photos.embedding_address("raccoon.jpg"))
    assert element.evaluate("return element.counts()")["tensors"] < after[0]["tensors"]
