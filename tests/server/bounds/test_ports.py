"""Which port the server takes: the one that was asked for, or else the next free one."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing

import pytest
from clickcut.cli.serve import TRIES, listen

HOST = "127.0.0.1"


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server((HOST, 0)) as listener:
        yield listener.getsockname()[1]


@pytest.mark.parametrize("way", ["option", "variable"])
def test_a_port_that_was_asked_for_and_is_taken_is_an_error(taken: int, way: str) -> None:
    command = [
        sys.executable,
        "-m",
        "clickcut",
        "serve",
        *(["--port", str(taken)] if way == "option" else []),
    ]
    variables = {"CLICKCUT_PORT": str(taken)} if way == "variable" else {}
    done = subprocess.run(
        command, env=os.environ | variables, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 1
    assert f"Port {taken} is taken on {HOST}." in done.stderr


def test_where_nobody_asked_for_one_the_next_free_port_is_taken(taken: int) -> None:
    with closing(listen(HOST, taken, tries=TRIES)) as listener:
        assert taken < listener.getsockname()[1] < taken + TRIES
