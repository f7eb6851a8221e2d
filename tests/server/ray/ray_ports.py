"""The ports that Ray opens for its processes, and what it answers there; methods as in Ray's own protocol."""

from collections.abc import Iterator

import grpc
import psutil

NODES = "/ray.rpc.NodeInfoGcsService/GetAllNodeInfo"
STATS = "/ray.rpc.NodeManagerService/GetNodeStats"
KILL = "/ray.rpc.CoreWorkerService/KillActor"
CALL = "/ray.serve.ASGIService/HandleRequest"  # unpickles what it is sent: any code
OWNERS = {NODES: "gcs_server", STATS: "raylet", KILL: "ray::ServeReplica", CALL: "ray::ServeReplica"}
"""Whose each method is."""


def answers(server: psutil.Process, method: str, token: str | None) -> set[grpc.StatusCode]:
    """Ask for a method on all ports of its owners; what does not know it is left out."""
    codes = {_ask(port, method, token) for port in _ports(server, OWNERS[method])}
    return codes - {grpc.StatusCode.UNIMPLEMENTED}


def token_of(server: psutil.Process) -> str:
    """The secret of this start, as Ray's processes know it."""
    (node,) = (each for each in server.children(recursive=True) if each.name() == "raylet")
    return str(node.environ()["RAY_AUTH_TOKEN"])


def _ports(server: psutil.Process, owner: str) -> Iterator[int]:
    for each in server.children(recursive=True):
        if each.name().startswith(owner):
            yield from (open_.laddr.port for open_ in each.net_connections() if open_.status == "LISTEN")


def _ask(port: int, method: str, token: str | None) -> grpc.StatusCode:
    metadata = [("authorization", f"Bearer {token}")] if token else None
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        try:
            channel.unary_unary(method)(b"", timeout=20, metadata=metadata)
        except grpc.RpcError as error:
            code = error.code()
            assert isinstance(code, grpc.StatusCode)
            return code
    return grpc.StatusCode.OK
