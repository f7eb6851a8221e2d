"""A code that is raised has a sentence; a sentence has something that raises it."""

import ast

import pytest
from clickcut_core.words.en.sentences import NOTES, SENTENCES

from .sources import arguments, javascript, literals, trees

# Functions of the shell whose first argument is a code that they raise.
RAISERS = ("ClickcutError", "unlessAborted", "rejected", "failure")


def strings(node):
    return {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def values_of(name, tree):
    """What a variable of a module may hold, as far as its assignments say."""
    return {
        word
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and any(isinstance(t, ast.Name) and t.id == name for t in node.targets)
        for word in strings(node.value)
    }


def raised_in_python():
    raised = {}
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and node.args):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called != "ClickcutError":
                continue
            code = node.args[0]
            found = values_of(code.id, tree) if isinstance(code, ast.Name) else strings(code)
            assert found, f"{path.name}:{node.lineno}: the code can't be followed"
            raised |= dict.fromkeys(found, f"{path.name}:{node.lineno}")
    return raised


def raised_in_javascript():
    return {
        code: name
        for name, source in javascript().items()
        for raiser in RAISERS
        for argument in arguments(source, raiser)
        for code in literals(argument)
    }


def test_every_code_that_is_raised_has_a_sentence():
    raised = raised_in_javascript() | raised_in_python()
    assert {code: where for code, where in raised.items() if code not in SENTENCES} == {}


def test_every_sentence_can_be_met():
    raised = raised_in_javascript() | raised_in_python()
    assert set(SENTENCES) - set(raised) == set()


@pytest.mark.parametrize(
    ("code", "raised"),
    [
        ("truncated-photo", raised_in_python),  # through a variable
        ("embedding-checksum", raised_in_python),
        ("server-unreachable", raised_in_javascript),  # through unlessAborted
        ("worker-died", raised_in_javascript),
    ],
)
def test_the_search_finds_what_is_known_to_be_raised(code, raised):
    assert code in raised()


def test_every_note_is_given_by_some_module():
    given = set().union(*(strings(tree) for path, tree in trees().items() if path.name != "sentences.py"))
    shell = "".join(javascript().values())
    assert {note for note in set(NOTES) - given if f'"{note}"' not in shell} == set()
