"""Every language says all that English says, with the same values in it."""

import re
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from string import Formatter

import pytest
from clickcut import page
from clickcut_build.samples import SAMPLES
from clickcut_core.words.tables import ENGLISH, languages, read_words

ALL = {language: asdict(read_words(language)) for language in languages()}
OTHERS = [language for language in ALL if language != ENGLISH]
TABLES = ["labels", "formats", "sentences", "notes", "page"]


def placeholders(text):
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def tags(text):
    return sorted(re.findall(r"<[^>]*>", text))


def test_english_comes_first_and_german_is_there():
    assert languages()[0] == ENGLISH
    assert "de" in OTHERS


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("table", TABLES)
def test_a_language_has_the_keys_that_english_has(language, table):
    english, other = ALL[ENGLISH][table], ALL[language][table]
    missing, unknown = sorted(set(english) - set(other)), sorted(set(other) - set(english))
    assert not missing, f"words/{language} lacks {table}: { ({key: english[key] for key in missing}) }"
    assert not unknown, f"words/{language} has {table} for {unknown}, which words/en has not"


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("table", TABLES)
def test_a_language_names_the_same_values_in_the_same_markup(language, table):
    for key, text in ALL[language][table].items():
        english = ALL[ENGLISH][table].get(key, text)
        assert placeholders(text) == placeholders(english), f"{table} {key}: {text}"
        assert tags(text) == tags(english), f"{table} {key}: {text}"


@pytest.mark.parametrize("language", OTHERS)
def test_only_what_is_listed_is_the_same_as_in_english(language):
    listed = import_module(f"clickcut_core.words.{language.replace('-', '_')}").SAME_AS_ENGLISH
    same = {
        key
        for table in TABLES
        for key, text in ALL[language][table].items()
        if text == ALL[ENGLISH][table].get(key)
    }
    assert same - listed == set(), "not translated, or to be listed in SAME_AS_ENGLISH"
    assert listed - same == set(), "listed in SAME_AS_ENGLISH, but not the same"


@pytest.mark.parametrize("language", ALL)
def test_texts_are_clean_and_sentences_whole(language):
    for table in TABLES:
        for key, text in ALL[language][table].items():
            assert text == text.strip() != "", f"{table} {key}"
            assert "  " not in text, f"{table} {key}"
            # the shell fills {name} and nothing finer
            assert all(name.isidentifier() for name in placeholders(text)), f"{table} {key}"
    for table in ("sentences", "notes"):
        for text in ALL[language][table].values():
            assert text == "{reason}" or ((text[0].isupper() or text[0] == "{") and text[-1] == "."), text


def test_codes_and_keys_are_lower_case_words_joined_by_hyphens():
    for table in ("labels", "sentences", "notes", "page"):
        for key in ALL[ENGLISH][table]:
            assert key.replace("-", "").isalpha()
            assert key == key.lower()


CLICKS = {
    "en": r"\b[Cc]lick\b|\b(Alt|Shift|F2|Escape|Arrow)\b",
    "de": r"[Kk]lick(en|t)?\b|\b(Alt|Umschalt|F2|Esc|Pfeiltasten)\b",
}
FOR_KEYBOARDS = re.compile("(key|keys|does|device)-")


@pytest.mark.parametrize("language", ALL)
def test_fingers_are_told_of_taps_where_others_are_of_clicks_and_keys(language):
    labels = ALL[language]["labels"]
    told = {
        key: labels.get(f"{key}-touch", text) for key, text in labels.items() if not FOR_KEYBOARDS.match(key)
    }
    assert {key: text for key, text in told.items() if re.search(CLICKS[language], text)} == {}
    assert {
        key for key in labels if key.endswith("-touch") and key.removesuffix("-touch") not in labels
    } == set()


def test_every_sample_has_a_title_and_every_title_a_sample():
    named = {key for key in ALL[ENGLISH]["page"] if key.startswith("sample-")} - {"sample-photos"}
    assert named == {f"sample-{sample.name.partition('.')[0]}" for sample in SAMPLES}


def test_the_page_says_all_that_its_table_has():
    template = (Path(page.__file__).parent / "index.html").read_text("utf-8")
    asked = set(re.findall(r'say\["([\w-]+)"\]', template))
    titles = {key for key in ALL[ENGLISH]["page"] if re.fullmatch("sample-(?!photos).*", key)}
    assert asked | titles == set(ALL[ENGLISH]["page"])
