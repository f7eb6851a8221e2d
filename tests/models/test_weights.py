"""Both loaders fill the same dictionary; neither trusts its file."""

import hashlib
import io
import pickle
import zipfile
from collections import OrderedDict

import numpy as np
import pytest
from clickcut_core.errors import ClickcutError
from clickcut_models import source, weights
from clickcut_models.encoder.sizes import STAGES
from clickcut_models.source import CHECKPOINT
from clickcut_models.weights import checkpoint, names
from clickcut_models.weights.comparison import compared

BATCH_NORM = ("weight", "bias", "running_mean", "running_var")


@pytest.fixture(scope="module")
def npm(source_folder):
    return weights.read(source_folder)


def official_state():
    """Give a state dictionary with the official names and shapes, and made-up values."""
    random = np.random.default_rng(7)
    state = {"image_encoder.norm_head.weight": (320,), "image_encoder.head.weight": (1000, 320)}
    folded = {name[: -len(".bias")] for name in names.shapes() if ".bias" in name and is_folded(name)}
    for name, shape in names.shapes().items():
        module, _, part = name.rpartition(".")
        if part == "attention_bias":
            side = int(shape[1] ** 0.5)
            state[f"{name}es"] = (shape[0], side * side)
        elif module not in folded:
            state[name] = shape
        elif part == "weight":
            state[f"{module}.c.weight"] = shape
            state |= {f"{module}.bn.{part}": shape[:1] for part in BATCH_NORM}
    made = {name: random.normal(size=shape).astype(np.float32) for name, shape in state.items()}
    for name, value in made.items():
        if name.endswith("running_var"):
            made[name] = np.abs(value) + 0.5
    made["image_encoder.patch_embed.seq.0.bn.num_batches_tracked"] = np.array(3)
    return made


def is_folded(name):
    """Say whether a layer is a convolution with batch norm: all of the encoder's but the neck's."""
    return "image_encoder" in name and any(part in name for part in (".conv", "local_conv", "patch_embed"))


class Storage:
    def __init__(self, key, array):
        self.key, self.array = key, array


class Tensor:
    """Pickles as torch.save writes a tensor."""

    def __init__(self, storage, array):
        self.storage, self.array = storage, array

    def __reduce__(self):
        strides = tuple(step // self.array.itemsize for step in self.array.strides)
        return Named("torch._utils", "_rebuild_tensor_v2"), (
            self.storage, 0, self.array.shape, strides, False, OrderedDict(),
        )  # fmt: skip


class Named:
    """Stands for a global of a module that is not installed."""

    def __init__(self, module, name):
        self.module, self.name = module, name

    def __call__(self):
        raise AssertionError


class TorchPickler(pickle._Pickler):
    def persistent_id(self, item):
        if isinstance(item, Storage):
            kind = Named("torch", "LongStorage" if item.array.dtype == np.int64 else "FloatStorage")
            return "storage", kind, item.key, "cpu", item.array.size
        return None

    def save(self, item, save_persistent_id=True):
        if isinstance(item, Named):
            self.write(f"c{item.module}\n{item.name}\n".encode())
            return
        super().save(item, save_persistent_id)


def torch_save(state):
    """Write a dictionary of arrays as torch.save does."""
    stores = {name: Storage(str(number), array) for number, (name, array) in enumerate(state.items())}
    pickled = io.BytesIO()
    TorchPickler(pickled, 2).dump(OrderedDict((name, Tensor(stores[name], state[name])) for name in state))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("archive/data.pkl", pickled.getvalue())
        for store in stores.values():
            archive.writestr(f"archive/data/{store.key}", store.array.tobytes())
    return content.getvalue()


def test_npm_files_hold_every_weight(npm):
    assert {name: value.shape for name, value in npm.items()} == names.shapes()
    assert all(value.dtype == np.float32 for value in npm.values())


def test_checkpoint_gives_the_same_names_and_shapes():
    read = names.checked(checkpoint.read(torch_save(official_state())))
    assert {name: value.shape for name, value in read.items()} == names.shapes()


def test_checkpoint_values_are_the_file_s():
    state = official_state()
    read = checkpoint.read(torch_save(state))
    name = "mask_decoder.transformer.layers.1.mlp.lin2.weight"
    np.testing.assert_array_equal(read[name], state[name])


def test_batch_norm_is_folded_into_its_convolution():
    state = official_state()
    read = checkpoint.read(torch_save(state))
    name = "image_encoder.layers.1.blocks.0.local_conv"
    x = np.random.default_rng(1).normal(size=state[f"{name}.c.weight"].shape)
    gain, shift, mean, variance = (state[f"{name}.bn.{part}"].astype(np.float64) for part in BATCH_NORM)
    convolved = (state[f"{name}.c.weight"] * x).sum(axis=(1, 2, 3))
    expected = (convolved - mean) / np.sqrt(variance + 1e-5) * gain + shift
    found = (read[f"{name}.weight"] * x).sum(axis=(1, 2, 3)) + read[f"{name}.bias"]
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)


