"""A decoder that photos take over: `python -m tests.server.reading.taken_over_decoder`.

A file that begins with `EVIL` names an attack, which is made instead of decoding it. Any other photo is
decoded.
"""

import json
import os
import resource
import socket
import sys
import threading
import time
from collections.abc import Callable
from functools import partial

from clickcut.photos import decoding
from clickcut.photos.limits import PhotoLimits
from clickcut.processes.answers import Answer

from tests.server.wrong_answers import WRONG_ANSWERS, answers_stream

EVIL = b"EVIL"
PNG = b"\x89PNG\r\n\x1a\n"
SERVER = os.getppid()
ATTEMPTS: dict[str, Callable[[], object]] = {
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
    "takes more memory": partial(resource.setrlimit, resource.RLIMIT_DATA, (2**40, 2**40)),
}


def evil(name: str) -> bytes:
    """A photo that makes an attack."""
    return EVIL + name.encode()


def attempts() -> bytes:
    """Try all that a decoder has no right to; tells the number of each error."""
    found: dict[str, object] = {}
    for name, attempt in ATTEMPTS.items():
        try:
            found[name] = repr(attempt())
        except OSError as error:
            found[name] = error.errno
        except ValueError as error:  # Python's word for a limit that can't be raised
            found[name] = str(error)
    return json.dumps(found).encode()


def own() -> bytes:
    """What it may ask of itself."""
    return json.dumps([resource.prlimit(0, resource.RLIMIT_CORE), threading.active_count()]).encode()


def noise() -> bytes:
    """Write on everything that is open but the answers, and into Python's streams."""
    for number in {*range(3, 64)} - {answers_stream().fileno()} | {1, 2}:
        try:
            os.write(number, b"forged\n")
        except OSError:
            continue
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        print("forged", file=stream, flush=True)
    return b""


def stumble() -> bytes:
    raise LookupError("forged")


def sleep() -> bytes:
    time.sleep(3600)
    return b""


ATTACKS = {"attempts": attempts, "own": own, "noise": noise, "stumble": stumble, "sleep": sleep}


def taken_over(work: Callable[[bytes, PhotoLimits], Answer], content: bytes, limits: PhotoLimits) -> Answer:
    if not content.startswith(EVIL):
        return work(content, limits)
    name = content.removeprefix(EVIL).decode()
    if name in ATTACKS:
        return Answer(PNG + ATTACKS[name]())
    stream = answers_stream()
    stream.write(WRONG_ANSWERS[name])
    stream.flush()
    return work(content, limits)  # and an answer in order after it


if __name__ == "__main__":
    decoding._WORKS = {name: partial(taken_over, work) for name, work in decoding._WORKS.items()}
    decoding.main()
