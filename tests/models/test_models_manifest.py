import json
import shutil

import onnx
import pytest
from clickcut_core.errors import ClickcutError
from clickcut_models.manifest import FILE, Manifest
from clickcut_models.source import NPM

GRAPHS = [
    "encoder",
    "encoder_8bit",
    "encoder_device",
    "resize",
    "context",
    "decoder",
    "clean",
    "correct",
    "measure",
    "pick",
    "upsample",
    "borders",
    "deepest",
    "survey",
    "propose",
    "shrink",
    "matte",
    "cutout",
]


@pytest.fixture
def copy(models_folder, tmp_path):
    for path in models_folder.iterdir():
        if path.suffix in {".json", ".onnx"}:
            shutil.copy(path, tmp_path)
    return tmp_path


def test_manifest_names_model_source_and_licence(models_folder):
    content = json.loads((models_folder / FILE).read_bytes())
    assert content["format"] == "clickcut-models/1"
    assert content["model"] == Manifest.read(models_folder).model == NPM.model
    assert len(content["model"]) == 16
    assert content["input_size"] == 1024
    assert content["mask_size"] == 256
    assert content["source"]["sha256"] == NPM.sha256
    assert "Apache-2.0" in content["licence"]["weights"]


@pytest.mark.parametrize("name", GRAPHS)
def test_manifest_describes_each_graph_as_it_is(models_folder, name):
    manifest = Manifest.read(models_folder)
    model, entry = onnx.load(manifest.path(name)), manifest.graphs[name]
    assert [tensor["name"] for tensor in entry["inputs"]] == [value.name for value in model.graph.input]
    assert [tensor["name"] for tensor in entry["outputs"]] == [value.name for value in model.graph.output]
    assert entry["opset"] == next(o.version for o in model.opset_import if not o.domain) <= 21
    assert model.ir_version <= 10


def test_context_gives_exactly_what_the_decoder_wants_besides_prompts(models_folder):
    graphs = Manifest.read(models_folder).graphs
    prompts = {"point_coords", "point_labels", "mask_input", "has_mask_input"}
    wanted = [tensor for tensor in graphs["decoder"]["inputs"] if tensor["name"] not in prompts]
    assert graphs["context"]["outputs"] == wanted


def test_both_encoders_keep_one_contract(models_folder):
    graphs = Manifest.read(models_folder).graphs
    for side in ("inputs", "outputs"):
        assert graphs["encoder"][side] == graphs["encoder_8bit"][side]


def test_context_begins_by_dequantising(models_folder):
    first = onnx.load(Manifest.read(models_folder).path("context")).graph.node[0]
    assert first.op_type == "DequantizeLinear"
    assert list(first.input) == ["image_embeddings", "scale", "zero_point"]


@pytest.mark.parametrize("file", [FILE, "decoder.onnx"])
def test_missing_file_is_named(copy, file):
    (copy / file).unlink()
    with pytest.raises(ClickcutError) as caught:
        Manifest.read(copy)
    assert (caught.value.code, caught.value.values["file"]) == ("model-missing", file)


def flip(content):
    return content[:-1] + bytes([content[-1] ^ 1])


@pytest.mark.parametrize("alter", [flip, lambda content: content[:-1], lambda content: b""])
def test_altered_graph_is_named(copy, alter):
    path = copy / "decoder.onnx"
    path.write_bytes(alter(path.read_bytes()))
    with pytest.raises(ClickcutError) as caught:
        Manifest.read(copy)
    assert (caught.value.code, caught.value.values["file"]) == ("model-altered", "decoder.onnx")


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", pytest.param("[" * 200_000, id="deep"), '{"model": "x", "graphs": {"decoder": {}}}'],
)
def test_unreadable_manifest_is_named(copy, content):
    (copy / FILE).write_text(content)
    with pytest.raises(ClickcutError) as caught:
        Manifest.read(copy)
    assert (caught.value.code, caught.value.values["file"]) == ("model-altered", FILE)
