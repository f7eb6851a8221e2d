"""`clickcut serve`: the page and the HTTP API."""

from __future__ import annotations

import socket
from contextlib import closing

import click

from clickcut.cli.example import example
from clickcut.core_dumps import leave_no_core_dump
from clickcut.settings import Settings, options

# A port that somebody else has is no reason to fail: the next ones are tried.
TRIES = 20


@click.command(epilog=example("clickcut serve --port 8080 --host 0.0.0.0"))
@options
def serve(settings: Settings) -> None:
    """Serve the page and the encoder's HTTP API."""
    if settings.engine == "ray" and settings.workers > 1:
        raise click.UsageError(
            "With --engine ray one process serves: leave --workers out, and use --replicas."
        )
    # Before anything is loaded: whatever this process starts has it, too.
    leave_no_core_dump()
    import uvicorn  # noqa: PLC0415  heavy, as are the next, and no other command needs them

    from clickcut.server.app import create_app  # noqa: PLC0415
    from clickcut.server.middleware.request_log import set_up_logging  # noqa: PLC0415
    from clickcut.server.web_server import allow_many_connections, server_config  # noqa: PLC0415
    from clickcut.server.workers import run_workers  # noqa: PLC0415

    set_up_logging(level=settings.log_level, as_json=settings.log_format == "json")
    allow_many_connections()
    with closing(_listen(settings.host, settings.port)) as listener:
        app = create_app(settings)
        host, port = listener.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        click.echo(f"clickcut is at http://{shown}:{port} (Ctrl+C stops it)")
        choice = app.state.encoder.choice
        where = " on the GPU" if choice.on_gpu else ""
        click.echo(f"encoder: {choice.name}{where} ({choice.reason})")
        if settings.workers > 1:
            run_workers(settings, listener)
        else:
            uvicorn.Server(server_config(app, settings)).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    """Listen on the port or, where it is taken, on the next free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, min(port + TRIES, 65536)) if port else (0,):
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen(1024)
        except PermissionError as error:
            listener.close()
            raise click.ClickException(f"Port {candidate} needs rights that you don't have.") from error
        except OSError:
            listener.close()
        else:
            return listener
    raise click.ClickException(f"No port from {port} to {port + TRIES - 1} is free on {host}.")
