import pytest
from clickcut_core.errors import ClickcutError
from clickcut_core.recipes.document import Document
from clickcut_core.recipes.prompts import PointPrompt
from clickcut_core.recipes.recipe import Recipe
from clickcut_core.session import Session

from tests.unit.fake_runtime import GRAPHS, embedding_of


async def test_a_preview_changes_nothing(session):
    await session.add_point(600, 400)
    before, history, shown = session.state(), session.history, session.shown
    preview, index = await session.preview(100, 100)
    assert (preview != shown[0].masks, index) == (True, 3)
    assert (session.state(), session.history, session.shown) == (before, history, shown)


async def test_another_photo_drops_the_prompts_and_the_history(session):
    await session.add_point(600, 400)
    await session.set_image(embedding_of(100, 800))
    assert session.state()["photo"] == {"width": 100, "height": 800}
    assert session.state()["prompts"] == {"points": [], "box": None}
    assert not session.state()["canUndo"]


async def test_without_a_photo_every_call_says_so(runtime):
    session = Session(runtime, GRAPHS)
    assert session.state()["photo"] is None
    for call in (session.add_point(1, 1), session.set_box(1, 1, 5, 5), session.preview(1, 1)):
        with pytest.raises(ClickcutError) as caught:
            await call
        assert caught.value.code == "no-photo"
    with pytest.raises(ClickcutError, match="no photo"):
        await session.restore({"documents": [], "position": 0})


async def test_without_a_mask_there_is_nothing_to_choose_or_to_save(session):
    for call in (session.choose(1), session.cycle()):
        with pytest.raises(ClickcutError) as caught:
            await call
        assert caught.value.code == "no-mask"
    with pytest.raises(ClickcutError, match="no mask"):
        session.mask_strips()


@pytest.mark.parametrize("index", [0, 4, -1, None])
async def test_only_an_offered_mask_can_be_chosen(session, index):
    await session.add_point(600, 400)
    with pytest.raises(ClickcutError, match="not among those offered") as caught:
        await session.choose(index)
    assert caught.value.code == "invalid-prompt"
    assert session.shown[0].index == 2


async def test_a_document_that_does_not_fit_the_photo_changes_nothing(session):
    await session.add_point(600, 400)
    before = session.history
    elsewhere = Document().with_recipe(Recipe().with_point(PointPrompt(5000, 200))).to_json()
    with pytest.raises(ClickcutError, match="not on the photo"):
        await session.resume(elsewhere)
    assert session.history == before
