"""Finds the Chromium that the browser tests drive; run as a program, installs it where it can."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Playwright

PATIENCE = 120_000
"""Milliseconds that anything is waited for: threads that share busy cores take their time."""

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# No connection of the browser's own may blur the tests that count requests.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

UNASKED = "try { localStorage.setItem('clickcut-subject', 'off') } catch {}"
"""Run on a page first: photos open with nothing picked. Tests of what is picked take it back."""
ASKED = "localStorage.setItem('clickcut-subject', 'auto')"
"""Run on a page after that: photos open as they do for everybody who has not put that off."""


def find() -> str | None:
    return os.environ.get("CLICKCUT_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright: "Playwright", profile: Path, **options: Any) -> "BrowserContext":
    """A browser that keeps what it loads in a folder, compiled; other contexts of Playwright compile anew."""
    options = {"viewport": {"width": 1200, "height": 800}, **options}
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=find(), args=ARGUMENTS, **options
    )
    context.set_default_timeout(PATIENCE)
    context.add_init_script(UNASKED)
    return context


def install() -> None:
    print("chromium: installing Debian's package for the browser tests", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "--quiet"], ["install", "--yes", "--quiet", "chromium"]):
        subprocess.run(["apt-get", *command], check=True, env=environment)


if __name__ == "__main__":
    if find() is None:
        if os.geteuid() != 0 or shutil.which("apt-get") is None:
            sys.exit(
                "The tests need Chromium: install the package `chromium` or Google Chrome, "
                "or name its program in CLICKCUT_CHROMIUM."
            )
        install()
