"""Masks from elsewhere in the page: dropped files. What edits make of them is told in tests/masks."""

import pytest
from PIL import Image

from tests.browser import photos, turned
from tests.browser.driver import NEXT_MASK, Element, iou
from tests.masks.drawings import blobs, boolean


def test_a_dropped_mask_is_imported_and_a_picture_in_colours_is_opened(coffee: Element) -> None:
    coffee.page.evaluate(NEXT_MASK)
    coffee.drop("mask.png", photos.png(blobs()))
    coffee.page.evaluate("window.nextMask")
    assert iou(coffee.mask(), boolean(blobs())) > 0.98
    assert coffee.state["prompts"] == {"points": [], "box": None}
    assert (coffee.state["canUndo"], coffee.state["candidates"]) == (True, [])
    coffee.drop("photo.png", photos.crop("coffee.png", 320, 240))
    coffee.wait_until("element.state.photo?.width === 320")
    coffee.wait_ready()
    assert coffee.state["objects"] == []
    assert not coffee.state["canUndo"]


def test_a_mask_of_another_shape_is_refused_and_going_back_and_forth_leaks_no_tensor(
    coffee: Element,
) -> None:
    bring = "await element.importMask(new Blob([Uint8Array.from(argument)]))"
    refused = f"try {{ {bring} }} catch ({{ code }}) {{ return code }}"
    assert coffee.evaluate(refused, list(photos.png(blobs((400, 400))))) == "mask-size"
    assert "400 × 400" in coffee.error()
    assert coffee.state["objects"] == []
    coffee.evaluate(bring, list(photos.png(blobs())))
    coffee.evaluate("await element.stroke([[500, 60], [540, 200]], 12); await element.invert()")
    tensors = coffee.evaluate("return (await element.counts()).tensors")
    again = "await element.undo(); await element.redo(); return (await element.counts()).tensors"
    assert [coffee.evaluate(again) for _ in range(3)] == [tensors] * 3


def test_labels_are_taken_as_the_command_line_takes_them_and_an_empty_file_is_refused(
    coffee: Element,
) -> None:
    labels = Image.fromarray(boolean(blobs()).astype("uint8"))
    painted = labels.convert("P")
    painted.putpalette([0, 0, 0, 128, 0, 0])
    bring = "await element.importMask(new Blob([Uint8Array.from(argument)]))"
    for picture in (labels, painted):
        coffee.evaluate(bring, list(photos.png(picture)))
        assert iou(coffee.mask(), boolean(blobs())) > 0.98
        coffee.evaluate("await element.undo()")
    refused = f"try {{ {bring} }} catch ({{ code }}) {{ return code }}"
    assert coffee.evaluate(refused, list(photos.png(Image.new("L", labels.size)))) == "mask-empty"
    assert coffee.state["objects"] == []


@pytest.mark.full
def test_masks_and_backgrounds_are_turned_as_photos_are(coffee: Element) -> None:
    assert turned.wrong_masks(coffee, 600, 400) == []
    assert turned.wrong_backgrounds(coffee, 600, 400) == []
