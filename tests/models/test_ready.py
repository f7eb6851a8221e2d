"""Graphs that were optimised ahead, for browsers: the same answers, with weights that another graph makes."""

import numpy as np
import onnxruntime as ort
import pytest
from clickcut_core.geometry import ImageSize
from clickcut_models.proof.sample import sample_photo
from clickcut_models.proof.verify import prompts
from clickcut_models.ready import LATER_WEIGHTS, WEIGHTS


@pytest.fixture(scope="module")
def folder(models_folder, tmp_path_factory):
    """The graphs as a browser has them: beside files of the weights that were made."""
    folder = tmp_path_factory.mktemp("ready")
    for name in (WEIGHTS, LATER_WEIGHTS):
        made = session(models_folder / f"{name}.onnx").run(None, {})
        (folder / name).write_bytes(b"".join(each.tobytes() for each in made))
    for path in models_folder.glob("*_ready.onnx"):
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def session(path):
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    return ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])


@pytest.mark.full
def test_context_and_decoder_give_the_same_answers(folder, built):
    image = sample_photo(ImageSize(height=683, width=1024))
    embedding = built.encode(image)
    expected = built.context(embedding)
    context = session(folder / "context_ready.onnx")
    found = dict(zip(expected, context.run(list(expected), embedding), strict=True))
    for name, value in expected.items():
        assert np.array_equal(found[name], value), name
    decoder = session(folder / "decoder_ready.onnx")
    mask = np.random.default_rng(1).normal(size=(256, 256)).astype(np.float32) * 5
    for prompt in prompts(image, mask=mask):
        feeds = {**expected, **prompt.feeds()}
        for name, value in built.run_decoder(feeds).items():
            # Sums in another order where a mask is fed back, as between any two machines.
            np.testing.assert_allclose(decoder.run([name], feeds)[0], value, atol=1e-4, err_msg=prompt.name)


def test_a_survey_gives_the_same_answers(folder, models_folder, built):
    image = sample_photo(ImageSize(height=683, width=1024))
    context = built.context(built.encode(image))
    feeds = {**context, "point_coords": np.array([[500, 300], [90, 620]], np.float32)}
    expected = session(models_folder / "survey.onnx").run(None, feeds)
    for found, value in zip(session(folder / "survey_ready.onnx").run(None, feeds), expected, strict=True):
        np.testing.assert_allclose(found, value, atol=1e-3)


def test_what_only_a_survey_needs_is_apart_and_next_to_nothing(models_folder):
    alone, whole = ((models_folder / f"{name}.onnx").stat().st_size for name in (LATER_WEIGHTS, "survey"))
    assert alone < 0.1 * whole


def test_what_travels_is_no_larger(models_folder):
    def size(pattern):
        return sum(path.stat().st_size for path in models_folder.glob(pattern))

    plain = sum(
        size(f"{path.name.removesuffix('_ready.onnx')}.onnx") for path in models_folder.glob("*_ready.onnx")
    )
    assert size("*_ready.onnx") + size("*weights.onnx") < 1.05 * plain
