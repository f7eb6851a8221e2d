import hashlib
import json
import random
import struct

import pytest
from clickcut_core.embedding import Embedding
from clickcut_core.errors import ClickcutError

from .fake_runtime import embedding_of

CONTENT = embedding_of(1280, 853).to_bytes()
LENGTH = int.from_bytes(CONTENT[:8], "little")
HEADER = json.loads(CONTENT[8 : 8 + LENGTH])
DATA = CONTENT[8 + LENGTH :]


def packed(header, data=DATA):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def described(**values):
    """The file with other metadata, signed as a writer of such a file would."""
    metadata = {**HEADER["__metadata__"], **values}
    metadata = {name: value for name, value in metadata.items() if value is not None}
    metadata.pop("metadata_sha256", None)
    text = json.dumps(metadata, sort_keys=True, separators=(",", ":")).encode()
    metadata["metadata_sha256"] = hashlib.sha256(text).hexdigest()
    return packed({**HEADER, "__metadata__": metadata})


def entry(name, **values):
    return packed({**HEADER, name: {**HEADER[name], **values}})


@pytest.mark.parametrize(
    ("content", "code", "told"),
    [
        (b"", "embedding-format", "too short"),
        (CONTENT[:7], "embedding-format", "too short"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "embedding-format", "not a safetensors file"),
        (struct.pack("<Q", 100_000), "embedding-format", "not a safetensors file"),
        (struct.pack("<Q", 1 << 60) + bytes(100), "embedding-format", "not a safetensors file"),
        (packed(b"{]"), "embedding-format", "header is not JSON"),
        (packed(b"\xff\xfe\xfd"), "embedding-format", "header is not JSON"),
        (packed(b"[" * 99_999), "embedding-format", "header is not JSON"),
        (packed(b'{"a":' * 16_000), "embedding-format", "header is not JSON"),
        (packed(b"7" * 9_999), "embedding-format", "header is not"),
        (packed([1]), "embedding-format", "header is not a table"),
        (packed({}), "embedding-format", "its format is not clickcut-embedding/1"),
        (packed({**HEADER, "__metadata__": []}), "embedding-format", "its format is not"),
        (described(format="clickcut-embedding/2"), "embedding-format", "its format is not"),
        (described(height="1" + 400 * "0"), "embedding-format", "its sizes are missing or wrong"),
        (described(height=853), "embedding-format", "metadata are not all strings"),
        (described(model="model-b"), "embedding-model", "model-b, but this decoder belongs to model model-a"),
        (described(model=None), "embedding-model", "model-a"),
        (CONTENT[:-1], "embedding-checksum", "damaged"),
        (CONTENT + b"\0", "embedding-checksum", "damaged"),
        (CONTENT[: 8 + LENGTH], "embedding-checksum", "damaged"),
        (CONTENT[:-300] + bytes([CONTENT[-300] ^ 1]) + CONTENT[-299:], "embedding-checksum", "damaged"),
        (CONTENT.replace(b'"width":"1280"', b'"width":"1281"'), "embedding-checksum", "damaged"),
        (described(width=None), "embedding-format", "sizes are missing or wrong"),
        (described(width="wide"), "embedding-format", "sizes are missing or wrong"),
        (described(height="0"), "embedding-format", "sizes are missing or wrong"),
        (described(input_height="1024"), "embedding-format", "1024 × 1024, not 1024 × 682 as for 1280 × 853"),
        (packed({k: v for k, v in HEADER.items() if k != "scale"}), "embedding-format", "scale is not F32"),
        (entry("scale", dtype="F16"), "embedding-format", "scale is not F32 [256]"),
        (entry("image_embeddings", shape=[1, 64, 64, 256]), "embedding-format", "[1, 256, 64, 64]"),
        (entry("zero_point", data_offsets=[0, 255]), "embedding-format", "zero_point does not lie"),
        (entry("zero_point", data_offsets=[-256, 0]), "embedding-format", "zero_point does not lie"),
        (entry("zero_point", data_offsets=["0", "256"]), "embedding-format", "zero_point does not lie"),
        (
            entry("scale", data_offsets=[len(DATA) - 8, len(DATA) + 1016]),
            "embedding-format",
            "scale does not lie",
        ),
    ],
)
def test_a_file_that_is_not_right_is_refused_with_the_reason(content, code, told):
    with pytest.raises(ClickcutError) as caught:
        Embedding.from_bytes(content, model="model-a")
    assert caught.value.code == code
    assert told in caught.value.message


def mutated(chance):
    """The file with one to three bytes flipped, digits changed, pieces cut out, doubled or cut off."""
    content = bytearray(CONTENT)
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(8 + LENGTH) if chance.random() < 0.8 else chance.randrange(len(content))
        match chance.randrange(5):
            case 0:
                content[place % len(content)] ^= 1 << chance.randrange(8)
            case 1:
                digits = [i for i in range(8, 8 + LENGTH) if 48 <= content[i] <= 57]
                content[chance.choice(digits)] = chance.randint(48, 57)
            case 2:
                del content[place : place + chance.randint(1, 40)]
            case 3:
                content[place:place] = content[place : place + chance.randint(1, 40)]
            case 4:
                del content[max(place, 8 + LENGTH + 100) :]
    return bytes(content)


def test_a_damaged_file_is_refused_or_harmless_and_never_anything_else():
    refused = 0
    for seed in range(400):
        content = mutated(random.Random(seed))
        try:
            embedding = Embedding.from_bytes(content, model="model-a")
        except ClickcutError as error:
            refused += 1
            assert error.code.startswith("embedding-")
        else:
            assert embedding.to_bytes() == CONTENT, seed
    assert refused > 350
