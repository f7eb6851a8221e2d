"""Finds the programs of the engines beside Chromium; run as a program, installs them where it can."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path


def firefox() -> str | None:
    return os.environ.get("CLICKCUT_FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")


def webkit_driver() -> str | None:
    """WebKitGTK's own WebDriver server."""
    return shutil.which("WebKitWebDriver")


def mini_browser() -> str | None:
    """WebKitGTK's own small browser, which its driver starts."""
    return next(map(str, sorted(Path("/usr").glob("lib*/*/webkit*gtk-*/MiniBrowser"))), None)


def display() -> str | None:
    """A display in memory: WebKitGTK shows windows, or does not start."""
    return shutil.which("Xvfb")


# By Debian's package that has it.
PROGRAMS: dict[str, tuple[Callable[[], str | None], ...]] = {
    "firefox-esr": (firefox,),
    "webkit2gtk-driver": (webkit_driver, mini_browser),
    "xvfb": (display,),
}

WANTED = (
    f"The tests in every browser need Firefox and WebKitGTK: install Debian's {', '.join(PROGRAMS)}; "
    "CLICKCUT_FIREFOX may name another Firefox."
)


def missing() -> list[str]:
    """Debian's packages that are needed and not here."""
    return [package for package, finders in PROGRAMS.items() if not all(find() for find in finders)]


def install(packages: list[str]) -> None:
    print(f"engines: installing Debian's {', '.join(packages)} for the browser tests", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    wanted = ["install", "--yes", "--quiet", "--no-install-recommends", *packages]
    for command in (["update", "--quiet"], wanted):
        subprocess.run(["apt-get", *command], check=True, env=environment)


if __name__ == "__main__":
    if packages := missing():
        if os.geteuid() != 0 or shutil.which("apt-get") is None:
            sys.exit(WANTED)
        install(packages)
