import pytest
from clickcut_core.choice import default_mask, offered_masks
from clickcut_core.prompts import BoxPrompt, PointPrompt, PromptSet

POINT = PointPrompt(1, 1)
BOX = BoxPrompt(1, 1, 5, 5)


@pytest.mark.parametrize(
    ("scores", "best"),
    [
        ((0.99, 0.1, 0.2, 0.3), 3),
        ((0.99, 0.8, 0.2, 0.3), 1),
        ((0, 0.1, 0.6, 0.3), 2),
        ((1, 0.5, 0.5, 0.5), 1),
    ],
)
def test_one_click_shows_the_best_of_the_three_and_never_mask_0(scores, best):
    assert default_mask(PromptSet((POINT,)), scores) == best
    assert default_mask(PromptSet((PointPrompt(1, 1, 0),)), scores) == best


@pytest.mark.parametrize(
    "prompts",
    [PromptSet(box=BOX), PromptSet((POINT,), BOX), PromptSet((POINT, POINT)), PromptSet((POINT,) * 3, BOX)],
)
def test_a_box_or_a_second_click_shows_mask_0(prompts):
    assert default_mask(prompts, (0.1, 0.7, 0.8, 0.9)) == 0


def test_the_default_is_always_among_the_masks_offered():
    assert [offered_masks(index) for index in range(4)] == [(0, 1, 2, 3), (1, 2, 3), (1, 2, 3), (1, 2, 3)]
