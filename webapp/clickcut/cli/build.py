"""`clickcut build`: what the server serves, from sources and packages."""

from __future__ import annotations

from pathlib import Path

import click

from clickcut.cli.example import example
from clickcut.cli.installed import check_extra
from clickcut.settings import Settings, options


@click.group()
def build() -> None:
    """Build the browser runtime and the gallery, in a checkout."""


@build.command(epilog=example("clickcut build runtime"))
@lambda command: options(command, names=("dist",))
def runtime(settings: Settings) -> None:
    """Bundle element, worker, Python, onnxruntime-web and graphs."""
    if not Path("pyscript").is_dir():
        raise click.UsageError("Run it in a checkout of clickcut: the page's sources are not in this folder.")
    check_extra("build")
    from clickcut_build.runtime import build_runtime  # noqa: PLC0415  heavy; --help must be quick

    build_runtime(Path.cwd(), settings.dist.resolve(), progress=click.echo)


@build.command(epilog=example("clickcut build samples"))
@lambda command: options(command, names=("dist", "encoder"))
def samples(settings: Settings) -> None:
    """Fetch the gallery's photos, and compute their embeddings and what they may be about."""
    check_extra("build")
    from clickcut_build.samples import build_samples  # noqa: PLC0415  heavy; --help must be quick

    from clickcut.cutting.proposals_file import Proposer  # noqa: PLC0415
    from clickcut.encoding.encoder import Encoder, read_manifest  # noqa: PLC0415

    encoder, proposer = Encoder.from_settings(settings), Proposer(read_manifest(settings.dist))

    def make(photo: bytes) -> dict[str, bytes]:
        embedding = encoder.encode_photo(photo)
        return {".clickcut": embedding.to_bytes(), ".proposals.json": proposer.write(embedding)}

    build_samples(settings.dist, make, progress=click.echo)
