"""Our graphs against the stock ones: over shapes, prompts and what is stored in few bits."""

import numpy as np
import pytest
from clickcut_core.geometry import ImageSize, resized
from clickcut_models.proof.oracle import Prompt, choose
from clickcut_models.proof.sample import sample_photo
from clickcut_models.proof.verify import mask_iou, prompts, verify

SHAPES = {"3:2": (2, 3)}
MORE_SHAPES = {"1:8": (8, 1), "1:1": (1, 1), "2:3": (3, 2), "21:9": (9, 21)}


def in_full(*values, id=None):  # noqa: A002  pytest's own name
    return pytest.param(*values, marks=pytest.mark.full, id=id)


LOGITS = 1e-3


@pytest.fixture(
    scope="module",
    params=[
        *(pytest.param(shape, id=name) for name, shape in SHAPES.items()),
        *(in_full(shape, id=name) for name, shape in MORE_SHAPES.items()),
    ],
)
def pair(request, oracle, built):
    """A photo of each shape with its stock embedding and our quantised one."""
    height, width = request.param
    image = sample_photo(resized(ImageSize(height=height, width=width)))
    return image, oracle.embed(image), built.encode(image)


def dequantised(embedding):
    point = embedding["zero_point"].astype(np.float32).reshape(1, -1, 1, 1)
    return (embedding["image_embeddings"] - point) * embedding["scale"].reshape(1, -1, 1, 1)


def test_embedding_is_the_stock_one_to_the_nearest_of_256_steps(pair):
    _, stock, ours = pair
    steps = np.abs(dequantised(ours) - stock) / ours["scale"].reshape(1, -1, 1, 1)
    assert steps.max() <= 0.8  # half a step, and what GELU by tanh and another order of sums differ by


def test_every_prompt_gives_the_stock_logits_and_score(pair, oracle, exact):
    image, embedding, _ = pair
    context = exact.context(embedding)
    first, _ = oracle.decode(embedding, prompts(image)[0])
    for prompt in prompts(image, mask=first):
        expected, expected_score = oracle.decode(embedding, prompt)
        masks, scores = exact.decode(context, prompt)
        chosen = choose(scores, len(prompt.labels))
        assert np.abs(masks[chosen] - expected).max() <= LOGITS, prompt.name
        assert scores[chosen] == pytest.approx(expected_score, abs=1e-4), prompt.name


def test_embedding_and_weights_of_few_bits_keep_the_mask(pair, oracle, built):
    image, embedding, quantised = pair
    context = built.context(quantised)
    ious = []
    for prompt in prompts(image):
        expected, _ = oracle.decode(embedding, prompt)
        masks, scores = built.decode(context, prompt)
        ious.append(mask_iou(masks[choose(scores, len(prompt.labels))], expected))
    assert np.mean(ious) >= 0.98
    assert min(ious) >= 0.93


@pytest.fixture(scope="module")
def embedded(oracle):
    """The stock embedding of a photo of 3:2."""
    return oracle.embed(sample_photo(ImageSize(height=683, width=1024)))


@pytest.mark.parametrize("points", [1, in_full(2), in_full(10), 11, in_full(12), in_full(40)])
@pytest.mark.parametrize("fed_back", [False, True])
def test_any_number_of_points(points, fed_back, embedded, oracle, exact):
    """From 11 points on the decoder keeps attention's channels instead of a row for each token."""
    random = np.random.default_rng(points)
    coords = (*map(tuple, random.uniform((0, 0), (1024, 683), (points, 2))), (0.0, 0.0))
    mask = random.normal(size=(256, 256)).astype(np.float32) * 5 if fed_back else None
    prompt = Prompt("points", coords, (*random.integers(0, 2, points), -1), mask)
    expected, _ = oracle.decode(embedded, prompt)
    masks, scores = exact.decode(exact.context(embedded), prompt)
    assert np.abs(masks[choose(scores, points + 1)] - expected).max() <= LOGITS


def test_context_dequantises_as_the_file_format_says(pair, built):
    _, _, quantised = pair
    image = pair[0]
    prompt = prompts(image)[0]
    ours, _ = built.decode(built.context(quantised), prompt)
    by_hand, _ = built.decode(built.context(dequantised(quantised)), prompt)
    np.testing.assert_allclose(ours, by_hand, atol=LOGITS)


def test_all_four_masks_differ(pair, built):
    image, embedding, _ = pair
    masks, scores = built.decode(built.context(embedding), prompts(image)[0])
    assert masks.shape == (4, 256, 256)
    assert scores.shape == (4,)
    assert len({mask.tobytes() for mask in masks}) == 4


def test_a_mask_prompt_that_is_switched_off_changes_nothing(pair, built):
    image, embedding, _ = pair
    context, prompt = built.context(embedding), prompts(image)[0]
    feeds = prompt.feeds()
    feeds["mask_input"] = np.full_like(feeds["mask_input"], 7)
    ours, _ = built.decode(context, prompt)
    other = built.run_decoder({**context, **feeds})["masks"][0]
    np.testing.assert_array_equal(ours, other)


def test_eight_bit_encoder_keeps_the_mask(pair, oracle, eight_bit):
    image, embedding, _ = pair
    context = eight_bit.context(eight_bit.encode(image))
    ious = []
    for prompt in prompts(image):
        expected, _ = oracle.decode(embedding, prompt)
        masks, _ = eight_bit.decode(context, prompt)
        ious.append(max(mask_iou(mask, expected) for mask in masks))  # which one is chosen is not its affair
    assert np.mean(ious) >= 0.97


def test_encoder_for_browsers_keeps_the_mask_in_a_small_file(pair, built, on_device, models_folder):
    image, _, quantised = pair
    context, expected_context = on_device.context(on_device.encode(image)), built.context(quantised)
    ious = []
    for prompt in prompts(image):
        masks, _ = on_device.decode(context, prompt)
        expected, scores = built.decode(expected_context, prompt)
        chosen = choose(scores, len(prompt.labels))
        ious.append(mask_iou(masks[chosen], expected[chosen]))
    assert np.mean(ious) >= 0.98
    assert (models_folder / "encoder_device.onnx").stat().st_size <= 15e6


@pytest.mark.parametrize(
    "size", [in_full((1, 1)), in_full((128, 1024)), (1024, 976), in_full((977, 1024)), in_full((1024, 960))]
)
def test_padding_left_out_changes_nothing(size, oracle, built):
    """Around the sizes at which the padding becomes too little to leave any out."""
    image = sample_photo(ImageSize(*size))
    ours = built.encode(image)
    steps = np.abs(dequantised(ours) - oracle.embed(image))
    assert (steps / ours["scale"].reshape(1, -1, 1, 1)).max() <= 0.8


@pytest.mark.full  # repeats what the tests above hold
def test_verify_reports_what_the_tests_hold(source_folder, models_folder):
    report = verify(source_folder, models_folder)
    assert report.logits <= LOGITS
    assert report.score <= 1e-4
    assert report.iou >= 0.98
    assert "forty points" in str(report)
