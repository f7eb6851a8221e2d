"""`clickcut studio`: label a folder of photos in a browser."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click
from click.core import ParameterSource

from clickcut.cli.example import example
from clickcut.cli.installed import check_extra
from clickcut.cli.serve import TRIES, listen
from clickcut.settings import Settings, options, settings_from_environment


@click.command(epilog=example("clickcut studio photos"))
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@lambda command: options(command, names=("port",))
def studio(settings: Settings, folder: Path) -> None:
    """Label a folder of photos in a browser, on this machine.

    Recipes are kept beside the photos, all else in their folder's clickcut-labels.
    """
    check_extra("panel")
    from clickcut.studio.app import HOST, serve_studio  # noqa: PLC0415  heavy; --help must be quick

    is_asked = click.get_current_context().get_parameter_source("port") is not ParameterSource.DEFAULT
    with closing(listen(HOST, settings.port, tries=1 if is_asked else TRIES)) as listener:
        port = listener.getsockname()[1]
    serve_studio(
        folder,
        settings_from_environment(),
        port,
        ready=lambda: click.echo(f"The studio is at http://{HOST}:{port}/studio (Ctrl+C stops it)"),
    )
