"""From a photo to what somebody wanted of it, with the number of actions that it takes."""

import io
import zipfile

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser import photos
from tests.browser.chromium import ASKED
from tests.browser.conftest import open_anew
from tests.browser.driver import Element, iou, open_page
from tests.browser.hand import Hand
from tests.browser.tools.test_brush import drag
from tests.masks.sky import CENTRE, SIZE, star, truth
from tests.server_process import Server

CUP, SAUCER, SPOON = (310, 150), (430, 300), (352, 290)  # in coffee.png
TWELVE_MEGAPIXELS = (4243, 2829)


def decoded(content: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGBA")).astype(int)


def test_a_first_visit_ends_with_a_file_after_one_action(page: Page, server: Server) -> None:
    page.add_init_script(ASKED)  # as for everybody who has not put it off
    page.goto(server.url)
    hand = Hand(Element(page))
    name, content = hand.saved(page.locator("click-cut .output .save"))
    assert (hand.actions, name) == (1, "speaker-cutout.png")
    file = decoded(content)
    assert file.shape == (2000, 1706, 4)
    assert file[1000, 853, 3] == 255  # a person
    assert file[10, 10, 3] == file[10, -10, 3] == 0  # a wall


def test_a_product_is_a_png_two_actions_after_it_was_opened(element: Element) -> None:
    element.drop("mug.png", photos.crop("coffee.png", 570, 380))
    element.wait_until("element.state.photo?.width === 570")
    hand = Hand(element)
    hand.click(295, 142)
    name, content = hand.saved(element.page.locator("click-cut .output .save"))
    assert (hand.actions, name) == (2, "mug-cutout.png")
    alpha = decoded(content)[..., 3]
    assert alpha[142, 295] == 255
    assert not alpha[:20, :20].any()


def test_a_person_with_hair_on_white_on_a_colour_and_on_a_picture(visitor: Element) -> None:
    portrait = open_anew(visitor, "portrait.jpg")
    size = portrait.state["photo"]["width"], portrait.state["photo"]["height"]
    page, hand = portrait.page, Hand(portrait)
    panel = page.locator("click-cut .output")
    save = panel.locator(".save")
    hand.click(size[0] / 2, size[1] / 2)
    _, clear = hand.saved(save)
    hand.press(panel.locator("[data-background='white']"))
    _, on_white = hand.saved(save)
    hand.do(lambda: panel.locator("input[type=color]").fill("#c02040"))
    _, on_colour = hand.saved(save)
    with page.expect_file_chooser() as chooser:
        hand.press(panel.locator("[data-background='picture']"))
    sand = np.full((size[1], size[0], 3), (200, 180, 120), np.uint8)
    hand.do(
        lambda: chooser.value.set_files(
            {"name": "sand.png", "mimeType": "image/png", "buffer": photos.png(Image.fromarray(sand))}
        )
    )
    portrait.wait_until("element.backdrop === 'picture'")
    _, on_picture = hand.saved(save)
    assert hand.actions == 9

    object_, alpha = decoded(clear)[..., :3], decoded(clear)[..., 3:]
    assert ((alpha > 20) & (alpha < 235)).sum() > 0.004 * alpha.size, "hair is partly seen through"
    for content, colour in (
        (on_white, (255, 255, 255)),
        (on_colour, (0xC0, 0x20, 0x40)),
        (on_picture, (200, 180, 120)),
    ):
        expected = (object_ * alpha + np.array(colour) * (255 - alpha)) / 255
        file = decoded(content)
        assert (file[..., 3] == 255).all()
        assert np.abs(file[..., :3] - expected).max() < 2


def test_a_wrong_mask_is_mended_with_a_click_a_stroke_and_a_key(coffee: Element) -> None:
    page, hand = coffee.page, Hand(coffee)
    hand.click(*SAUCER)
    assert coffee.mask()[CUP[1], CUP[0]], "the cup is taken along"
    hand.click(*CUP, button="right")
    without = coffee.mask()
    assert not without[CUP[1], CUP[0]]
    assert without[SAUCER[1], SAUCER[0]]
    hand.press(page.get_by_role("button", name="Erase", exact=True))
    hand.do(lambda: drag(coffee, SPOON, (SPOON[0] + 12, SPOON[1])))
    erased = coffee.mask()
    assert not erased[SPOON[1], SPOON[0]]
    assert not (erased & ~without).any()
    hand.do(lambda: page.keyboard.press("Control+z"))
    coffee.wait_until("element.state.canRedo")
    assert (coffee.mask() == without).all()
    assert hand.actions == 5


@pytest.mark.full
def test_a_small_object_in_twelve_megapixels(element: Element) -> None:
    factor = TWELVE_MEGAPIXELS[0] / SIZE[0]
    photo = star().image.resize(TWELVE_MEGAPIXELS, Image.Resampling.BICUBIC)
    drawn = np.asarray(Image.fromarray(truth()).resize(TWELVE_MEGAPIXELS, Image.Resampling.BICUBIC)) > 127
    element.drop("sky.png", photos.png(photo, compress_level=1))
    element.wait_until(f"element.state.photo?.width === {TWELVE_MEGAPIXELS[0]}")
    element.wait_ready()
    hand = Hand(element)
    hand.click(CENTRE[0] * factor, CENTRE[1] * factor)
    hand.press(element.page.locator("click-cut .refine .look-closer"))
    element.wait_until("element.state.objects[0]?.part")
    _, content = hand.saved(element.page.locator("click-cut .output .save"))
    assert hand.actions == 3
    alpha = decoded(content)[..., 3]
    assert alpha.shape == drawn.shape
    assert iou(alpha > 127, drawn) > 0.9


def test_by_keys_alone(page: Page, server: Server) -> None:
    page.goto(server.url)
    element = Element(page)
    element.wait_ready()
    hand = Hand(element)

    def key(name: str) -> None:
        hand.do(lambda: page.keyboard.press(name))

    while not element.evaluate("return element.shadowRoot.activeElement?.matches('.stage') ?? false"):
        key("Tab")
    key("ArrowDown")  # shows the crosshair in the middle
    key("Enter")
    element.wait_until("element.state.objects.length === 1")
    with page.expect_download() as download:
        key("s")
    assert download.value.suggested_filename == "speaker-cutout.png"
    assert hand.actions <= 10


@pytest.mark.full
@pytest.mark.timeout(900)
def test_twenty_photos(page: Page, server: Server) -> None:
    page.add_init_script(ASKED)
    element = open_page(page, server.url)
    hand = Hand(element)
    names = [f"{number:02}.png" for number in range(1, 21)]
    files = [
        {"name": name, "mimeType": "image/png", "buffer": photos.crop("flower.jpg", 300 + at, 240)}
        for at, name in enumerate(names)
    ]
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Open photo").first.click()
    hand.do(lambda: chooser.value.set_files(files))
    for at in range(len(names)):
        element.wait_until(f"element.state.proposed && element.state.photo.width === {300 + at}")
        hand.do(lambda: page.keyboard.press("Enter"))
    with page.expect_download() as download:
        hand.press(page.get_by_role("button", name="Save all"))
    assert hand.actions == 22
    with zipfile.ZipFile(download.value.path()) as saved:
        assert saved.namelist() == [*(name.replace(".png", "-cutout.png") for name in names), "labels.json"]
