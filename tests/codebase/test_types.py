import re

from .sources import SHELL

# What is used there has no types that could be named: a tensor's data by its dtype, BokehJS, Pyodide.
UNTYPED = {"bridge.js", "device_charts.js", "worker.js"}


def test_any_stands_in_the_shell_only_where_a_library_has_no_types():
    found = {
        path.name
        for path in sorted(SHELL.rglob("*.js"))
        if re.search(r"[{<|:(] *any\b *[}>|\[,)]", path.read_text("utf-8"))
    }
    assert found == UNTYPED
