from string import Formatter

import pytest
from clickcut_core.errors import NOTES, SENTENCES, ClickcutError
from clickcut_core.labels import LABELS


def names_in(template):
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("code", SENTENCES)
def test_every_sentence_names_its_values(code):
    values = {name: f"<{name}>" for name in names_in(SENTENCES[code])}
    error = ClickcutError(code, **values)
    assert str(error) == error.message
    assert all(value in error.message for value in values.values())
    assert "{" not in error.message
    assert error.to_json() == {"code": code, "message": error.message}
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


@pytest.mark.parametrize("text", [*SENTENCES.values(), *NOTES.values()])
def test_sentences_are_whole(text):
    assert text == "{reason}" or ((text[0].isupper() or text[0] == "{") and text[-1] == ".")
    assert "  " not in text


@pytest.mark.parametrize("key", LABELS)
def test_labels_have_words_and_plain_placeholders(key):
    text = LABELS[key]
    assert text.strip() == text != ""
    # shell/texts.js fills {name} and nothing finer
    assert all(name.isidentifier() for name in names_in(text))


def test_codes_and_keys_are_lower_case_words_joined_by_hyphens():
    for key in [*SENTENCES, *NOTES, *LABELS]:
        assert key.replace("-", "").isalpha()
        assert key == key.lower()
