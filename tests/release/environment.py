"""An empty Python environment, into which what was built is installed."""

import os
import re
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

PIN = re.compile(r"^([\w.-]+==[^ ;\\]+)(?: ; ([^\\]+?))? ?\\?$", re.MULTILINE)


@dataclass(frozen=True)
class Environment:
    """A Python environment in `folder/env`; `work`, beside it, is where its commands run."""

    folder: Path

    @classmethod
    def make(cls, folder: Path) -> "Environment":
        venv.create(folder / "env", symlinks=os.name != "nt")
        (folder / "work").mkdir()
        pins = PIN.findall((ROOT / "requirements-dev.txt").read_text("utf-8"))
        written = (f"{pin}; {marker}" if marker else pin for pin, marker in pins)
        (folder / "pins.txt").write_text("\n".join(written) + "\n", "utf-8")
        return cls(folder)

    @property
    def work(self) -> Path:
        return self.folder / "work"

    @property
    def python(self) -> Path:
        return self.folder / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def packages(self) -> Path:
        return next(self.folder.joinpath("env").rglob("site-packages"))

    def install(self, *wanted: str) -> None:
        """Install as the Makefile does: by uv or, where only pip's settings lead to an index, by pip."""
        pinned = ["--constraint", str(self.folder / "pins.txt"), *wanted]
        uv = [Path(sys.executable).with_name("uv"), "pip", "install", "--python", self.python]
        if subprocess.run([*uv, *pinned], check=False, capture_output=True).returncode:
            pip = [sys.executable, "-m", "pip", "--python", self.python, "install", "--quiet"]
            subprocess.run([*pip, *pinned], check=True)

    def run(self, *command: object) -> subprocess.CompletedProcess[str]:
        """Run `python …` with no setting of ours."""
        ours = ("CLICKCUT", "PYTHON")
        clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        run = [str(each) for each in (self.python, *command)]
        return subprocess.run(run, check=False, cwd=self.work, env=clean, capture_output=True, text=True)


def hatch(project: Path, target: str, out: Path) -> Path:
    """Build a project's wheel or sources."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(out)]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    (built,) = out.glob("*.whl" if target == "wheel" else "*.tar.gz")
    return built
