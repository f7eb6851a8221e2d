"""`python -m tests.bench.accuracy` on a folder drawn here, with the real weights."""

import json

import pytest
from click.testing import CliRunner

from tests.bench.accuracy.__main__ import accuracy


def bench(*arguments):
    return CliRunner().invoke(accuracy, list(map(str, arguments)))


@pytest.mark.full
def test_both_pipelines_find_plain_shapes_and_are_reported_side_by_side(data):
    result = bench("--data", data, "--json")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    means = report["means"]
    assert {"mIoU@1", "mIoU@2", "NoC@85", "NoC@90", "box mIoU", "boundary IoU@3"} <= set(means)
    for pipeline in ("stock", "ours"):
        assert means["box mIoU"][pipeline] > 0.95
        assert means["mIoU@5"][pipeline] > 0.9
        assert [row["name"] for row in report["objects"][pipeline]] == ["disc", "oval"]
    assert means["decoder runs a click"]["stock"] == 1
    assert 1 <= means["decoder runs a click"]["ours"] < 2
    assert result.stderr.count("stock ") == 2


@pytest.mark.parametrize("content", ["[]", "{", '[{"set": "a"}]', "3"])
def test_an_index_that_is_none_is_refused(tmp_path, content):
    (tmp_path / "index.json").write_text(content)
    result = bench("--data", tmp_path)
    assert result.exit_code == 1
    assert "It lists objects" in result.stderr
