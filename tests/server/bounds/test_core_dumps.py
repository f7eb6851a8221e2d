"""No process of the server leaves a core dump: it would have the photos in it."""

from pathlib import Path

import psutil
import pytest


@pytest.mark.full
def test_no_process_of_the_server_leaves_a_core_dump(real_server):
    server = psutil.Process(real_server.process.pid)
    processes = [server, *server.children(recursive=True)]
    commands = [" ".join(process.cmdline()) for process in processes]
    assert any("clickcut.photos.decoding" in command for command in commands)
    for process, command in zip(processes, commands, strict=True):
        limits = Path(f"/proc/{process.pid}/limits").read_text().splitlines()
        (line,) = (line for line in limits if line.startswith("Max core file size"))
        assert line.split()[4:6] == ["0", "0"], command  # soft and hard: nothing raises it again
