"""JSON of strangers is judged before it is parsed."""

import json

import pytest
from clickcut_core.json_text import MOST_DEPTH, read_json


@pytest.mark.parametrize("text", ["[" * 20_000, '{"a":' * 20_000, '["\\"[",' + "[[" * 20_000, "[{" * 300])
def test_what_nests_too_deeply_is_not_parsed(monkeypatch, text):
    monkeypatch.setattr(json, "loads", None)
    with pytest.raises(ValueError, match="too deeply"):
        read_json(text)


def test_what_has_too_many_values_is_not_parsed(monkeypatch):
    monkeypatch.setattr(json, "loads", None)
    for text in ("[0,0,0]", "[[],[]]", '{"a":{},"b":{}}'):
        with pytest.raises(ValueError, match="too much"):
            read_json(text, most_values=2)


@pytest.mark.parametrize(
    "plain",
    [
        {"a": "[" * 99, 'b"{{': ["}\\", "\\\\", '\\"[[', 0.5, None]},
        ["x" * 500_000, "\\" * 200_000],
        json.loads("[" * MOST_DEPTH + "]" * MOST_DEPTH),
    ],
)
def test_brackets_in_strings_are_none_and_all_else_is_read_as_ever(plain):
    assert read_json(json.dumps(plain), most_values=50) == plain


@pytest.mark.parametrize("text", ["", "[", "]", '"', "[1,]", '"\\'])
def test_what_is_no_json_stays_so(text):
    with pytest.raises(json.JSONDecodeError):
        read_json(text)
