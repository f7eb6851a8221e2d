"""Several processes of the server on one machine, behind one socket."""

from __future__ import annotations

import math
import multiprocessing
import os
import signal
import socket
import tempfile
import threading
from dataclasses import replace
from functools import partial

from starlette.types import ASGIApp
from uvicorn.supervisors import Multiprocess

from clickcut.server.web_server import server_config
from clickcut.settings import Settings
from clickcut.workers_metrics import FOLDER


def run_workers(settings: Settings, listener: socket.socket) -> None:
    """Serve with `settings.workers` processes until told to stop; one that dies is replaced.

    Parameters
    ----------
    settings
        Of all of them together.
    listener
        Bound and listening; whichever process is free takes the next connection.
    """
    with tempfile.TemporaryDirectory(prefix="clickcut-figures-") as folder:
        os.environ[FOLDER] = folder  # the workers count there
        config = server_config(partial(_worker_app, share_of(settings)), settings, workers=settings.workers)
        _Supervisor(config, [listener]).run()


class _Supervisor(Multiprocess):
    """Starts workers, asks them for signs of life, and sees at once that one ended before it answered."""

    def keep_subprocess_alive(self) -> None:
        for process in self.processes:
            process.child_conn.close()  # the worker's end: once it is the only one, it closes with the worker
        super().keep_subprocess_alive()


def share_of(settings: Settings) -> Settings:
    """Give what one worker gets of what the operator allows to all, rounded up.

    What is allowed to one client isn't shared out: each worker counts for itself.
    """
    share = partial(_share, workers=settings.workers)
    return replace(
        settings,
        encoder_threads=share(settings.encoder_threads or os.cpu_count() or 1),
        decode_processes=share(settings.decode_processes),
        cutout_processes=share(settings.cutout_processes),
        queue=share(settings.queue),
        upload_memory=max(share(settings.upload_memory), settings.max_megabytes),
    )


def _share(whole: int, *, workers: int) -> int:
    return math.ceil(whole / workers)


def _worker_app(settings: Settings) -> ASGIApp:
    # Not at the top: a worker must have begun to answer its supervisor before it imports what takes seconds.
    from clickcut.server.app import create_app  # noqa: PLC0415
    from clickcut.server.middleware.request_log import set_up_logging  # noqa: PLC0415

    set_up_logging(level=settings.log_level, as_json=settings.log_format == "json")
    threading.Thread(target=_end_with_parent, daemon=True).start()
    return create_app(settings)


def _end_with_parent() -> None:
    """Stop as on SIGTERM when the supervisor is killed, which can't tell its workers."""
    supervisor = multiprocessing.parent_process()
    if supervisor is not None:
        supervisor.join()
        os.kill(os.getpid(), signal.SIGTERM)
