"""What keeps Python and JavaScript apart; which package may import which, `make check` knows."""

import ast
import re
import sys

from .sources import CORE, ROOT, javascript, trees


def imported(tree):
    """Top-level names of what a module imports."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute here"
            names.add((node.module or "").split(".")[0])
    return names


def test_the_core_needs_nothing_but_the_standard_library():
    core = {path: imported(tree) for path, tree in trees().items() if path.is_relative_to(CORE)}
    assert len(core) >= 14
    outside = {
        path.name: names - sys.stdlib_module_names - {"clickcut_core"}
        for path, names in core.items()
        if names - sys.stdlib_module_names - {"clickcut_core"}
    }
    assert outside == {"bridge_runtime.py": {"pyodide"}}


def test_one_python_module_converts_values_for_javascript():
    names = {"to_js", "create_proxy", "create_once_callable"}
    users = [
        path.relative_to(ROOT).as_posix()
        for path, tree in trees().items()
        if any(
            (isinstance(node, ast.Name) and node.id in names)
            or (isinstance(node, ast.Attribute) and node.attr in names)
            or (isinstance(node, ast.alias) and node.name in names)
            for node in ast.walk(tree)
        )
    ]
    assert users == ["pyscript/clickcut_core/bridge_runtime.py"]


def test_no_python_module_waits_for_javascript_by_blocking():
    core = {path: tree for path, tree in trees().items() if path.is_relative_to(CORE)}
    assert len(core) >= 14
    for path, tree in core.items():
        attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert "run_sync" not in attributes, path  # Pyodide's


def test_one_javascript_file_imports_onnxruntime():
    users = [name for name, source in javascript().items() if re.search(r'["\']onnxruntime-', source)]
    assert users == ["bridge.js"]


def test_the_element_loads_no_engine_into_the_page():
    """Only the worker may hold Pyodide and onnxruntime-web: the page must never freeze."""
    files = javascript()

    def reached(name, seen):
        if name not in seen:
            seen.add(name)
            for other in re.findall(r'from "\.[./\w-]*/([\w-]+\.js)"', files[name]):
                reached(other, seen)
        return seen

    page = reached("element.js", set())
    assert {"client.js", "editor.js", "remote_worker.js"} <= page
    assert not page & {"bridge.js", "boot.js", "worker.js", "encoder_worker.js"}
    roots = ("element.js", "worker.js", "encoder_worker.js", "service_worker.js", "farewell_worker.js")
    assert set().union(*(reached(root, set()) for root in roots)) == set(files)
