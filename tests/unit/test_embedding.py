import hashlib
import json
import random
from array import array
from dataclasses import replace

import numpy as np
import pytest
import safetensors
from clickcut_core.embedding import Embedding
from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import Frame, ImageSize
from clickcut_core.runtime import Tensor
from safetensors.numpy import load


@pytest.fixture(scope="module")
def embedding():
    chance = random.Random(7)
    return Embedding(
        tensors={
            "image_embeddings": Tensor("uint8", (1, 256, 64, 64), chance.randbytes(1 << 20)),
            "scale": Tensor("float32", (256,), array("f", [chance.random() for _ in range(256)])),
            "zero_point": Tensor("uint8", (256,), chance.randbytes(256)),
        },
        model="model-a",
        photo_sha256="ab" * 32,
        frame=Frame.of(ImageSize(height=853, width=1280)),
        notes=("first-frame",),
        encoder="float32",
    )


def test_a_file_gives_the_same_embedding_again(embedding):
    again = Embedding.from_bytes(embedding.to_bytes(), model="model-a")
    assert (again.model, again.photo_sha256, again.notes) == ("model-a", "ab" * 32, ("first-frame",))
    assert again.encoder == "float32"
    assert again.frame == Frame(ImageSize(height=853, width=1280), ImageSize(height=682, width=1024))
    for name, tensor in embedding.tensors.items():
        assert (again.tensors[name].dtype, again.tensors[name].dims) == (tensor.dtype, tensor.dims)
        assert bytes(again.tensors[name].data) == bytes(tensor.data)


def test_no_notes_stay_no_notes(embedding):
    assert Embedding.from_bytes(replace(embedding, notes=()).to_bytes(), model="model-a").notes == ()


def test_equal_embeddings_give_equal_bytes_whatever_holds_their_values(embedding):
    arrays = {
        name: replace(tensor, data=np.frombuffer(tensor.data, tensor.dtype).reshape(tensor.dims))
        for name, tensor in reversed(embedding.tensors.items())
    }
    assert replace(embedding, tensors=arrays).to_bytes() == embedding.to_bytes()
    assert Embedding.from_bytes(embedding.to_bytes(), model="model-a").to_bytes() == embedding.to_bytes()


def test_the_safetensors_package_opens_the_file(embedding, tmp_path):
    path = tmp_path / "photo.clickcut"
    path.write_bytes(embedding.to_bytes())
    with safetensors.safe_open(path, framework="np") as file:
        metadata = file.metadata()
    tensors = load(path.read_bytes())
    assert {name: (str(t.dtype), t.shape) for name, t in tensors.items()} == {
        "image_embeddings": ("uint8", (1, 256, 64, 64)),
        "scale": ("float32", (256,)),
        "zero_point": ("uint8", (256,)),
    }
    for name, tensor in tensors.items():
        assert tensor.tobytes() == bytes(embedding.tensors[name].data)
    data = b"".join(tensors[name].tobytes() for name in ("image_embeddings", "scale", "zero_point"))
    others = {name: value for name, value in metadata.items() if name != "metadata_sha256"}
    text = json.dumps(others, sort_keys=True, separators=(",", ":")).encode()
    assert metadata == {
        "format": "clickcut-embedding/1",
        "model": "model-a",
        "photo_sha256": "ab" * 32,
        "width": "1280",
        "height": "853",
        "input_width": "1024",
        "input_height": "682",
        "notes": "first-frame",
        "encoder": "float32",
        "data_sha256": hashlib.sha256(data).hexdigest(),
        "metadata_sha256": hashlib.sha256(text).hexdigest(),
    }


def test_the_tensors_lie_aligned_behind_the_header(embedding):
    content = embedding.to_bytes()
    length = int.from_bytes(content[:8], "little")
    assert length % 8 == 0
    assert len(content) == 8 + length + (1 << 20) + 1024 + 256


def test_a_fingerprint_is_kept_and_a_file_without_one_stays_as_it_was(embedding):
    look = bytes(range(64))
    told = replace(embedding, fingerprint=look)
    again = Embedding.from_bytes(told.to_bytes(), model="model-a")
    assert again.fingerprint == look and again.to_bytes() == told.to_bytes()
    assert Embedding.from_bytes(embedding.to_bytes(), model="model-a").fingerprint == b""
    assert b"fingerprint" not in embedding.to_bytes()[:2000]


@pytest.mark.parametrize("look", [b"abc", bytes(65)])
def test_a_fingerprint_of_another_length_is_refused(embedding, look):
    content = replace(embedding, fingerprint=look).to_bytes()
    with pytest.raises(ClickcutError, match="its fingerprint is none"):
        Embedding.from_bytes(content, model="model-a")


def test_a_picture_that_looks_otherwise_is_refused_and_where_nothing_is_known_nothing_is(embedding):
    look = bytes(range(0, 128, 2))
    told = replace(embedding, fingerprint=look)
    with pytest.raises(ClickcutError) as caught:
        told.check_photo(told.frame.photo, look[::-1])
    assert caught.value.code == "embedding-picture"
    told.check_photo(told.frame.photo, look)
    told.check_photo(told.frame.photo, b"")
    embedding.check_photo(told.frame.photo, look)
