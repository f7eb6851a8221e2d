"""What the encoder's worker is told, and the file of what it gives."""

import hashlib

import pytest
from clickcut_core.device_encoding import embedding_of, plan
from clickcut_core.embedding import LAYOUT, Embedding
from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import ImageSize


@pytest.mark.parametrize("size", [(3000, 4000), (9, 500), (20_000, 400)])
def test_strips_hold_every_row_once(size):
    told = plan(ImageSize(*size))
    rows = [row for start, stop in told["strips"] for row in range(start, stop)]
    assert rows == list(range(size[0]))
    assert max(told["size"]) == 1024


def test_a_photo_of_no_shape_for_the_model_is_refused_as_by_the_server():
    with pytest.raises(ClickcutError) as narrow:
        plan(ImageSize(height=10, width=641))
    with pytest.raises(ClickcutError) as small:
        plan(ImageSize(height=7, width=7))
    assert (narrow.value.code, small.value.code) == ("photo-too-narrow", "photo-too-small")


def test_the_file_says_photo_model_and_who_encoded_it():
    tensors = {"image_embeddings": bytes(256 * 64 * 64), "scale": bytes(1024), "zero_point": bytes(256)}
    made = embedding_of(b"photo", ImageSize(height=20, width=30), tensors, bytes(range(64)), model="m")
    assert Embedding.from_bytes(made.to_bytes(), model="m").fingerprint == bytes(range(64))
    read = Embedding.from_bytes(made.to_bytes(), model="m")
    assert set(read.tensors) == set(LAYOUT)
    assert read.photo_sha256 == hashlib.sha256(b"photo").hexdigest()
    assert (read.encoder, read.frame.photo) == ("device", ImageSize(height=20, width=30))
