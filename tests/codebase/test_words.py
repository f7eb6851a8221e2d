"""Words and rules live in Python; JavaScript fills them in. `tsc` checks that the labels it names exist."""

import re

from clickcut_build.device_charts import charts_json
from clickcut_core.words.en.labels import LABELS

from .sources import arguments, javascript, literals

FILES = javascript()


def test_no_label_is_for_nobody():
    """Each is named in the sources, or made of a word that is: `${tool}-hint` of "include"."""
    words = set().union(*map(literals, FILES.values()), re.findall(r"\b(\w+):", "".join(FILES.values())))
    words |= set(re.findall(r'"@([\w-]+)"', charts_json()))  # what the charts leave to the browser
    asked = {each for source in FILES.values() for each in arguments(source, "label")}
    made = [re.sub(r"\$\{\w+\}", "(.+)", each.strip("`")) for each in asked if each.startswith("`")]
    assert len(made) >= 5
    for label in (each.removesuffix("-touch") for each in LABELS):  # words.js chooses between both
        of = [found[1] for each in made if (found := re.fullmatch(each, label))]
        assert label in words or words & set(of), label


def test_javascript_has_no_sentence_of_its_own():
    word = r"[^\W\d][\w’',–-]*"
    for name, source in FILES.items():
        for text in literals(source):
            assert not re.fullmatch(rf"{word}( {word})+ ?[.!?:…]*", text), f"{name}: {text}"


def test_markup_in_javascript_has_no_words_between_its_tags():
    for name, source in FILES.items():
        for markup in re.findall(r"`(?:[^`\\]|\\.)*`", source):
            if "</" in markup:
                assert re.findall(r">[^<>]*[A-Za-z]{2,}[^<>]*<", re.sub(r"\$\{[^}]*\}", "", markup)) == [], (
                    name
                )


def test_javascript_has_no_constant_of_the_model():
    model_side_and_its_parts = r"1024|1023|256|4096|65536|1048576"
    mean_and_deviation = r"123\.675|116\.28|103\.53|58\.395|57\.12|57\.375"
    numbers = rf"(?<![\w.#])(?:{model_side_and_its_parts}|{mean_and_deviation})(?![\w.])"
    for name, source in FILES.items():
        found = re.findall(numbers, re.sub(r'"[^"\n]*"', "", source))
        assert found == [], name
        assert "image_embeddings" not in source, name
        assert not re.search(r"point_(coords|labels)|mask_input|iou_predictions", source), name
