"""The examples in the README and the documentation: found, run, and compared with what is shown of them."""

import os
import re
import shlex
import subprocess
import sys
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner
from clickcut.cli import main
from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LANGUAGES = ("console", "sh", "bash", "python")
SERVED_AT = "http://127.0.0.1:5006"
"""Where the documents have the server."""
SETTINGS = {"CLICKCUT_ENCODER": "float32"}
"""The encoder that every processor would choose: what is shown must not depend on the machine."""

_SHOWN = re.compile(r"^ *print\(.*\)  # (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Fence:
    """A block of code in a document."""

    language: str
    text: str
    line: int


@dataclass(frozen=True)
class Example:
    """A command or a program, and the output that is shown of it: None when none is."""

    line: int
    command: list[str]
    said: str
    shown: str | None

    @property
    def fails(self) -> bool:
        return (self.shown or "").startswith("Error: ")

    @property
    def _is_ours(self) -> bool:
        """Whether it is a command of ours and nothing that a shell would have to do."""
        return self.said.startswith("clickcut ") and not set(self.said) & set("|<>&;*$`\n")

    def run(self, folder: Path, server: str) -> None:
        """Run in a folder, and compare; `…` in what is shown stands for anything."""
        status, said, complained = (_run_here if self._is_ours else _run_apart)(
            [part.replace(SERVED_AT, server) for part in self.command], folder
        )
        assert status == int(self.fails), f"line {self.line}: {said}{complained}"
        if self.shown is not None:
            found = (complained if self.fails else said).rstrip()
            pattern = ".*".join(map(re.escape, self.shown.split("…")))
            as_shown = re.fullmatch(pattern, found, re.DOTALL)
            assert as_shown, f"line {self.line} shows\n{self.shown}\nnot\n{found}"


def _run_here(command: list[str], folder: Path) -> tuple[int, str, str]:
    """Run a command of ours in this process, which has loaded already what each would load anew."""
    with chdir(folder):
        done = CliRunner(env=SETTINGS).invoke(main, shlex.split(command[-1])[1:], prog_name="clickcut")
    return done.exit_code, done.stdout, done.stderr


def _run_apart(command: list[str], folder: Path) -> tuple[int, str, str]:
    binaries = Path(sys.executable).parent
    environment = {**os.environ, **SETTINGS, "PATH": f"{binaries}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=150
    )
    return done.returncode, done.stdout, done.stderr


def fences(document: Path) -> list[Fence]:
    tokens = MarkdownIt().parse(document.read_text("utf-8"))
    return [
        Fence(token.info.strip(), token.content, token.map[0] + 1)
        for token in tokens
        if token.type == "fence" and token.map
    ]


def examples(document: Path) -> list[Example]:
    """Give a document's examples in their order."""
    found: list[Example] = []
    for fence in fences(document):
        if fence.language == "console":
            found += _session(fence)
        elif fence.language == "python":
            shown = "\n".join(_SHOWN.findall(fence.text)) or None
            found.append(Example(fence.line, [sys.executable, "-c", fence.text], fence.text, shown))
        elif fence.language in LANGUAGES:
            lines = (line.partition("  #")[0].strip() for line in fence.text.splitlines())
            found += [Example(fence.line, _shell(line), line, None) for line in lines if line]
    return found


def _session(fence: Fence) -> list[Example]:
    """Read `$ command`, `> goes on`, and the output below."""
    found = []
    for part in re.split(r"^\$ ", fence.text, flags=re.MULTILINE)[1:]:
        first, *lines = part.splitlines()
        command = [first]
        while lines and lines[0].startswith("> "):
            command.append(lines.pop(0).removeprefix("> "))
        text = "\n".join(command)
        found.append(Example(fence.line, _shell(text), text, "\n".join(lines).rstrip() or None))
    return found


def _shell(text: str) -> list[str]:
    return ["bash", "-c", text]
