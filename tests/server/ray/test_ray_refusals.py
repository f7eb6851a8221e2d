"""What `--engine ray` and `--replicas` refuse, before anything is started."""

import subprocess
import sys

import click
import pytest
from clickcut.ray.cluster import share_of_gpus
from clickcut.replicas import Replicas, ReplicasType

from tests.server.publishing.commands import run

# None in its place is how Python is told that a module can't be imported.
WITHOUT_RAY = "import sys; sys.modules['ray'] = None; from clickcut.cli import main; main()"


@pytest.mark.parametrize(
    "command",
    [pytest.param(("serve", "--port", "0"), marks=pytest.mark.full), ("publish", "{album}", "-o", "{out}")],
)
def test_without_ray_it_is_said_what_to_install(command, album, tmp_path):
    filled = [part.format(album=album, out=tmp_path / "site") for part in command]
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_RAY, *filled, "--engine", "ray"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "pip install 'clickcut[ray]'" in done.stderr
    assert "[ray-missing]" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "replicas"),
    [("1", Replicas(1, 1)), ("3", Replicas(3, 3)), ("1-4", Replicas(1, 4)), ("2-2", Replicas(2, 2))],
)
def test_replicas_are_a_number_or_a_range(text, replicas):
    assert ReplicasType().convert(text, None, None) == replicas


@pytest.mark.parametrize("text", ["0", "0-3", "4-1", "-1", "1-", "two", "", "1.5"])
def test_anything_else_is_refused(text):
    with pytest.raises(click.BadParameter, match="neither a number such as 2 nor a range such as 1-4"):
        ReplicasType().convert(text, None, None)
    assert run("serve", f"--replicas={text}").exit_code == 2


@pytest.mark.parametrize(
    ("gpus", "replicas", "share"),
    [(0, 2, 0), (1, 1, 1), (1, 2, 0.5), (2, 3, 0.6666), (1, 3, 0.3333), (4, 2, 1)],
)
def test_replicas_share_gpus_and_none_asks_for_more_than_there_are(gpus, replicas, share):
    assert share_of_gpus(gpus, replicas) == share
    assert share * replicas <= gpus


def test_several_workers_would_each_have_a_ray_and_are_refused():
    done = run("serve", "--engine", "ray", "--workers", "2")
    assert done.exit_code == 2
    assert "use --replicas" in done.stderr
