"""Several objects in a photo: by mouse, by key, in the list. What their masks are is told in tests/masks."""

import pytest

from tests.browser import photos
from tests.browser.driver import Element

SAUCER, TABLE, CUP = (430, 300), (40, 200), (300, 150)  # in coffee.png


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


def test_objects_are_begun_and_switched_by_button_row_and_key(coffee: Element) -> None:
    two_objects(coffee)
    assert objects(coffee) == [(1, False), (2, True)]
    assert names(coffee) == ["Object 1", "Object 2"]
    button = row(coffee, 1).element_handle()
    row(coffee, 1).click()
    until_state(coffee, "state => state.active === 1")
    assert button.evaluate("button => button.isConnected"), "a double click would lose its second"
    first = coffee.mask()
    assert first[SAUCER[1], SAUCER[0]]
    assert not first[TABLE[1], TABLE[0]]
    coffee.focus()
    coffee.page.keyboard.press("n")
    until_state(coffee, "state => state.active === 3")
    coffee.click(300, 150)
    for digit in (1, 2, 3):
        coffee.page.keyboard.press(str(digit))
        until_state(coffee, f"state => state.active === {digit}")


def test_an_object_is_renamed_hidden_reordered_and_deleted_in_the_list_and_comes_back(
    coffee: Element,
) -> None:
    two_objects(coffee)
    row(coffee, 2).press("F2")
    coffee.page.keyboard.type("bison n 1")  # letters typed as a name are no tools
    coffee.page.keyboard.press("Escape")
    assert [each["name"] for each in coffee.state["objects"]] == ["", ""]
    assert coffee.page.locator("click-cut button.include").get_attribute("aria-pressed") == "true"
    assert coffee.state["active"] == 2
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
    before = coffee.state["objects"]
    row(coffee, 2, ".delete").click()
    until_state(coffee, "state => state.objects.length === 1")
    assert objects(coffee) == [(1, True)]
    coffee.press("undo")
    until_state(coffee, "state => state.objects.length === 2")
    assert coffee.state["objects"] == before


def test_the_candidates_are_pictures_to_click_wheel_and_key_and_follow_the_newest_answer(
    coffee: Element,
) -> None:
    coffee.click(*CUP)
    pictures = coffee.page.locator("click-cut .candidates button")
    pictures.nth(2).wait_for()
    state, fitted = coffee.state, coffee.viewport["scale"]
    assert pictures.locator("small").all_inner_texts() == ["Part", "Object", "Everything"]
    for place, candidate in enumerate(state["candidates"]):
        pictures.nth(place).click()
        until_state(coffee, f"state => state.chosen === {candidate['index']}")
        assert pictures.nth(place).get_attribute("aria-checked") == "true"
    first, second, _ = (candidate["index"] for candidate in state["candidates"])
    pictures.nth(0).hover()
    coffee.page.mouse.wheel(0, 120)
    until_state(coffee, f"state => state.chosen === {first}")
    coffee.page.locator("click-cut .stage").focus()
    coffee.page.keyboard.press("m")
    until_state(coffee, f"state => state.chosen === {second}")
    coffee.page.mouse.move(*coffee.place(*CUP))
    coffee.page.keyboard.down("Shift")
    coffee.page.mouse.wheel(0, -120)
    until_state(coffee, f"state => state.chosen === {first}")
    coffee.page.keyboard.up("Shift")
    assert coffee.viewport["scale"] == pytest.approx(fitted)
    coffee.click(310, 150)
    until_state(coffee, "state => state.candidates[0].index === 0")  # from the second click on
    pictures.nth(len(coffee.state["candidates"]) - 1).wait_for()
    coffee.press("clear")
    pictures.first.wait_for(state="hidden")


def test_a_candidate_is_seen_on_the_photo_while_the_pointer_is_over_its_picture(coffee: Element) -> None:
    coffee.click(*CUP)
    pictures = coffee.page.locator("click-cut .candidates button")
    pictures.nth(2).wait_for()
    covered = """
    for (let n = 0; n < 2; n++) await new Promise(requestAnimationFrame)
    const overlay = element.shadowRoot.querySelector("canvas.overlay")
    const { data } = overlay.getContext("2d").getImageData(0, 0, overlay.width, overlay.height)
    return data.filter((value, place) => place % 4 === 3 && value > 0).length
    """
    seen = []
    for place in range(3):
        pictures.nth(place).hover()
        seen.append(coffee.evaluate(covered))
    assert seen[0] < seen[1] < seen[2]
    state = coffee.state
    assert state["chosen"] in {candidate["index"] for candidate in state["candidates"]}


def test_the_candidates_lie_where_they_hide_nothing_of_what_was_clicked(coffee: Element) -> None:
    coffee.click(20, 380)  # where they lie otherwise
    coffee.page.locator("click-cut .candidates button").first.wait_for()
    x, y = coffee.place(20, 380)
    on_top = coffee.evaluate(
        "return element.shadowRoot.elementFromPoint(argument[0], argument[1]).className", [x, y]
    )
    assert on_top == "overlay"


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
