"""Commands in a process that may take little more memory than it has; see `test_too_little_memory`."""

import json
import resource
import sys
from pathlib import Path

import clickcut.cli.cut_many
import clickcut.cutting.cutout_files
import clickcut.encoding.encoder  # noqa: F401  what commands import when they run
from click.testing import CliRunner, Result
from clickcut.cli import main

SPARE = 150 * 2**20
"""Bytes: for an encoder (60 MB), not for its work (530 MB), and not for the photo (180 MB)."""


def taken() -> int:
    """Bytes of data that this process has."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmData")) * 1024


def run(command: list[str]) -> Result:
    """Run a command of ours that may take `SPARE` more; what those before it have kept is not counted."""
    resource.setrlimit(resource.RLIMIT_DATA, (taken() + SPARE, resource.RLIM_INFINITY))
    return CliRunner().invoke(main, command)


if __name__ == "__main__":
    ran = [run(command) for command in json.loads(sys.argv[1])]
    print(json.dumps([(done.exit_code, done.output) for done in ran]))
