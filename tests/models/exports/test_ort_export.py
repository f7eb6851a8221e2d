"""`clickcut models export --ort`: onnxruntime's format for phones, exact and in 8 bits."""

import re

import numpy as np
import onnxruntime as ort
import pytest
from click.testing import CliRunner
from clickcut.cli import main
from clickcut_core.geometry import ImageSize
from clickcut_models.proof.oracle import Oracle, Prompt
from clickcut_models.proof.sample import sample_photo
from clickcut_models.proof.verify import mask_iou

# onnxruntime's own reader of its format leaves the files to be closed by the interpreter.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")

SIZE = ImageSize(height=684, width=1024)
FILES = ("encoder.ort", "decoder.ort", "encoder_8bit.ort", "decoder_8bit.ort")


@pytest.fixture(scope="module")
def exported(source_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("phone")
    arguments = ["models", "export", "--ort", "-o", str(folder), "--source", str(source_folder)]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    return folder


@pytest.mark.parametrize(("end", "least"), [("", 0.9999), ("_8bit", 0.95)])
def test_their_masks_are_the_stock_ones(exported, source_folder, end, least):
    photo = sample_photo(SIZE)
    encoder, decoder = (
        ort.InferenceSession(exported / f"{name}{end}.ort", providers=["CPUExecutionProvider"])
        for name in ("encoder", "decoder")
    )
    (embedding,) = encoder.run(None, {"input_image": photo.astype(np.float32)})
    prompt = Prompt("a click", ((400, 300), (0, 0)), (1, -1))
    size = np.array([SIZE.height, SIZE.width], np.float32)
    feeds = {"image_embeddings": embedding, "orig_im_size": size, **prompt.feeds()}
    masks, _, logits = decoder.run(["masks", "iou_predictions", "low_res_masks"], feeds)
    assert masks.shape == (1, 1, SIZE.height, SIZE.width)
    oracle = Oracle(source_folder)
    expected, _ = oracle.decode(oracle.embed(photo), prompt)
    assert mask_iou(logits[0, 0], expected) > least


def test_they_are_no_larger_than_what_they_hold(exported):
    sizes = {name: (exported / name).stat().st_size / 1e6 for name in FILES}
    assert sizes["decoder_8bit.ort"] < 7.5, "onnxruntime has widened the weights and stored the wide ones"
    assert sizes["decoder.ort"] < 19
    assert sizes["encoder_8bit.ort"] < 14.5
    assert sizes["encoder.ort"] < 28.5


def test_a_smaller_onnxruntime_is_told_the_operators(exported):
    listed = (exported / "operators.config").read_text("utf-8")
    sets = [line.split(";") for line in listed.splitlines()]
    assert all(domain in ("ai.onnx", "com.microsoft") and int(opset) for domain, opset, _ in sets)
    operators = {name for *_, names in sets for name in names.split(",")}
    assert {"Conv", "MatMul", "Cast", "DynamicQuantizeMatMul"} <= operators


def test_the_card_tells_of_all_four_and_how_they_are_run(exported):
    card = (exported / "README.md").read_text("utf-8")
    assert all(f"## {name}\n" in card for name in FILES)
    assert len(re.findall("SHA-256 `[0-9a-f]{64}`", card)) == len(FILES)
    assert re.search(r"\| float32 \| .*\n\| 8 bits \| ", card)
    for language in ("kotlin", "swift"):
        (program,) = re.findall(rf"```{language}\n(.*?)```", card, re.DOTALL)
        assert len(program.splitlines()) <= 32
        for name in ("input_image", "image_embeddings", "point_coords", "orig_im_size", "masks"):
            assert f'"{name}"' in program
