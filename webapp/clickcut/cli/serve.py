"""`clickcut serve`: the page and the HTTP API."""

from __future__ import annotations

import socket
from contextlib import closing

import click
from click.core import ParameterSource
from clickcut_build.site_runtime import BuiltRuntime

from clickcut.cli.example import example
from clickcut.cli.installed import check_extra
from clickcut.core_dumps import leave_no_core_dump
from clickcut.settings import Settings, options

# Where nobody asked for a port, one that somebody else has is no reason to fail: the next ones are tried.
TRIES = 20


@click.command(epilog=example("clickcut serve --port 8080 --host 0.0.0.0"))
@options
def serve(settings: Settings) -> None:
    """Serve the page and the encoder's HTTP API."""
    if settings.engine == "ray" and settings.workers > 1:
        raise click.UsageError(
            "With --engine ray one process serves: leave --workers out, and use --replicas."
        )
    check_extra("server")
    # Before anything is loaded: whatever this process starts has it, too.
    leave_no_core_dump()
    import uvicorn  # noqa: PLC0415  heavy, as are the next, and no other command needs them

    from clickcut.server.app import create_app  # noqa: PLC0415
    from clickcut.server.middleware.request_log import set_up_logging  # noqa: PLC0415
    from clickcut.server.web_server import allow_many_connections, server_config  # noqa: PLC0415
    from clickcut.server.workers import run_workers  # noqa: PLC0415

    set_up_logging(level=settings.log_level, as_json=settings.log_format == "json")
    allow_many_connections()
    is_asked = click.get_current_context().get_parameter_source("port") is not ParameterSource.DEFAULT
    with closing(listen(settings.host, settings.port, tries=1 if is_asked else TRIES)) as listener:
        app = create_app(settings)
        BuiltRuntime.find(settings.dist)
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


def listen(host: str, port: int, *, tries: int) -> socket.socket:
    """Listen on the port or, where it is taken, on the next free one; 0 is any."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, min(port + tries, 65536)) if port else (0,):
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
    taken = f"Port {port} is taken" if tries == 1 else f"No port from {port} to {port + tries - 1} is free"
    raise click.ClickException(f"{taken} on {host}.")
