"""Formats are told apart by their first bytes: here as in the browser, which has the tables from here."""

import json

import pytest
from clickcut_core.files.photo_format import NAMES, RAW, detect, for_shell

from tests.server_process import ROOT

HEADS = json.loads((ROOT / "tests" / "shell" / "opening" / "photo_heads.json").read_text("utf-8"))


@pytest.mark.parametrize("file", HEADS, ids=[file["name"] for file in HEADS])
def test_a_file_is_what_its_first_bytes_say(file):
    assert detect(bytes.fromhex(file["head"])) == file["format"]


def test_every_format_is_among_the_files_that_the_browser_is_asked_for_too():
    assert {file["format"] for file in HEADS} == {*NAMES, RAW, None}
    assert {each["format"] for each in for_shell()["signatures"]} | {*for_shell()["brands"]} == {*NAMES, RAW}
