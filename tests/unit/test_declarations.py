"""The types that the shell and pages are checked against; that they fit the shell is tsc's to say."""

import inspect
import re
from pathlib import Path

import pytest
from clickcut_build.declarations import declarations, operations, published
from clickcut_core.operations import INNER, OPERATIONS
from clickcut_core.session import Session

ELEMENT = Path(__file__).parents[2] / "pyscript/shell/clickcut.d.ts"


def declared(text, name):
    return re.search(rf"export (?:type|interface) {name}\b.*?\n(?=\n|\Z)", text + "\n", re.DOTALL)[0]


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_of_the_table_is_one_of_the_session(name):
    assert inspect.iscoroutinefunction(getattr(Session, name))
    assert (inspect.getdoc(getattr(Session, name)) or "").strip()


def test_the_table_gives_javascript_names_arguments_and_defaults():
    table = {each["name"]: each for each in operations()}
    assert table["add_point"] == {
        "name": "add_point",
        "member": "addPoint",
        "isNamed": False,
        "arguments": [["x"], ["y"], ["label", 1]],
    }
    assert table["refine"]["isNamed"]
    assert table["refine"]["arguments"] == [["grow", 0], ["feather", 0], ["smooth", 0]]
    assert [each["name"] for each in operations() if each["member"] is None] == [
        name for name, form in OPERATIONS.items() if form == INNER
    ]


def test_a_typed_dict_becomes_an_interface_with_its_comments():
    text = declarations()
    assert declared(text, "Prompts") == (
        "export interface Prompts {\n"
        "  readonly points: ReadonlyArray<Point>;\n"
        "  readonly box: Box | null;\n"
        "}\n"
    )
    assert "  /** 1 includes, 0 excludes. */\n  readonly label: number;\n" in declared(text, "Point")
    assert "readonly look?: Look;" in declared(text, "DocumentObject")
    assert "  readonly size: readonly [number, number];\n" in declared(text, "Encoding")
    assert declared(text, "Box") == "export type Box = readonly [number, number, number, number];\n"


def test_what_the_worker_is_asked_answers_json_of_what_it_says():
    session = declared(declarations(), "WorkerSession")
    assert "  preview(x: number, y: number, mask?: number | null): Promise<Json<Preview>>;\n" in session
    assert "  mask(object_id?: number | null): Promise<Json<MaskStrips>>;\n" in session
    assert "  close(): void;\n" in session


def test_an_operation_has_its_arguments_in_both_of_its_forms():
    text = declarations()
    assert "  add_point: [x: number, y: number, label?: number];\n" in declared(text, "Edits")
    members = declared(text, "Operations")
    assert "  addPoint(x: number, y: number, label?: number): Result;\n" in members
    assert "  refine(options?: { grow?: number; feather?: number; smooth?: number }): Result;\n" in members
    assert "restore" not in members


def test_the_published_types_need_no_other_file():
    text = published(ELEMENT.read_text())
    assert "#protocol" not in text
    assert re.findall(r"^(?:import|export) .* from", text, re.MULTILINE) == []
    names = set(re.findall(r"export (?:type|interface) (\w+)", text))
    assert {"State", "SessionState", "Box", "PhotoSize", "Operations"} <= names
    assert not {"WorkerSession", "Answer", "History"} & names
