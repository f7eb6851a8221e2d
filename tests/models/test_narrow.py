"""Weights of few bits: small in the file, wide and unchanged in use."""

import numpy as np
import onnx
import pytest
from clickcut_models.graph import GraphWriter, output, tensor
from clickcut_models.narrow import EIGHT_BITS_FROM, HALF_FROM, narrow
from clickcut_models.proof.oracle import session


def product(matrix, *, in_branch=False):
    """x · matrix, float32 (1, inputs) → (1, outputs); the matrix in a branch of an `If` if wanted."""
    graph = GraphWriter()
    x = tensor("x", "float32", (1, matrix.shape[-2]))

    def multiplied(writer):
        return [writer.op("MatMul", x, matrix)]

    if in_branch:
        always = graph.op("Greater", graph.op("ReduceMax", graph.op("Abs", x)), -1.0)
        branches = {f"{name}_branch": graph.branch(multiplied, name) for name in ("then", "else")}
        (y,) = graph.ops("If", always, outputs=1, **branches)
    else:
        (y,) = multiplied(graph)
    return graph.model("product", [x], [output(y, "y", "float32", (*matrix.shape[:-2], 1, matrix.shape[-1]))])


def run(model, x):
    onnx.checker.check_model(model, full_check=True)
    return session(model).run(None, {"x": x})[0]


@pytest.fixture
def random():
    return np.random.default_rng(3)


@pytest.mark.parametrize("in_branch", [False, True])
def test_half_the_bits_for_many_weights(random, in_branch):
    matrix, x = (
        random.normal(size=(64, 64)).astype(np.float32),
        random.normal(size=(1, 64)).astype(np.float32),
    )
    assert matrix.size >= HALF_FROM
    model = product(matrix, in_branch=in_branch)
    small = narrow(model)
    assert small.ByteSize() < 0.55 * model.ByteSize()
    np.testing.assert_allclose(run(small, x), x @ matrix.astype(np.float16).astype(np.float32), atol=1e-4)


def test_eight_bits_for_the_largest_with_a_scale_for_each_column(random):
    columns = 10.0 ** random.integers(-3, 3, 256)  # one scale for all would lose the small ones
    matrix = (random.normal(size=(4, 256, 256)) * columns).astype(np.float32)
    x = random.normal(size=(1, 256)).astype(np.float32)
    assert matrix.size >= EIGHT_BITS_FROM
    model = product(matrix)
    small = narrow(model)
    assert small.ByteSize() < 0.27 * model.ByteSize()
    errors = np.abs(run(small, x) - x @ matrix) / (columns * np.linalg.norm(x))
    assert errors.max() < 0.05


def test_few_weights_stay_exact(random):
    matrix, x = (
        random.normal(size=(16, 32)).astype(np.float32),
        random.normal(size=(1, 16)).astype(np.float32),
    )
    np.testing.assert_array_equal(run(narrow(product(matrix)), x), run(product(matrix), x))


def test_widening_happens_when_the_graph_is_loaded_not_at_each_run(random, tmp_path):
    """No Cast is left in the graph that onnxruntime optimised."""
    import onnxruntime  # noqa: PLC0415  only here: to see what it made of the graph

    matrix = random.normal(size=(512, 512)).astype(np.float32)
    options = onnxruntime.SessionOptions()
    options.optimized_model_filepath = str(tmp_path / "optimised.onnx")
    small = narrow(product(matrix)).SerializeToString()
    onnxruntime.InferenceSession(small, options, providers=["CPUExecutionProvider"])
    optimised = onnx.load(options.optimized_model_filepath)
    assert [node.op_type for node in optimised.graph.node] == ["MatMul"]


def test_a_weight_beyond_float16_is_refused():
    with pytest.raises(OverflowError):
        narrow(product(np.full((64, 64), 1e5, np.float32)))
