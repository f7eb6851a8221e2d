"""Asks the registries whether a package that is pinned here is known to be dangerous.

`python -m clickcut_build.audit` fails if one is, and says so where the registries know nothing of it or can't
be asked; with `--strict` that is a failure, too.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from clickcut_build.node import npm_output

_SECONDS = 120


class NotAuditedError(Exception):
    """The registry has no answer; the text says why."""


def python_advisories(report: str) -> list[str]:
    """Read the report of `pip-audit --format json`.

    Returns
    -------
    list of str
        What is known: packages, versions and advisories.

    Raises
    ------
    NotAuditedError
        Where nothing is known to be dangerous, but not each package was looked up.
    """
    packages = _parsed(report, "dependencies")
    found = [
        f"{package['name']} {package['version']}: {advisory['id']}"
        for package in packages
        for advisory in package.get("vulns", ())
    ]
    missing = [package["skip_reason"] for package in packages if "skip_reason" in package]
    if missing and not found:
        raise NotAuditedError(f"{len(missing)} of {len(packages)} packages, the first: {missing[0]}")
    return found


def node_advisories(report: str) -> list[str]:
    """Read the report of `npm audit --json`; returns and raises as `python_advisories` does."""
    packages = _parsed(report, "vulnerabilities")
    return [f"{name}: {package['severity']}" for name, package in packages.items()]


def _parsed(report: str, key: str) -> Any:
    try:
        told = json.loads(report)
    except ValueError:
        raise NotAuditedError(report.strip()[-200:] or "no answer") from None
    if key not in told:
        raise NotAuditedError(str(told.get("message", told))[:200])
    return told[key]


def _ask_python(root: Path) -> list[str]:
    command = [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off"]
    command += ["--require-hashes", "--disable-pip", "--requirement", str(root / "requirements-dev.txt")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_SECONDS)  # noqa: S603
    return python_advisories(done.stdout or done.stderr)


def _ask_node(root: Path) -> list[str]:
    return node_advisories(npm_output(root, "audit", "--json", "--package-lock-only", seconds=_SECONDS))


def _answer(ask: Callable[[Path], list[str]]) -> list[str]:
    try:
        return ask(Path.cwd())
    except subprocess.TimeoutExpired:
        raise NotAuditedError(f"no answer within {_SECONDS} seconds") from None


def _main(arguments: list[str]) -> int:
    strict = arguments == ["--strict"]
    asks: dict[str, Callable[[Path], list[str]]] = {"Python": _ask_python, "Node": _ask_node}
    failed = False
    for name, ask in asks.items():
        try:
            found = _answer(ask)
        except NotAuditedError as reason:
            print(f"audit: {name}'s packages are NOT AUDITED: {reason}")
            failed |= strict
            continue
        print("\n".join(f"audit: {each}" for each in found) or f"audit: nothing known of {name}'s packages")
        failed |= bool(found)
    return int(failed)


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
