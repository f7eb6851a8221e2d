"""Graphs that were optimised ahead, for browsers: the same answers, with weights that another graph makes."""

import numpy as np
import onnxruntime as ort
import pytest
from clickcut_core.geometry import ImageSize
from clickcut_models.proof.sample import sample_photo
from clickcut_models.proof.verify import prompts
from clickcut_models.ready import WEIGHTS


@pytest.fixture(scope="module")
def folder(models_folder, tmp_path_factory):
    """The graphs as a browser has them: beside a file of the weights that were made."""
    folder = tmp_path_factory.mktemp("ready")
    made = session(models_folder / f"{WEIGHTS}.onnx").run(None, {})
    (folder / WEIGHTS).write_bytes(b"".join(each.tobytes() for each in made))
    for path in models_folder.glob("*_ready.onnx"):
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def session(path):
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    return ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])


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


def test_what_travels_is_no_larger(models_folder):
    def size(pattern):
        return sum(path.stat().st_size for path in models_folder.glob(pattern))

    plain = sum(
        size(f"{path.name.removesuffix('_ready.onnx')}.onnx") for path in models_folder.glob("*_ready.onnx")
    )
    assert size("*_ready.onnx") + size(f"{WEIGHTS}.onnx") < 1.05 * plain
