"""A Ray of this process's own on this machine, while it is needed; what runs on it is not known here.

Ray's own set-up is changed nowhere else. Nothing of it outlives the process, neither others nor files.
"""

from __future__ import annotations

import logging
import math
import os
import secrets
import sys
import tempfile
from contextlib import suppress
from importlib.util import find_spec
from types import ModuleType

from clickcut_core.errors import ClickcutError

from clickcut.priority import NICE
from clickcut.settings import MEGABYTE

# A photo as the encoder takes it has 3 MB, an embedding one. Smaller than this they travel with the call, and
# larger ones would lie in Ray's object store, which can spill to the disk.
_INLINE_BYTES = 8 * MEGABYTE
# Ray takes 127.0.0.1 for "whatever this machine's address is". On macOS no other loopback address is set up.
_TRIES = 3  # Ray gives its processes 30 seconds to start, which may be too few while the machine is busy
_END_SECONDS = 10  # that a killed process may take to end
_GPU_PARTS = 10_000  # Ray's smallest fraction of one
_ADDRESS = None if sys.platform == "darwin" else "127.0.0.2"


def check_ray() -> None:
    """See that Ray is there.

    Raises
    ------
    ClickcutError
        `ray-missing`.
    """
    if find_spec("ray") is None:
        raise ClickcutError("ray-missing")


class RayCluster:
    """Ray's processes; one at a time in a process, which is Ray's own rule.

    Parameters
    ----------
    cores
        How many tasks and actors of one core each it runs side by side.
    store_megabytes
        For objects that are too large to travel with a call.
    with_gpus
        Whether its processes need GPUs. Ray counts them, and shows each process those that it may use.
    """

    def __init__(self, *, cores: int, store_megabytes: int, with_gpus: bool) -> None:
        self._cores = cores
        self._store_megabytes = store_megabytes
        self._with_gpus = with_gpus
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def start(self) -> ModuleType:
        """Start Ray, which takes some seconds, and give the module."""
        os.environ.update(_environment())
        import ray  # noqa: PLC0415  an extra, heavy, and it reads the environment as it is imported

        logging.getLogger("ray").setLevel(logging.ERROR)
        for tries_left in reversed(range(_TRIES)):
            try:
                self._begin(ray)
            except Exception:  # it has none of its own kind
                self.stop()
                if not tries_left:
                    raise
            else:
                break
        return ray

    def gpu_share(self, processes: int) -> float:
        """Give how much of a GPU each of so many processes may have: a whole one at most."""
        import ray  # noqa: PLC0415

        gpus: float = ray.cluster_resources().get("GPU", 0)  # type: ignore[no-untyped-call]
        return share_of_gpus(gpus, processes)

    def stop(self) -> None:
        """End Ray's processes, and remove its files."""
        import ray  # noqa: PLC0415

        ray.shutdown()
        if self._folder is not None:
            _end_those_of(self._folder.name)
            self._folder.cleanup()

    def _begin(self, ray: ModuleType) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="clickcut-", ignore_cleanup_errors=True)
        ray.init(
            address="local",
            num_cpus=self._cores,
            num_gpus=None if self._with_gpus else 0,
            object_store_memory=self._store_megabytes * MEGABYTE,
            include_dashboard=False,
            configure_logging=False,
            log_to_driver=False,
            _node_ip_address=_ADDRESS,
            _temp_dir=self._folder.name,
            _system_config={"max_direct_call_object_size": _INLINE_BYTES},
        )


def _end_those_of(folder: str) -> None:
    """End the processes that write there: Ray ends none of a start that failed, and they make it anew."""
    import psutil  # type: ignore[import-untyped]  # noqa: PLC0415  Ray brings it

    theirs = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):  # it has ended, or is another user's
            if any(folder in argument for argument in process.cmdline()):
                process.kill()
                theirs.append(process)
    psutil.wait_procs(theirs, timeout=_END_SECONDS)


def share_of_gpus(gpus: float, processes: int) -> float:
    """Give each of so many processes the same, a whole GPU at most, in what Ray can count."""
    return min(1.0, math.floor(gpus / processes * _GPU_PARTS) / _GPU_PARTS)


def _environment() -> dict[str, str]:
    """Give what Ray and the processes that it starts read from the environment."""
    return {
        "RAY_USAGE_STATS_ENABLED": "0",
        "RAY_SERVE_LOG_TO_STDERR": "0",
        # As the encoder in the server's process; with Ray's own 15, all else that runs would go first.
        "RAY_worker_niceness": str(NICE),
        # Signals are the web server's.
        "RAY_DISABLE_FAILURE_SIGNAL_HANDLER": "1",
        # What looks for Ray once it is stopped would start another one.
        "RAY_ENABLE_AUTO_CONNECT": "0",
        # The decoders' processes come of a fork in which gRPC is not used.
        "GRPC_ENABLE_FORK_SUPPORT": "0",
        # Some of its ports are open to the network: who does not know this number gets no answer there.
        "RAY_AUTH_MODE": "token",
        "RAY_AUTH_TOKEN": secrets.token_hex(32),
    }
