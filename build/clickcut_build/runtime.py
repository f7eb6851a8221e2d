"""Bundles the browser runtime: element, worker, Python, onnxruntime-web and graphs in one folder.

The folder's name is a hash of its contents, so that JavaScript and wasm of different versions never
meet and every file in it can be cached for ever. `clickcut.js` beside it is the only changing address.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import clickcut_core
from clickcut_core import photo_shape
from clickcut_core.errors import RETRYABLE
from clickcut_core.files import photo_format
from clickcut_core.files.colour_profile import HEAD_BYTES
from clickcut_core.files.cutout import JPEG
from clickcut_core.files.export_options import (
    BLUR_SHARE,
    SHADOW_OPACITY,
    SHADOW_PART,
    WITH_BACKGROUND,
    WITH_CROP,
)
from clickcut_core.fingerprint import CELLS, ROWS
from clickcut_core.importing import HALF, LUMINANCE, MOST_LABELS, VOID
from clickcut_core.json_text import MOST_DEPTH
from clickcut_core.masks.graphs import CLICKED, Graphs
from clickcut_core.proposals.graphs import LATER, ProposalGraphs
from clickcut_core.recipes.document import COLOURS
from clickcut_core.words.tables import ENGLISH, languages, read_words
from clickcut_models.manifest import Manifest
from clickcut_models.ready import LATER_WEIGHTS, WEIGHTS

from clickcut_build.archive import core_archive
from clickcut_build.compress import precompress
from clickcut_build.declarations import declarations, operations, published
from clickcut_build.device_charts import write_device
from clickcut_build.licences import write_licences
from clickcut_build.node import run_script, run_tool

# What encodes a photo on the visitor's device: asked for only then.
ENCODER = ("resize", "encoder_device")
GRAPHS = tuple(field.name for field in fields(Graphs))
# What looks for objects: asked for once a photo rests.
PROPOSALS = tuple(field.name for field in fields(ProposalGraphs))
PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
ORT = ("ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm")
# Each of Pyodide's two scripts has the second one's name in it, once.
PYODIDE_ASKS = "pyodide.asm.mjs"
# In pyscript/shell. A bundle has the name of its entry, wherever that is, and stands beside the others.
ELEMENT = ("element.js", "worker/worker.js", "device/encoder_worker.js")
# For sites that are published for use offline: scripts that get a site's own data in front.
SERVICE_WORKERS = ("offline/service_worker.js", "offline/farewell_worker.js")
# Files that the worker asks for with fetch, whose bytes the progress bar counts.
FETCHED = (".wasm", ".zip", ".onnx", ".json")
_PACKAGE = re.compile(r"node_modules/((?:@[^/]+/)?[^/]+)/")


def build_runtime(root: Path, dist: Path, *, progress: Callable[[str], None]) -> Path:
    """Bundle into `dist/runtime`; gives the path of `clickcut.js`.

    Parameters
    ----------
    root
        The checkout, with `node_modules` installed.
    dist
        The folder that holds `models` and gets `runtime`.
    progress
        Called with a line for each step.
    """
    manifest = Manifest.read(dist / "models")
    stage = dist / "runtime.stage"
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    progress("runtime: copying Pyodide, onnxruntime-web and the graphs")
    _copy_parts(root, stage, manifest)
    progress("runtime: compiling the browser's Python")
    _compile_python(root, stage)
    progress("runtime: compressing for the wire")
    precompress(stage, kept=dist / "compressed")
    progress("runtime: bundling the element and the worker")
    _write_generated(root, stage, dist / "generated", manifest)
    bundled, comments = _bundle(root, ELEMENT, stage, "esm")
    bundled |= _bundle(root, SERVICE_WORKERS, dist / "offline", "iife")[0]
    for name in ENCODER:  # after the downloads were counted: a visit does not ask for it
        shutil.copy(manifest.path(name), stage / "models")
    for name in (LATER_WEIGHTS, *PROPOSALS):  # nor for these before its first click
        shutil.copyfile(_graph(manifest, name), stage / "models" / f"{name}.onnx")
    progress("runtime: drawing the device's charts")
    write_device(stage / "device")  # after the downloads were counted: a visit does not ask for it
    _write_words(stage / "words")  # nor, in English, for these
    write_licences(root, stage, bundled, comments)  # nor for these
    precompress(stage, kept=dist / "compressed")
    return _publish(root, stage, dist / "runtime", progress)


def _copy_parts(root: Path, stage: Path, manifest: Manifest) -> None:
    modules = root / "node_modules"
    for folder, source, names in (
        ("pyodide", modules / "pyodide", PYODIDE),
        ("ort", modules / "onnxruntime-web" / "dist", ORT),
    ):
        (stage / folder).mkdir()
        for name in names:
            _copy_part(source / name, stage / folder)
    (stage / "models").mkdir()
    for name in (WEIGHTS, *GRAPHS):
        shutil.copyfile(_graph(manifest, name), stage / "models" / f"{name}.onnx")
    (stage / "models" / "known_answer.json").write_text(json.dumps(manifest.known_answer))
    # Pyodide's list of packages to download: we ask for none, so the list is empty.
    lock = json.loads((modules / "pyodide" / "pyodide-lock.json").read_bytes())
    (stage / "pyodide" / "pyodide-lock.json").write_text(json.dumps({**lock, "packages": {}}))


def _copy_part(source: Path, folder: Path) -> None:
    """Copy a file of a package; a script as `.js`, for many hosts know no other type of a script."""
    if source.suffix != ".mjs":
        shutil.copyfile(source, folder / source.name)
        return
    script = source.read_text("utf-8")
    if folder.name == "pyodide":
        if script.count(PYODIDE_ASKS) != 1:
            raise RuntimeError(f"{source}: expected {PYODIDE_ASKS} once")
        script = script.replace(PYODIDE_ASKS, Path(PYODIDE_ASKS).with_suffix(".js").name)
    (folder / source.name).with_suffix(".js").write_text(script, encoding="utf-8")


def _graph(manifest: Manifest, name: str) -> Path:
    """Give the file of a graph as browsers load it."""
    return manifest.path(f"{name}_ready" if name in (*CLICKED, *LATER) else name)


def _compile_python(root: Path, stage: Path) -> None:
    """Make the one archive that Pyodide boots from: the library's part that we need, and the core."""
    core = stage / "core.zip"
    core.write_bytes(core_archive(Path(clickcut_core.__path__[0])))
    script = Path(__file__).with_name("compile_in_pyodide.mjs")
    pyodide = root / "node_modules" / "pyodide"
    run_script(root, script, str(pyodide), str(core), str(stage / "pyodide" / "python.zip"))
    core.unlink()


