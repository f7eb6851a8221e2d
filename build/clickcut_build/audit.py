"""Asks, by pip-audit and `npm audit`, whether a package that is pinned here is known to be dangerous.

`python -m clickcut_build.audit` fails if one is, and says so where the registries know nothing of it or can't
be asked; with `--strict` that is a failure, too.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from clickcut_build.node import npm

Answer = subprocess.CompletedProcess[str]

_SECONDS = 120
_PIP_AUDIT = (
    sys.executable,
    "-m",
    "pip_audit",
    "--progress-spinner",
    "off",
    "--require-hashes",
    "--disable-pip",
)
SAFE, DANGEROUS, NOT_AUDITED = "nothing known", "DANGEROUS", "NOT AUDITED"


def verdict(answer: Answer) -> str:
    """Judge what a tool did: `SAFE` only where it looked up each package.

    Both end with 1 where something is known and where nobody could be asked: then pip-audit reports nothing,
    and npm names its endpoint. Packages that it could not look up pip-audit lists, and ends with 0.
    """
    if answer.returncode == 0:
        return NOT_AUDITED if "Skip Reason" in answer.stdout else SAFE
    nobody_asked = not answer.stdout.strip() or "audit endpoint returned an error" in answer.stderr
    return NOT_AUDITED if nobody_asked else DANGEROUS


def _ask_python(root: Path) -> Answer:
    command = [*_PIP_AUDIT, "--requirement", str(root / "requirements-dev.txt")]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=_SECONDS)  # noqa: S603


def _ask_node(root: Path) -> Answer:
    return npm(root, "audit", "--package-lock-only", seconds=_SECONDS)


def _reason(answer: Answer) -> str:
    """Give the last line of a tool's report, or that of its errors which names the registry."""
    lines = (answer.stderr if answer.returncode else answer.stdout).strip().splitlines()
    reason = next((line for line in reversed(lines) if "http" in line), lines[-1] if lines else "no answer")
    return f": {' '.join(reason.split())[:200]}"


def _main(arguments: list[str]) -> int:
    asks: dict[str, Callable[[Path], Answer]] = {"Python": _ask_python, "Node": _ask_node}
    failing = {DANGEROUS, NOT_AUDITED} if arguments == ["--strict"] else {DANGEROUS}
    found = []
    for name, ask in asks.items():
        try:
            answer = ask(Path.cwd())
        except subprocess.TimeoutExpired as late:
            answer = Answer(late.cmd, 1, "", f"no answer within {_SECONDS} seconds")
        found.append(verdict(answer))
        print(f"audit: {name}'s packages: {found[-1]}{_reason(answer) if found[-1] == NOT_AUDITED else ''}")
        if found[-1] == DANGEROUS:
            print(answer.stdout)
    return int(not failing.isdisjoint(found))


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
