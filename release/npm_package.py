"""Packs the npm package: the element as a module, the folder that it loads from, and types for frameworks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from clickcut_build.node import npm
from clickcut_build.site_runtime import BuiltRuntime
from element_manifest import element_manifest

_PACK_SECONDS = 300


def pack(root: Path, out: Path) -> Path:
    """Pack what `make dist` built, and give the tarball, in `out`.

    Raises
    ------
    ClickcutError
        `runtime-missing`.
    RuntimeError
        With what npm said.
    """
    runtime = BuiltRuntime.find(root / "dist")
    with TemporaryDirectory() as folder:
        package = Path(folder) / "package"
        shutil.copytree(root / "release" / "npm", package)
        for path in runtime.contents():
            copy = package / "runtime" / path.relative_to(runtime.folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
        shutil.copyfile(root / "dist/runtime/clickcut.d.ts", package / "clickcut.d.ts")
        for name in ("LICENSE", "NOTICE"):
            shutil.copyfile(root / name, package / name)
        manifest = json.dumps(element_manifest(root), indent=1, ensure_ascii=False)
        (package / "custom-elements.json").write_text(manifest, "utf-8")
        out.mkdir(parents=True, exist_ok=True)
        done = npm(package, "pack", "--pack-destination", str(out.resolve()), seconds=_PACK_SECONDS)
    if done.returncode:
        raise RuntimeError(f"npm pack: {done.stderr}")
    return out / done.stdout.split()[-1]
