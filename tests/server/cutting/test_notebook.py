"""The example notebook, run from top to bottom in a kernel of its own; a Jupyter server is not needed."""

import os
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parents[3] / "examples/notebook.ipynb"


def shown(cell: Any) -> str:
    """All that a cell put on the page, as text."""
    return "".join(str(output.get("data", output.get("text", ""))) for output in cell.outputs)


@pytest.mark.full  # the gate runs the commands of the documents
def test_the_notebook_runs_and_each_cell_shows_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLICKCUT_CACHE_DIR", str(tmp_path))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells), "outputs are not committed"
    NotebookClient(notebook, kernel_name="python3", timeout=120, resources={}).execute(env=os.environ.copy())
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    component = shown(code[1])
    assert "http://127.0.0.1:" in component, "the kernel serves the runtime itself"
    assert "static/extensions/clickcut" not in component
    assert "((400, 600), dtype('bool')" in shown(code[3])
    assert "image/png" in shown(code[5])
    assert "pixels" in shown(code[6])
