"""`clickcut models export --sam`: what programs that expect Segment Anything's own graphs are given."""

import os
import re
import subprocess
import sys

import numpy as np
import onnx
import onnxruntime as ort
import pytest
from click.testing import CliRunner
from clickcut.cli import main
from clickcut_core.geometry import ImageSize
from clickcut_models.proof.sample import sample_photo
from PIL import Image


@pytest.fixture(scope="module")
def exported(source_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sam")
    arguments = ["models", "export", "--sam", "-o", str(folder), "--source", str(source_folder)]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    return folder


def test_the_decoder_takes_and_gives_what_the_stock_one_does(exported, source_folder):
    ours, stock = (
        ort.InferenceSession(path, providers=["CPUExecutionProvider"])
        for path in (exported / "decoder.onnx", source_folder / "sam.onnx")
    )
    for values in ("get_inputs", "get_outputs"):
        named = [{each.name: each.type for each in getattr(graph, values)()} for graph in (ours, stock)]
        assert named[0] == named[1]
    size = np.array([301, 452], np.float32)
    feeds = {
        "image_embeddings": np.random.default_rng(3).normal(0, 0.1, (1, 256, 64, 64)).astype(np.float32),
        "point_coords": np.array([[[300, 200], [600, 400], [0, 0]]], np.float32),
        "point_labels": np.array([[1, 0, -1]], np.float32),
        "mask_input": np.zeros((1, 1, 256, 256), np.float32),
        "has_mask_input": np.zeros(1, np.float32),
        "orig_im_size": size,
    }
    names = ["masks", "iou_predictions", "low_res_masks"]
    for made, expected in zip(ours.run(names, feeds), stock.run(names, feeds), strict=True):
        assert made.shape == expected.shape
        np.testing.assert_allclose(made, expected, atol=2e-3)


def test_its_card_has_the_parity_that_was_measured(exported):
    card = (exported / "README.md").read_text("utf-8")
    (measured,) = re.findall(r"\| float32 \| (\d\..*) \|", card)
    embedding, logits, _, iou = (float(each) for each in measured.split(" | "))
    assert embedding < 1e-3
    assert logits < 1e-3
    assert iou > 0.9999
    assert "Apache-2.0" in card


def test_the_cards_program_gives_a_mask(exported, tmp_path):
    photo = sample_photo(ImageSize(height=600, width=900))
    Image.fromarray(photo).save(tmp_path / "photo.jpg")
    for name in ("encoder.onnx", "decoder.onnx"):
        (tmp_path / name).symlink_to(exported / name)
    (program,) = re.findall(r"```python\n(.*?)```", (exported / "README.md").read_text("utf-8"), re.DOTALL)
    subprocess.run([sys.executable, "-c", program], check=True, cwd=tmp_path, env={**os.environ})
    mask = np.asarray(Image.open(tmp_path / "mask.png"))
    assert mask.shape == (600, 900)
    assert 0 < mask.mean() < 1


def test_the_encoder_takes_a_photo_of_any_shape(exported):
    model = onnx.load(exported / "encoder.onnx")
    assert [each.name for each in model.graph.input] == ["input_image"]
    session = ort.InferenceSession(exported / "encoder.onnx", providers=["CPUExecutionProvider"])
    for height, width in ((684, 1024), (1024, 300)):
        photo = sample_photo(ImageSize(height=height, width=width)).astype(np.float32)
        (embedding,) = session.run(None, {"input_image": photo})
        assert embedding.shape == (1, 256, 64, 64)
        assert np.isfinite(embedding).all()


def test_what_to_export_has_to_be_said(tmp_path):
    done = CliRunner().invoke(main, ["models", "export", "-o", str(tmp_path)])
    assert done.exit_code == 2
    assert "--sam" in done.output
    assert "--ort" in done.output