def _write_generated(root: Path, stage: Path, folder: Path, manifest: Manifest) -> None:
    """Write what JavaScript takes from Python: words, operations, types, file names, hashes, sizes."""
    folder.mkdir(exist_ok=True)
    english = read_words(ENGLISH)
    files = [path for path in sorted(stage.rglob("*")) if path.suffix in FETCHED]
    content = {
        "generated-by": "clickcut_build.runtime; do not edit",
        "version": json.loads((root / "package.json").read_bytes())["version"],
        "model": manifest.model,
        "weights": _described(manifest, WEIGHTS),
        "graphs": [{**_described(manifest, name), "waits": name not in CLICKED} for name in GRAPHS],
        "laterWeights": _described(manifest, LATER_WEIGHTS),
        "proposals": [{**_described(manifest, name), "isReady": name in LATER} for name in PROPOSALS],
        "encoder": {
            "graphs": [
                {"file": entry["file"], "sha256": entry["sha256"]}
                for entry in (manifest.graphs[name] for name in ENCODER)
            ],
            "bytes": sum(manifest.graphs[name]["bytes"] for name in ENCODER),
        },
        "downloads": {
            "plain": sum(path.stat().st_size for path in files),
            "compressed": sum(_on_the_wire(path).stat().st_size for path in files),
        },
        "words": english.for_shell(),
        "languages": [language for language in languages() if language != ENGLISH],
        "retryable": RETRYABLE,
        "fingerprint": {"cells": CELLS, "rows": ROWS},
        "headBytes": HEAD_BYTES,
        "photoFormats": photo_format.for_shell(),
        "photoLimits": {
            "megabyte": photo_shape.MEGABYTE,
            "megapixel": photo_shape.MEGAPIXEL,
            "megapixels": photo_shape.MOST_MEGAPIXELS,
        },
        "luminance": LUMINANCE,
        "labels": {"most": MOST_LABELS, "half": HALF, "void": VOID},
        "mostDepth": MOST_DEPTH,
        "blurShare": BLUR_SHARE,
        "shadow": {"part": SHADOW_PART, "opacity": SHADOW_OPACITY},
        "colours": COLOURS,
        "operations": operations(),
        "formats": [
            {
                "type": media_type,
                "background": media_type in WITH_BACKGROUND,
                "transparent": media_type != JPEG,
                "crop": media_type in WITH_CROP,
            }
            for media_type in english.formats
        ],
    }
    (folder / "shell.json").write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    (folder / "protocol.d.ts").write_text(declarations(), encoding="utf-8")


