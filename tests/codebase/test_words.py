"""Words and rules live in Python; JavaScript fills them in."""

import re

from clickcut_build.device_charts import charts_json
from clickcut_core.words.en.labels import LABELS

from .sources import arguments, javascript, literals

FILES = javascript()
ALL = "\n".join(FILES.values())
TOOLS = set(literals(re.search(r"const GROUPS = .*?\]\);", FILES["controls.js"], re.DOTALL)[0]))
STAGES = {
    word
    for text in re.findall(r"\bstage: (?!find)([^,}]*)[,}]", ALL) + arguments(ALL, "onStage")
    for word in literals(text)
}
WAYS = {
    word
    for text in re.findall(r"const (?:name|other) =[^;?]*\?([^;]*);", FILES["editor.js"])
    for word in literals(text)
}
WAYS |= set(re.findall(r'\{ name: "([\w-]+)", run', FILES["editor.js"]))
REASONS = {word for text in re.findall(r"\breason: ([^,;}]*)", ALL) for word in literals(text)}
REASONS |= set(re.findall(r'reason: "([\w-]+)" \}', ALL))
MASK_EDITS = set(re.findall(r'\bbutton\(words, "([\w-]+)"', FILES["refine.js"]))
LOOK = set(literals(re.search(r"\(\[(.*?)\]\)", FILES["refine.js"])[0]))
KEYS = "".join(re.findall(r"export const KEYS = .*?\}\);", ALL, re.DOTALL))
COMMANDS = set(re.findall(r': "(\w+)"', KEYS))
OTHERS = literals(re.search(r"const OTHERS = .*?\}\);", FILES["shortcuts.js"], re.DOTALL)[0])
# What the arguments of label(…) that are no literals can be.
VARIABLES = {
    "tool": TOOLS,
    "`${tool}-hint`": {f"{tool}-hint" for tool in TOOLS},
    "kind": MASK_EDITS,
    "`${kind}-hint`": {f"{kind}-hint" for kind in MASK_EDITS},
    "name": LOOK,
    "`${name}-hint`": {f"{name}-hint" for name in LOOK},
    "stage": STAGES,
    "way.name": WAYS,
    "`threads-${reason}`": {f"threads-{reason}" for reason in REASONS},
    "`key-${command}`": {f"key-{command}" for command in COMMANDS},
    "`key-${way}`": {f"key-{command}" for command in COMMANDS},
    "`keys-${name}`": {f"keys-{name}" for name in OTHERS},
    "`does-${name}`": {f"does-{name}" for name in OTHERS},
    "done": literals(re.search(r"const DONE = .*?\}\);", FILES["status.js"], re.DOTALL)[0]),
    "hands.hint": literals(re.search(r"const HINTS = .*?\}\);", FILES["hands.js"], re.DOTALL)[0]),
    "backendReason": set(re.findall(r'backendReason: "([\w-]+)"', FILES["runner.js"])),
    "key": set(re.findall(r'"@([\w-]+)"', charts_json())),  # what the charts leave to the browser
}


def labels_asked_for():
    asked = set()
    for name, source in FILES.items():
        for argument in arguments(source, "label"):
            if name == "pointer.js":
                assert argument == ""  # the mode of a click
            elif argument in VARIABLES:
                asked |= VARIABLES[argument]
            else:
                words = literals(argument.rpartition("?")[2])
                assert words, f"{name}: label({argument}) can't be followed; name it in VARIABLES"
                asked |= words
    return asked


def test_the_tools_stages_and_ways_are_found():
    assert {"include", "undo", "download"} <= TOOLS
    assert {
        *("loading-runtime", "starting", "loading-photo", "loading-encoder", "encoding", "saving")
    } == STAGES
    assert {"restart", "retry", "open-as-photo", "encode-here"} == WAYS


def test_every_label_that_javascript_asks_for_exists():
    assert labels_asked_for() - set(LABELS) == set()


def test_every_label_is_asked_for():
    assert set(LABELS) - labels_asked_for() == set()


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
