import re
import subprocess

from .sources import ROOT, python_files

LARGEST = 1_500_000  # bytes; weights, bundles and photos are built, not committed


def tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_nothing_that_is_built_or_installed_is_committed():
    files = tracked()
    assert "pyproject.toml" in files
    assert [name for name in files if re.match(r"(dist|node_modules|\.venv)/", name)] == []
    assert [name for name in files if re.search(r"\.(onnx|pt|wasm|clickcut|pyc)$", name)] == []


def test_no_committed_file_is_large():
    assert [name for name in tracked() if (ROOT / name).stat().st_size > LARGEST] == []


def test_every_module_says_what_it_is():
    for path in python_files():
        assert path.read_text("utf-8").startswith('"""'), path


def test_folders_that_tools_like_to_ignore_are_not_ignored_here():
    ignored = subprocess.run(
        ["git", "check-ignore", "build/clickcut_build/node.py", "models/clickcut_models/build.py"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert (ignored.returncode, ignored.stdout) == (1, "")
