"""A disk that is full, may not be written, or loses what it holds: slower answers, and never a wrong one."""

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from clickcut.server.app import create_app

from tests.server import photos
from tests.server.conftest import serving
from tests.server.publishing.commands import run
from tests.server_process import AS_PHOTO, ROOT, start_server

URL = "/api/v1/embeddings"
PATIENT = ("--encode-seconds", "120")  # the machine may have other work
PHOTO = photos.file(photos.picture(seed=110))
ALONE = ["unshare", "--mount", "--map-root-user"]  # mounts that nobody else sees
MAY_MOUNT = subprocess.run([*ALONE, "true"], check=False, capture_output=True).returncode == 0


def full(folder: Path) -> list[str]:
    """A disk smaller than one embedding; where nothing may be mounted, files can't grow larger."""
    return mounted(folder, "size=256k") if MAY_MOUNT else ["prlimit", "--fsize=262144"]


def read_only(folder: Path) -> list[str]:
    """A disk that can't be written; where nothing may be mounted, a folder that may not."""
    if MAY_MOUNT:
        return mounted(folder, "ro")
    folder.chmod(0o555)
    return ["setpriv", "--bounding-set=-dac_override"] if os.getuid() == 0 else []


def mounted(folder: Path, options: str) -> list[str]:
    script = 'mount -t tmpfs -o "$0" clickcut "$1" && shift && exec "$@"'
    return [*ALONE, "sh", "-c", script, options, str(folder)]


@pytest.mark.full  # in the gate, test_embedding_cache.py asks the same of the cache alone
@pytest.mark.parametrize(
    ("disk", "reason"),
    [(full, ("No space left on device", "File too large")), (read_only, ("Read-only file system", "denied"))],
)
def test_without_room_or_right_to_write_there_is_no_cache_and_one_warning(tmp_path, disk, reason):
    folder, log = tmp_path / "cache", tmp_path / "log"
    folder.mkdir()
    server = start_server(folder, *PATIENT, under=disk(folder), log=log)
    with httpx.Client(base_url=server.url, timeout=130, headers=AS_PHOTO) as client:
        answers = [client.post(URL, content=PHOTO) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [201, 201]  # nothing was kept
        assert answers[0].content == answers[1].content
        assert client.get(answers[0].headers["location"]).status_code == 404
        assert client.get("/readyz").status_code == 200
    server.stop()
    (line,) = log.read_text().splitlines()
    assert "embeddings are not kept" in line
    assert any(each in line for each in reason)


@pytest.mark.full  # a fault of the disk
@pytest.mark.asyncio(loop_scope="session")
async def test_an_embedding_damaged_or_lost_under_a_running_server_is_made_anew(settings, engine, caplog):
    async with serving(create_app(replace(settings, encode_seconds=120), engine=engine)) as client:
        made = await client.post(URL, content=PHOTO)
        for damage in (
            lambda path: path.write_bytes(path.read_bytes()[:-1000]),
            lambda path: path.write_bytes(path.read_bytes()[:-1] + b"\x2a"),
            lambda path: shutil.rmtree(path.parents[1]),
        ):
            (path,) = settings.cache_dir.rglob("*.clickcut")
            damage(path)
            assert (await client.get(made.headers["location"])).status_code == 404
            again = await client.post(URL, content=PHOTO)
            assert (again.status_code, again.content) == (201, made.content)
            assert (await client.get(made.headers["location"])).content == made.content
    assert caplog.text.count("a damaged embedding was dropped") == 2


def test_with_an_altered_model_the_server_does_not_start(tmp_path):
    dist = tmp_path / "dist"
    shutil.copytree(ROOT / "dist" / "models", dist / "models")
    encoder = dist / "models" / "encoder.onnx"
    content = bytearray(encoder.read_bytes())
    content[len(content) // 2] ^= 1
    encoder.write_bytes(content)
    done = run("serve", "--port", "0", "--dist", dist)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "encoder.onnx" in done.stderr
    assert "[model-altered]" in done.stderr
