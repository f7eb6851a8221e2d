"""No bytes of a stranger's make a parser raise what it doesn't promise, or keep it busy."""

import subprocess
import sys

import pytest

from tests.fuzz.__main__ import watched
from tests.fuzz.seeds import seeds
from tests.fuzz.targets import TARGETS, attempt

MINUTES = 10  # in all
STOPPING_SECONDS = 120


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_the_corpus_is_read_or_refused():
    assert list(seeds()) == list(TARGETS)
    for name, corpus in seeds().items():
        for content in corpus:
            attempt(name, content)


def test_a_fault_would_be_found(tmp_path):
    """A target of tests' own fails for one byte; what found it is written down, once."""
    found = watched("own", lambda _, content: 1 // content[0], tmp_path)
    for content in (b"\1", b"\0", b"\0again"):
        found(content)
    (fault,) = tmp_path.glob("own-*[!t]")
    assert fault.read_bytes() == b"\0"
    assert "ZeroDivisionError" in (tmp_path / f"{fault.name}.txt").read_text("utf-8")


@pytest.mark.full
@pytest.mark.timeout(MINUTES * 60)
@pytest.mark.parametrize("name", TARGETS)
def test_fuzzing_finds_nothing(name, tmp_path):
    seconds = MINUTES * 60 // len(TARGETS)
    command = [sys.executable, "-m", "tests.fuzz", name, "--seconds", str(seconds), "--finds", str(tmp_path)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=seconds + STOPPING_SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    finds = [each for each in tmp_path.iterdir() if not each.name.startswith(".")]
    assert not finds, "\n".join(each.read_text("utf-8", "replace") for each in finds)
