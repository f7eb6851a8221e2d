"""Writes /python.zip: our core and the part of the standard library that it loads, as bytecode.

Runs in Pyodide at build time (see compile_in_pyodide.mjs). The browser then compiles nothing, which takes
three quarters off its boot, and downloads half as much. Stored without compression, because the archive as
a whole is compressed for the wire.
"""

# ruff: noqa: E402, F401  what is imported, and when, is the point

import asyncio
import sys
import traceback

sys.path.append("/core.zip")
import clickcut_core.worker_session

USED = {
    file.partition(".zip/")[2]
    for module in list(sys.modules.values())
    if ".zip/" in (file := getattr(module, "__file__", None) or "")
}

# What follows is needed here and not in the browser.
import importlib.util
import marshal
import zipfile

# Loaded by name only when something is decoded or raised, so no import shows that they are needed.
LATER = {"encodings/ascii.py", "encodings/latin_1.py", "encodings/idna.py", "stringprep.py"}
HEADER = importlib.util.MAGIC_NUMBER + (0b01).to_bytes(4, "little") + bytes(8)  # PEP 552: never checked


def main() -> None:
    """Compile every module that was loaded."""
    with zipfile.ZipFile("/python.zip", "w") as archive:
        for path, wanted in (("/python_stdlib.zip", USED | LATER), ("/core.zip", USED)):
            with zipfile.ZipFile(path) as source:
                for name in sorted(wanted & set(source.namelist())):
                    code = compile(source.read(name), name, "exec", dont_inherit=True, optimize=0)
                    entry = zipfile.ZipInfo(f"{name}c")  # dated 1980, as zip's epoch
                    archive.writestr(entry, HEADER + marshal.dumps(code))


main()
