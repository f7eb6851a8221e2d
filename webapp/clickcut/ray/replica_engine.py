"""The encoder as a Ray Serve deployment: replicas in processes of their own, each with an engine like ours.

Ray's proxy is not started: what comes over HTTP, the app alone answers.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from clickcut_core.errors import ClickcutError

from clickcut.core_dumps import leave_no_core_dump
from clickcut.encoding.encoder import Encoder
from clickcut.encoding.engine import LocalEngine
from clickcut.encoding.processor import cores
from clickcut.photos.photo import EncoderInput
from clickcut.ray.cluster import RayCluster
from clickcut.replicas import Replicas

# Of one replica: the one it encodes, and the next, so that it need not wait for it.
_PHOTOS = 2
_STORE_MEGABYTES = 80  # Ray's least; nothing of ours is put there
_NAME = "clickcut"


class _Replica:
    """What runs in a replica's process."""

    async def __init__(self, load: Callable[[], Encoder]) -> None:  # type: ignore[misc]  # Ray awaits it
        leave_no_core_dump()
        self._engine = LocalEngine(load)
        self._failure: ClickcutError | None = None
        try:
            await self._engine.start()
        except ClickcutError as error:
            self._failure = error  # said to those who ask: Ray would try again and again

    async def check(self) -> None:
        """Raise what keeps it from working."""
        if self._failure is not None:
            raise self._failure

    async def encode(self, read: EncoderInput, sha256: str) -> tuple[bytes, float]:
        """Encode a photo; see `Engine.encode`."""
        await self.check()
        return await self._engine.encode(read, sha256)


class RayEngine:
    """Encodes in replicas. One that dies is replaced, and costs the photos it had some time, no more.

    Parameters
    ----------
    load
        Gives an encoder that works; called once in each replica.
    replicas
        How many.
    on_gpu
        Whether they use GPUs, which they share.
    """

    def __init__(self, load: Callable[[], Encoder], replicas: Replicas, *, on_gpu: bool) -> None:
        self.width = replicas.most
        self._load = load
        self._replicas = replicas
        self._cluster = RayCluster(cores=cores(), store_megabytes=_STORE_MEGABYTES, with_gpus=on_gpu)
        self._handle: Any = None

    async def start(self) -> None:
        """Start Ray and the replicas; see `Engine.start`."""
        self._handle = await asyncio.to_thread(self._deploy)
        await self._ask(self._handle.check.remote)

    async def encode(self, read: EncoderInput, sha256: str) -> tuple[bytes, float]:
        """Have a replica encode a photo, and another one when that one dies; see `Engine.encode`."""
        answer: tuple[bytes, float] = await self._ask(partial(self._handle.encode.remote, read, sha256))
        return answer

    async def close(self) -> None:
        """End the replicas and Ray."""
        if self._handle is not None:
            await self._handle.shutdown_async()  # or its thread would go on asking for a Ray that is no more
        await asyncio.to_thread(self._cluster.stop)

    def _deploy(self) -> Any:
        self._cluster.start()
        from ray import serve  # noqa: PLC0415  an extra

        logging.getLogger("ray.serve").setLevel(logging.ERROR)
        quiet = {"log_level": "ERROR", "enable_access_log": False}
        serve.start(proxy_location="Disabled", logging_config=quiet)
        deployment = serve.deployment(
            name="encoder",
            num_replicas=None,
            autoscaling_config={
                "min_replicas": self._replicas.least,
                "max_replicas": self._replicas.most,
                "target_ongoing_requests": _PHOTOS,
                "upscale_delay_s": 5,
            },
            max_ongoing_requests=_PHOTOS,
            # Replicas share the cores by their encoders' threads.
            ray_actor_options={"num_cpus": 0, "num_gpus": self._cluster.gpu_share(self.width)},
            health_check_period_s=1,
            graceful_shutdown_timeout_s=1,
            logging_config=quiet,
        )(_Replica)
        return serve.run(deployment.bind(self._load), name=_NAME, route_prefix=None, logging_config=quiet)

    async def _ask(self, call: Callable[[], Any]) -> Any:
        from ray.exceptions import RayActorError, RayTaskError  # noqa: PLC0415  an extra

        for _ in range(2):
            response = call()
            try:
                return await response
            except asyncio.CancelledError:
                response.cancel()
                raise
            except RayActorError:
                continue
            except RayTaskError as error:
                raise error.cause from None
        raise ClickcutError("not-ready")
