"""Whose work the runtime carries: each part, its licence, its files, and where its text is from.

Besides, whose packages a container carries that have no text of their own.

A text comes out of an installed package wherever one ships it. The others lie in `licence_texts`, with their
origin here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

NODE: Final = "node_modules"
PYTHON: Final = "Python"
KEPT: Final = "licence_texts"
OWN: Final = "checkout"
Place = Literal["node_modules", "Python", "licence_texts", "checkout"]


@dataclass(frozen=True, slots=True)
class Text:
    """One licence's text.

    Attributes
    ----------
    place
        What `path` begins at: npm packages, an installed Python package, `licence_texts`, or the checkout.
    path
        Of the file.
    origin
        Where it is from, when that is not the part's own package.
    """

    place: Place
    path: str
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part.

    Attributes
    ----------
    name
        What it is called.
    licence
        An SPDX expression (https://spdx.org/licenses/).
    home
        Where its source is.
    file
        Its texts' name in the runtime's folder `licences`.
    inside
        Patterns of the files that it is in, below the runtime's folder.
    texts
        Its licence, and those of what is in it.
    package
        Where its version is from: `npm:NAME`, `pypi:NAME`, `own:NAME`, or empty.
    change
        What the build changes of it.
    """

    name: str
    licence: str
    home: str
    file: str
    inside: tuple[str, ...]
    texts: tuple[Text, ...]
    package: str = ""
    change: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A Python package whose wheel has no licence text.

    Attributes
    ----------
    name, licence, home
        As of a `Part`.
    text
        Of its licence.
    """

    name: str
    licence: str
    home: str
    text: Text


_DEBIAN = "Debian bookworm, the file copyright of the package "
BUNDLES = ("element.js", "worker.js", "encoder_worker.js")
PARTS = (
    Part(
        name="clickcut",
        licence="Apache-2.0",
        home="",
        file="clickcut.txt",
        inside=(*BUNDLES, "words/*.json", "device/charts.json", "pyodide/python.zip", "models/*"),
        texts=(Text(OWN, "LICENSE"),),
        package="own:clickcut",
    ),
    Part(
        name="MobileSAM",
        licence="Apache-2.0",
        home="https://github.com/ChaoningZhang/MobileSAM",
        file="mobilesam.txt",
        inside=("models/*",),
        texts=(
            Text(OWN, "LICENSE", "the same licence, as clickcut has it; MobileSAM's weights come without it"),
        ),
        change="The weights stand in graphs of clickcut's own, in fewer bits.",
    ),
    Part(
        name="onnxruntime-web",
        licence="MIT",
        home="https://github.com/microsoft/onnxruntime",
        file="onnxruntime.txt",
        inside=("ort/*", "worker.js", "encoder_worker.js"),
        texts=(
            Text(PYTHON, "onnxruntime/LICENSE", "the Python package onnxruntime, of the same source"),
            Text(
                PYTHON,
                "onnxruntime/ThirdPartyNotices.txt",
                "the Python package onnxruntime, of the same source",
            ),
        ),
        package="npm:onnxruntime-web",
    ),
    Part(
        name="Pyodide",
        licence="MPL-2.0",
        home="https://github.com/pyodide/pyodide",
        file="pyodide.txt",
        inside=("pyodide/*.js", "pyodide/*.wasm", "pyodide/pyodide-lock.json"),
        texts=(
            Text(KEPT, "MPL-2.0.txt", "Debian bookworm, /usr/share/common-licenses"),
            Text(KEPT, "stacktracejs.txt", "the npm packages error-stack-parser 2.1.4 and stackframe 1.3.4"),
        ),
        package="npm:pyodide",
        change="Scripts end in .js instead of .mjs, and name each other so; the list of packages is empty.",
    ),
    Part(
        name="CPython",
        licence="Python-2.0 AND MIT AND BSD-3-Clause",
        home="https://github.com/python/cpython",
        file="cpython.txt",
        inside=("pyodide/python.zip", "pyodide/pyodide.asm.wasm"),
        texts=(
            Text(KEPT, "CPython.txt", "CPython 3.13.0, LICENSE"),
            Text(KEPT, "CPython-incorporated.txt", f"{_DEBIAN}libpython3.11-minimal, its second part"),
            Text(KEPT, "mimalloc.txt", "the Python package onnxruntime, ThirdPartyNotices.txt"),
            Text(KEPT, "uvloop.txt", "the Python package uvloop 0.23.0, on which asyncio's tasks are based"),
            Text(KEPT, "pyzstd.txt", "the Python package pyzstd 0.16.2, on which compression.zstd is based"),
            Text(
                KEPT,
                "CPython-elsewhere.txt",
                "notices of HACL* and SipHash, and the MIT License (spdx.org/licenses/MIT)",
            ),
        ),
        change="python.zip has the part of the standard library that is used, as bytecode.",
    ),
    Part(
        name="Emscripten, musl, libffi, zlib, bzip2, xz, Zstandard, SQLite",
        licence="MIT AND Zlib AND bzip2-1.0.6 AND BSD-3-Clause AND blessing",
        home="https://github.com/pyodide/pyodide",
        file="libraries.txt",
        inside=("pyodide/pyodide.asm.*", "ort/*"),
        texts=(
            Text(KEPT, "Emscripten.txt", f"{_DEBIAN}emscripten, its parts on Emscripten itself"),
            *(
                Text(KEPT, f"{name}.txt", f"{_DEBIAN}{package}")
                for name, package in (
                    ("musl", "musl"),
                    ("libffi", "libffi8"),
                    ("zlib", "zlib1g"),
                    ("bzip2", "libbz2-1.0"),
                    ("xz", "liblzma5"),
                    ("zstd", "libzstd1"),
                    ("sqlite", "libsqlite3-0"),
                )
            ),
        ),
    ),
    Part(
        name="Comlink",
        licence="Apache-2.0",
        home="https://github.com/GoogleChromeLabs/comlink",
        file="comlink.txt",
        inside=BUNDLES,
        texts=(Text(NODE, "comlink/LICENSE"),),
        package="npm:comlink",
    ),
    Part(
        name="fflate",
        licence="MIT",
        home="https://github.com/101arrowz/fflate",
        file="fflate.txt",
        inside=("worker.js",),
        texts=(Text(NODE, "fflate/LICENSE"),),
        package="npm:fflate",
    ),
    Part(
        name="BokehJS",
        licence="BSD-3-Clause",
        home="https://github.com/bokeh/bokeh",
        file="bokeh.txt",
        inside=("device/bokeh.js",),
        texts=(Text(PYTHON, "bokeh/LICENSE.txt"),),
        package="pypi:bokeh",
    ),
)
WITHOUT_TEXT: tuple[Package, ...] = (
    Package(
        name="flatbuffers",
        licence="Apache-2.0",
        home="https://github.com/google/flatbuffers",
        text=Text(OWN, "LICENSE", "the same licence, as clickcut has it"),
    ),
)
"""Packages that the server runs with; all others of `requirements-run.txt` bring their text."""
