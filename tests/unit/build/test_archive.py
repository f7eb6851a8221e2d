import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import clickcut_core
from clickcut_build.archive import core_archive

CORE = Path(clickcut_core.__path__[0])


def test_equal_sources_give_equal_bytes_wherever_and_whenever(tmp_path):
    copy = tmp_path / "elsewhere" / "clickcut_core"
    shutil.copytree(CORE, copy)
    (copy / "notes.txt").write_text("not Python")
    for path in copy.glob("*.py"):
        os.utime(path, (0, 2_000_000_000))
    assert core_archive(copy) == core_archive(CORE) == core_archive(CORE)


def test_it_holds_every_module_of_the_core_and_nothing_else():
    with zipfile.ZipFile(io.BytesIO(core_archive(CORE))) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    sources = {path.relative_to(CORE.parent).as_posix(): path.read_bytes() for path in CORE.rglob("*.py")}
    assert held == sources
    assert list(held) == sorted(held)


def test_python_runs_from_it_without_any_package(tmp_path):
    archive = tmp_path / "core.zip"
    archive.write_bytes(core_archive(CORE))
    code = "import clickcut_core.session as s; print(s.__file__)"
    run = subprocess.run(
        [sys.executable, "-S", "-I", "-c", f"import sys; sys.path.insert(0, {str(archive)!r}); {code}"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert Path(run.stdout.strip()) == archive / "clickcut_core" / "session.py"
