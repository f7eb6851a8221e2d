"""The question that every browser's runtime is asked: right graphs pass, any wrong one is caught."""

import json
from dataclasses import fields, replace

import numpy as np
import onnx
import pytest
from clickcut.native_runtime import NativeRuntime
from clickcut_core.errors import ClickcutError
from clickcut_core.masks.graphs import Graphs
from clickcut_core.masks.known_answer import TOLERANCE, KnownAnswer
from clickcut_models.manifest import Manifest
from onnx import numpy_helper


@pytest.fixture(scope="module")
def manifest(models_folder):
    return Manifest.read(models_folder)


@pytest.fixture
def known(manifest):
    return KnownAnswer.from_json(json.dumps(manifest.known_answer))


@pytest.fixture
def runtime():
    return NativeRuntime(threads=2)


@pytest.fixture
async def graphs(runtime, manifest):
    return Graphs(*[await runtime.load(str(manifest.path(field.name))) for field in fields(Graphs)])


async def test_the_built_graphs_answer_right(known, runtime, graphs):
    assert await known.check(runtime, graphs) < TOLERANCE / 10


def test_it_asks_for_something(known):
    """Some logits are inside and some outside, of each mask."""
    logits = np.array(known.logits).reshape(4, -1)
    assert ((logits > 0.5).any(1) & (logits < -0.5).any(1)).all()


def scaled(name, factor):
    """Give a spoiling that scales one of the largest constants."""

    def spoil(model):
        constants = [c for c in model.graph.initializer if c.data_type == onnx.TensorProto.FLOAT16]
        constant = sorted(constants, key=lambda c: -numpy_helper.to_array(c).size)[name]
        values = numpy_helper.to_array(constant)
        constant.CopyFrom(numpy_helper.from_array((values * factor).astype(values.dtype), constant.name))

    return spoil


def exchanged(model):
    """Relu by another function: as a kernel that is wrong."""
    for node in model.graph.node:
        if node.op_type == "Relu":
            node.op_type = "Sigmoid"


SPOILT = {"a weight 1 % off": scaled(0, 1.01), "a layer off": scaled(3, 0.8), "a wrong kernel": exchanged}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT.keys())
async def test_a_wrong_decoder_is_caught(known, runtime, graphs, manifest, tmp_path, spoil):
    model = onnx.load(manifest.path("decoder"))
    spoil(model)
    onnx.save(model, tmp_path / "decoder.onnx")
    wrong = replace(graphs, decoder=await runtime.load(str(tmp_path / "decoder.onnx")))
    with pytest.raises(ClickcutError) as caught:
        await known.check(runtime, wrong)
    assert caught.value.code == "wrong-answer"
    assert float(caught.value.values["difference"]) > TOLERANCE
