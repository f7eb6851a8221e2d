"""`clickcut bench`: measurements; each compares two things in one run."""

from __future__ import annotations

import json
from pathlib import Path

import click

from clickcut.cli.example import example
from clickcut.cli.models import source_option
from clickcut.settings import Settings, options

data_option = click.option(
    "--data",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with photos, true masks and an index.json.",
)


@click.group()
def bench() -> None:
    """Measure how good the masks are."""


@bench.command(epilog=example("clickcut bench accuracy --data photos-with-masks"))
@data_option
@source_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with every object's scores.")
@click.option("--jobs", type=click.IntRange(1), default=2, show_default=True, help="Photos at a time.")
@lambda command: options(command, names=("dist", "max_megapixels", "encoder"))
def accuracy(settings: Settings, data: Path, source: Path, as_json: bool, jobs: int) -> None:
    """Simulate clicks on objects whose true masks are known, and print how good the masks are."""
    from clickcut.accuracy.run import run  # noqa: PLC0415  heavy; --help must be quick

    report = run(settings, data, source, jobs=jobs, progress=lambda line: click.echo(line, err=True))
    click.echo(json.dumps(report.to_json(), indent=2) if as_json else str(report))


@bench.command(epilog=example("clickcut bench matte --data photos-with-alphas"))
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@lambda command: options(command, names=("dist", "max_megapixels", "encoder"))
def matte(settings: Settings, data: Path, as_json: bool) -> None:
    """Compare the cut-out's soft edge with the plain mask, where the true alpha is known."""
    from clickcut.accuracy.matte import run_matte  # noqa: PLC0415  heavy; --help must be quick

    report = run_matte(settings, data, progress=lambda line: click.echo(line, err=True))
    click.echo(json.dumps(report.to_json(), indent=2) if as_json else str(report))