def _described(manifest: Manifest, name: str) -> dict[str, str]:
    content = _graph(manifest, name).read_bytes()
    return {"file": f"{name}.onnx", "sha256": hashlib.sha256(content).hexdigest()}


def _on_the_wire(path: Path) -> Path:
    twin = path.with_name(path.name + ".br")
    return twin if twin.exists() else path


def _write_words(folder: Path) -> None:
    """Write what the element says in other languages, a file each."""
    folder.mkdir()
    for language in languages():
        if language != ENGLISH:
            content = json.dumps(read_words(language).for_shell(), ensure_ascii=False)
            (folder / f"{language}.json").write_text(content, encoding="utf-8")


def _bundle(
    root: Path, entries: Iterable[str], folder: Path, form: Literal["esm", "iife"]
) -> tuple[dict[str, set[str]], str]:
    """Bundle scripts; gives which packages are in each bundle, and the legal comments that were taken out."""
    with TemporaryDirectory() as told:
        report = Path(told) / "report.json"
        run_tool(
            root,
            "esbuild",
            *(str(root / "pyscript" / "shell" / entry) for entry in entries),
            "--bundle",
            f"--format={form}",
            "--target=es2022",
            "--minify",
            "--charset=utf8",
            "--legal-comments=external",
            "--loader:.css=text",
            # onnxruntime-web without the loader that it would otherwise carry inside a second time
            "--conditions=onnxruntime-web-use-extern-wasm",
            "--log-level=warning",
            "--entry-names=[name]",
            f"--outdir={folder}",
            f"--metafile={report}",
        )
        outputs = json.loads(report.read_bytes())["outputs"]
    comments = []
    for path in sorted(folder.glob("*.LEGAL.txt")):
        comments.append(f"{path.name.removesuffix('.LEGAL.txt')}\n\n{path.read_text('utf-8')}")
        path.unlink()
    packages = {
        Path(name).name: {package for source in output["inputs"] for package in _PACKAGE.findall(source)}
        for name, output in outputs.items()
        if name.endswith(".js")
    }
    return packages, "\n".join(comments)


def _publish(root: Path, stage: Path, runtime: Path, progress: Callable[[str], None]) -> Path:
    digest = hashlib.sha256()
    for path in sorted(stage.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(stage).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    name = digest.hexdigest()[:16]
    shutil.rmtree(runtime, ignore_errors=True)
    runtime.mkdir()
    stage.rename(runtime / name)
    types = (root / "pyscript" / "shell" / "clickcut.d.ts").read_text(encoding="utf-8")
    (runtime / "clickcut.d.ts").write_text(published(types), encoding="utf-8")
    entry = runtime / "clickcut.js"
    entry.write_text(
        f"// Generated by clickcut_build.runtime. Licences: ./{name}/licences/NOTICE.txt\n"
        f'export * from "./{name}/element.js";\n',
        encoding="utf-8",
    )
    size = sum(path.stat().st_size for path in runtime.rglob("*") if path.is_file())
    progress(f"runtime: {name}, {size / 1e6:.1f} MB")
    return entry
