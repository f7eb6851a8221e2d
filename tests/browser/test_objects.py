"""Several objects in a photo: by mouse, by key, in the list; one history over all of them."""

import pytest

from tests.browser import photos
from tests.browser.driver import NEXT_MASK, Element, iou

SAUCER, TABLE = (430, 300), (40, 200)  # in coffee.png


def row(element: Element, object_id: int, part: str = ".name"):
    return element.page.locator(f"click-cut .objects li[data-id='{object_id}'] {part}")


def names(element: Element) -> list[str]:
    return element.page.locator("click-cut .objects .name span").all_inner_texts()


def objects(element: Element) -> list[tuple[int, bool]]:
    return [(each["id"], each["active"]) for each in element.state["objects"]]


def until_state(element: Element, condition: str) -> None:
    element.page.wait_for_function(f"() => (({condition}))(document.querySelector('click-cut').state)")


def two_objects(element: Element) -> None:
    element.click(*SAUCER)
    element.page.locator("click-cut .add-object").click()
    until_state(element, "state => state.active === 2")
    element.click(*TABLE)


def test_a_second_object_is_begun_with_a_button_and_has_its_own_mask(coffee: Element) -> None:
    two_objects(coffee)
    assert objects(coffee) == [(1, False), (2, True)]
    assert names(coffee) == ["Object 1", "Object 2"]
    second = coffee.mask()
    row(coffee, 1).click()
    until_state(coffee, "state => state.active === 1")
    first = coffee.mask()
    assert first[SAUCER[1], SAUCER[0]]
    assert not first[TABLE[1], TABLE[0]]
    assert second[TABLE[1], TABLE[0]]
    assert iou(first, second) < 0.1
    colours = [each["colour"] for each in coffee.state["objects"]]
    assert len(set(colours)) == 2


def test_objects_are_switched_by_digit_and_begun_by_key(coffee: Element) -> None:
    coffee.click(*SAUCER)
    coffee.page.locator("click-cut .stage").focus()
    coffee.page.keyboard.press("n")
    until_state(coffee, "state => state.active === 2")
    coffee.click(*TABLE)
    for digit, active in (("1", 1), ("2", 2)):
        coffee.page.keyboard.press(digit)
        until_state(coffee, f"state => state.active === {active}")


def test_an_object_is_renamed_hidden_reordered_and_deleted_in_the_list(coffee: Element) -> None:
    two_objects(coffee)
    row(coffee, 1).dblclick()
    coffee.page.keyboard.type("Cup & saucer")
    coffee.page.keyboard.press("Enter")
    until_state(coffee, "state => state.objects[0].name === 'Cup & saucer'")
    assert names(coffee)[0] == "Cup & saucer"
    row(coffee, 1, ".eye").click()
    until_state(coffee, "state => !state.objects[0].visible")
    row(coffee, 1).focus()
    coffee.page.keyboard.press("Alt+ArrowDown")
    until_state(coffee, "state => state.objects[1].id === 1")
    row(coffee, 2, ".delete").click()
    until_state(coffee, "state => state.objects.length === 1")
    assert objects(coffee) == [(1, True)]


def test_undo_brings_back_what_was_deleted_whichever_object_it_was(coffee: Element) -> None:
    two_objects(coffee)
    before, mask = coffee.state["objects"], coffee.mask()
    row(coffee, 1, ".delete").click()
    until_state(coffee, "state => state.objects.length === 1")
    coffee.click(500, 380)
    for _ in range(2):
        coffee.page.evaluate(NEXT_MASK)
        coffee.press("undo")
        coffee.page.evaluate("window.nextMask")
    assert coffee.state["objects"] == before
    assert (coffee.mask() == mask).all()


def test_letters_typed_as_a_name_are_no_tools(coffee: Element) -> None:
    two_objects(coffee)
    row(coffee, 2).press("F2")
    coffee.page.keyboard.type("bison n 1")
    coffee.page.keyboard.press("Escape")
    assert [each["name"] for each in coffee.state["objects"]] == ["", ""]
    assert coffee.page.locator("click-cut button.include").get_attribute("aria-pressed") == "true"
    assert coffee.state["active"] == 2


def test_the_three_candidates_are_pictures_to_click_wheel_and_key(coffee: Element) -> None:
    coffee.click(*SAUCER)
    pictures = coffee.page.locator("click-cut .candidates button")
    pictures.nth(2).wait_for()
    state, fitted = coffee.state, coffee.viewport["scale"]
    assert pictures.locator("small").all_inner_texts() == [
        f"{min(1, c['score']):.2f}" for c in state["candidates"]
    ]
    for place, candidate in enumerate(state["candidates"]):
        pictures.nth(place).click()
        until_state(coffee, f"state => state.chosen === {candidate['index']}")
        assert pictures.nth(place).get_attribute("aria-checked") == "true"
    pictures.nth(0).hover()
    coffee.page.mouse.wheel(0, 120)
    until_state(coffee, "state => state.chosen === 1")
    coffee.page.locator("click-cut .stage").focus()
    coffee.page.keyboard.press("m")
    until_state(coffee, "state => state.chosen === 2")
    coffee.page.mouse.move(*coffee.place(*SAUCER))
    coffee.page.keyboard.down("Shift")
    coffee.page.mouse.wheel(0, -120)
    until_state(coffee, "state => state.chosen === 1")
    coffee.page.keyboard.up("Shift")
    assert coffee.viewport["scale"] == pytest.approx(fitted)


def test_the_pictures_follow_the_newest_answer(coffee: Element) -> None:
    coffee.click(*SAUCER)
    pictures = coffee.page.locator("click-cut .candidates button")
    pictures.nth(2).wait_for()
    coffee.click(310, 150)
    pictures.nth(3).wait_for()  # from the second click on all four are offered
    coffee.press("clear")
    pictures.first.wait_for(state="hidden")


def test_on_a_phone_the_list_is_a_sheet_that_opens_and_closes(phone: Element) -> None:
    element, page = phone, phone.page
    element.load(photos.address("coffee.png"), photos.embedding_address("coffee.png"))
    element.click(*SAUCER)
    panel = page.locator("click-cut aside.panel")
    assert not panel.is_visible()
    element.press("sheet")
    row(element, 1).wait_for(state="visible")
    page.locator("click-cut .close-sheet").click()
    panel.wait_for(state="hidden")
    assert page.locator("click-cut button.sheet").get_attribute("aria-expanded") == "false"
    element.press("sheet")
    page.keyboard.press("Escape")
    panel.wait_for(state="hidden")
    assert len(element.state["prompts"]["points"]) == 1