def test_attention_bias_is_spread_by_distance():
    state = official_state()
    read = checkpoint.read(torch_save(state))
    window = STAGES[0].window
    name = "image_encoder.layers.1.blocks.0.attn.attention_bias"
    first, second = (2, 5), (4, 1)  # row, column
    pair = tuple(row * window + column for row, column in (first, second))
    distance = abs(first[0] - second[0]) * window + abs(first[1] - second[1])
    np.testing.assert_array_equal(read[name][:, *pair], state[f"{name}es"][:, distance])


def test_npm_attention_bias_depends_on_distance_alone(npm):
    """So the two loaders mean the same by it."""
    window = STAGES[1].window
    bias = npm["image_encoder.layers.2.blocks.3.attn.attention_bias"].reshape(
        5, window, window, window, window
    )
    np.testing.assert_array_equal(bias[:, 0, 0, 3, 2], bias[:, 7, 9, 4, 11])


def test_checkpoint_that_would_run_code_is_refused():
    class Bad:
        def __reduce__(self):
            return print, ("run",)

    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps({"x": Bad()}))
    with pytest.raises(pickle.UnpicklingError, match="print"):
        checkpoint.read(content.getvalue())


def test_tensor_beyond_its_storage_is_refused():
    state = {"x": np.zeros((2, 3), np.float32)}
    content = torch_save(state)
    shortened = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(shortened, "w") as archive:
        for name in whole.namelist():
            archive.writestr(name, whole.read(name)[: None if name.endswith("pkl") else 8])
    with pytest.raises(pickle.UnpicklingError, match="beyond"):
        checkpoint.read(shortened.getvalue())


def test_a_checkpoint_with_another_hash_is_not_even_opened(tmp_path):
    (tmp_path / CHECKPOINT).write_bytes(torch_save({"x": np.zeros(1, np.float32)}))
    with pytest.raises(ClickcutError) as caught:
        weights.read(tmp_path)
    assert (caught.value.code, caught.value.values["file"]) == ("model-unknown", CHECKPOINT)


def test_a_checkpoint_that_is_accepted_by_its_hash_has_a_name_of_its_own(tmp_path, npm):
    file = tmp_path / "mine.pt"
    file.write_bytes(torch_save(official_state()))
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    read = weights.read(file, digest)
    assert read.keys() == npm.keys()
    found = source.find(file, digest)
    assert found.model not in (source.NPM.model, source.OFFICIAL.model)
    assert f"{len(npm)} of {len(npm)} arrays differ" in compared(read, npm)
    assert compared(npm, npm).startswith("0 of ")


def around(state):
    """A checkpoint with more than tensors in it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps(state))
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"no zip file", torch_save({"x": np.zeros(1, np.float32)}), around({"epoch": 3}), around([1])],
    ids=["no-archive", "another-network", "a-number", "a-list"],
)
def test_weights_of_another_network_are_refused_in_a_sentence(tmp_path, content):
    file = tmp_path / "other.pt"
    file.write_bytes(content)
    with pytest.raises(ClickcutError) as caught:
        weights.read(file, hashlib.sha256(content).hexdigest())
    assert caught.value.code == "model-unfit"


def test_missing_weight_is_named(npm):
    name = "mask_decoder.iou_token.weight"
    with pytest.raises(ValueError, match=name):
        names.checked({key: value for key, value in npm.items() if key != name})
