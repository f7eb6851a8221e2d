"""Our own source files, by language; what was built or installed is not among them."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = [
    ROOT / "webapp/clickcut",
    ROOT / "pyscript/clickcut_core",
    ROOT / "models/clickcut_models",
    ROOT / "build/clickcut_build",
]
CORE = ROOT / "pyscript/clickcut_core"
SHELL = ROOT / "pyscript/shell"

# A string, a template or a regular expression is kept; a comment is not.
_COMMENT = re.compile(
    r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|//[^\n]*|/\*.*?\*/""", re.DOTALL
)


def python_files() -> list[Path]:
    return [path for package in PACKAGES for path in sorted(package.rglob("*.py"))]


@cache
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text("utf-8"), str(path)) for path in python_files()}


def shell_code() -> dict[Path, str]:
    """The shell's files without their comments."""
    return {
        path: _COMMENT.sub(lambda match: match[1] or " ", path.read_text("utf-8"))
        for path in sorted(SHELL.rglob("*.js"))
    }


def javascript() -> dict[str, str]:
    """The same by name: no two rooms have a file of the same name."""
    return {path.name: source for path, source in shell_code().items()}


def arguments(source: str, function: str) -> list[str]:
    """The text of the first argument in each call of a JavaScript function."""
    found = []
    for match in re.finditer(rf"(?<![\w.]){re.escape(function)}\(", source):
        depth, end = 0, match.end()
        while depth > 0 or source[end] not in ",)":
            depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(source[end], 0)
            end += 1
        found.append(source[match.end() : end])
    return found


def literals(source: str) -> set[str]:
    """The words in plain double quotes."""
    return set(re.findall(r'"([^"\\\n]*)"', source))
