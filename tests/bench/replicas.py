"""Compares `--engine ray` with the encoder in the server's own process: `python -m tests.bench.replicas`.

Three servers without a cache take turns, four photos at a time; what counts is the ratio within a round. The
processor's time is printed besides, because it changes less with what else the machine does.
"""

import argparse
import asyncio
import itertools
import statistics
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import psutil

from tests.server import photos
from tests.server.ray.replica_processes import replicas, server_process
from tests.server_process import AS_PHOTO

SERVERS = {
    "in process": (),
    "1 replica": ("--engine", "ray"),
    "2 replicas": ("--engine", "ray", "--replicas", "2"),
}
AT_ONCE = 4
_seeds = itertools.count()


async def ready(client: httpx.AsyncClient) -> None:
    while (await client.get("/readyz")).status_code != 200:  # noqa: ASYNC110  as an orchestrator does
        await asyncio.sleep(0.2)


async def costs(client: httpx.AsyncClient, server: psutil.Process) -> tuple[float, float]:
    """Give seconds by the clock and of the processor for a photo, when `AT_ONCE` are asked for."""
    files = [photos.file(photos.picture(1024, 683, seed=next(_seeds)), "JPEG") for _ in range(AT_ONCE)]
    start, used = time.perf_counter(), processor_seconds(server)
    answers = await asyncio.gather(*(client.post("/api/v1/embeddings", content=file) for file in files))
    assert {answer.status_code for answer in answers} == {201}
    seconds = time.perf_counter() - start
    return seconds / AT_ONCE, (processor_seconds(server) - used) / AT_ONCE


def processor_seconds(server: psutil.Process) -> float:
    """Of a server and all processes below it, so far."""
    times = [process.cpu_times() for process in (server, *server.children(recursive=True))]
    return sum(each.user + each.system for each in times)


def ratio(rounds: list[dict[str, tuple[float, float]]], name: str, figure: int) -> float:
    return statistics.median(each["in process"][figure] / each[name][figure] for each in rounds)


def megabytes(processes: list[psutil.Process]) -> float:
    """Of memory, what is shared counted by its part."""
    return sum(process.memory_full_info().pss for process in processes) / 1e6


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120, help="longest time for the rounds")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        async with AsyncExitStack() as stack:
            clients, processes = {}, {}
            for name, options in SERVERS.items():
                starting = server_process(
                    Path(folder), *options, "--cache-megabytes", "0", "--client-rate", "100000"
                )
                url, processes[name] = stack.enter_context(starting)
                client = httpx.AsyncClient(base_url=url, timeout=300, headers=AS_PHOTO)
                clients[name] = await stack.enter_async_context(client)
                began = time.perf_counter()
                await ready(clients[name])
                print(f"{name}: ready after {time.perf_counter() - began:.1f} s", flush=True)
            rounds: list[dict[str, tuple[float, float]]] = []
            end = time.monotonic() + wanted.seconds
            while len(rounds) < 3 or time.monotonic() < end:
                rounds.append({name: await costs(clients[name], processes[name]) for name in SERVERS})
                told = (f"{name} {clock:.2f} s ({cpu:.2f})" for name, (clock, cpu) in rounds[-1].items())
                print("  ".join(told), flush=True)
            for name in SERVERS:
                print(f"{name}: {ratio(rounds, name, 0):.2f} times the photos of the encoder in process")
                print(f"{name}: {ratio(rounds, name, 1):.2f} times, by the processor's time")
            for name, process in processes.items():
                below = process.children(recursive=True)
                encoding = replicas(process)
                others = [each for each in below if each not in encoding]
                print(
                    f"{name}: server {megabytes([process]):.0f} MB, "
                    f"replicas {[round(megabytes([each])) for each in encoding]} MB, "
                    f"other processes {megabytes(others):.0f} MB"
                )


if __name__ == "__main__":
    asyncio.run(main())
