"""Puts the built models into the wheel, so that who installs it needs no build.

What only browsers run is in the runtime, thus in clickcut-web, and not once more here.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ModelsHook(BuildHookInterface[Any]):
    """Hatchling's: https://hatch.pypa.io/latest/plugins/build-hook/custom/."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Have `dist/models` included as `clickcut_dist/models`; a checkout in place uses its own."""
        if version == "editable":
            return
        models = Path(self.root, "dist", "models")
        if not (models / "manifest.json").is_file():
            raise FileNotFoundError(f"{models} holds no models yet: run `make dist`")
        manifest = json.loads((models / "manifest.json").read_text("utf-8"))
        graphs = manifest["graphs"].items()
        manifest["graphs"] = {name: graph for name, graph in graphs if not graph["only_in_browsers"]}
        self._temporary = Path(tempfile.mkdtemp())
        written = self._temporary / "manifest.json"
        written.write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", "utf-8")
        for file in [written, *(models / graph["file"] for graph in manifest["graphs"].values())]:
            build_data["force_include"][str(file)] = f"clickcut_dist/models/{file.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what only the build needed."""
        if version != "editable":
            shutil.rmtree(self._temporary)
