"""A decoder that is taken over reaches nothing: no file, no network, no other process."""

import errno
import os
import resource
import socket
import subprocess
import sys
import threading
from functools import partial

import pytest
from clickcut.photos.decoder import PhotoDecoder, _in_process
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import EncoderInput, read_photo, to_png
from clickcut_core.errors import ClickcutError

from tests.fuzz.seeds import seeds

SERVER = os.getpid()
ATTEMPTS = {
    "reads a file": partial(os.open, "/etc/passwd", os.O_RDONLY),
    "writes a file": partial(os.open, "/dev/null", os.O_WRONLY),
    "looks into a folder": partial(os.listdir, "/"),
    "asks about a file": partial(os.stat, "/etc/passwd"),
    "removes a file": partial(os.unlink, "/nowhere"),
    "opens a socket": socket.socket,
    "opens a socket of the machine": partial(socket.socket, socket.AF_UNIX),
    "starts a process": os.fork,
    "becomes a program": partial(os.execv, "/bin/true", ["true"]),
    "ends the server": partial(os.kill, SERVER, 0),
    "bounds the server": partial(resource.prlimit, SERVER, resource.RLIMIT_NOFILE),
}
ELSEWHERE = """
import asyncio, ctypes
from clickcut.photos.decoder import PhotoDecoder
from clickcut.photos.limits import PhotoLimits
from tests.server import photos

async def main():
    decoder = PhotoDecoder(PhotoLimits(), processes=2, seconds=60, megabytes=1024)
    await decoder.start()
    photo = (await decoder.read(photos.file(photos.picture()))).frame.photo
    print(photo.width, photo.height)

ctypes.CDLL(None).personality(8)  # PER_LINUX32; decoders inherit it
asyncio.run(main())
"""


async def started() -> PhotoDecoder:
    """Not in a fixture: the processes end with the task that started them."""
    decoder = PhotoDecoder(PhotoLimits(), processes=1, seconds=60, megabytes=1024)
    await decoder.start()
    return decoder


async def test_a_decoder_reaches_nothing():
    await started()
    found = {}
    for name, attempt in ATTEMPTS.items():
        try:
            found[name] = await _in_process(attempt)
        except OSError as error:
            found[name] = error.errno
    assert found == dict.fromkeys(ATTEMPTS, errno.EPERM)


def test_where_the_kernel_has_none_photos_are_decoded_all_the_same_and_the_log_says_so():
    """A machine that calls itself a 32-bit one is taken for another kind."""
    done = subprocess.run([sys.executable, "-c", ELSEWHERE], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["300", "100"]
    assert done.stderr.count("without a sandbox") == 1


async def test_it_may_start_threads_and_ask_for_its_own_limits():
    await started()
    assert await _in_process(partial(resource.prlimit, 0, resource.RLIMIT_CORE)) == (0, 0)
    assert await _in_process(threading.active_count) == 2  # it waits for the server's end in one


async def test_it_decodes_what_is_decoded_outside():
    """Nothing that a photo of whatever kind wants is loaded too late."""
    decoder = await started()
    for content in seeds()["photo"]:
        try:
            photo = read_photo(content, PhotoLimits())
        except ClickcutError as refusal:
            with pytest.raises(ClickcutError) as caught:
                await decoder.png(content)
            assert caught.value.code == refusal.code
            continue
        assert await decoder.png(content) == to_png(photo)
        read, expected = await decoder.read(content), EncoderInput.of(photo)
        assert (read.pixels == expected.pixels).all()
        assert (read.frame, read.notes) == (expected.frame, expected.notes)
