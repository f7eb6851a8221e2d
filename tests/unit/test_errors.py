from string import Formatter

import pytest
from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import ImageSize
from clickcut_core.words.en.sentences import SENTENCES


def names_in(template):
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("code", SENTENCES)
def test_every_sentence_names_its_values(code):
    values = {name: f"<{name}>" for name in names_in(SENTENCES[code])}
    error = ClickcutError(code, **values)
    assert str(error) == error.message
    assert all(value in error.message for value in values.values())
    assert "{" not in error.message
    assert error.to_json() == {"code": code, "message": error.message, "values": values}
    assert error.values == values


@pytest.mark.parametrize("code", [code for code in SENTENCES if names_in(SENTENCES[code])])
def test_a_sentence_without_its_values_is_a_mistake_of_ours(code):
    with pytest.raises(KeyError):
        ClickcutError(code)


def test_an_unknown_code_is_a_mistake_of_ours():
    with pytest.raises(KeyError, match="no-such-code"):
        ClickcutError("no-such-code")


def test_a_value_is_never_read_as_a_template():
    assert ClickcutError("invalid-prompt", reason="{0} {x}").message == "{0} {x}"


def test_values_cross_as_text_whatever_they_were():
    error = ClickcutError("embedding-photo", expected=ImageSize(height=3, width=4), found=5)
    assert error.to_json()["values"] == {"expected": "4 × 3", "found": "5"}
