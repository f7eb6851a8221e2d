"""`python -m tests.bench.accuracy`: how good masks are where the truth is known; with `--edges`, cut-outs,
and with `--subject` what is proposed before any click.
"""

import json
from pathlib import Path

import click
from clickcut.cli.models import source_option
from clickcut.settings import Settings, options
from clickcut_core.errors import ClickcutError

from tests.bench.accuracy.dataset import DataError
from tests.bench.accuracy.matte import run_matte
from tests.bench.accuracy.run import run
from tests.bench.proposals.subject import run_subject


def say(line: str) -> None:
    click.echo(line, err=True)


@click.command()
@click.option(
    "--data",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with photos, true masks and an index.json.",
)
@click.option("--edges", is_flag=True, help="Compare soft edges with plain masks, on true alphas.")
@click.option(
    "--pictures",
    type=click.Path(file_okay=False, path_type=Path),
    help="With --edges: folder for pictures of each edge at 200 %, on white, black and red.",
)
@click.option("--subject", is_flag=True, help="Measure what is proposed before any click.")
@source_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with every object's scores.")
@click.option("--jobs", type=click.IntRange(1), default=2, show_default=True, help="Photos at a time.")
@lambda command: options(command, names=("dist", "max_megapixels", "encoder"))
def accuracy(
    settings: Settings,
    data: Path,
    edges: bool,
    pictures: Path | None,
    subject: bool,
    source: Path,
    as_json: bool,
    jobs: int,
) -> None:
    """Simulate clicks on objects whose true masks are known, and print how good the masks are."""
    try:
        if edges:
            report = run_matte(settings, data, pictures=pictures, progress=say)
        elif subject:
            report = run_subject(settings, data, progress=say)
        else:
            report = run(settings, data, source, jobs=jobs, progress=say)
    except (DataError, ClickcutError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(json.dumps(report.to_json(), indent=2) if as_json else str(report))


if __name__ == "__main__":
    accuracy(prog_name="python -m tests.bench.accuracy")
