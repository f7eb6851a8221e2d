"""The command line: one file a command; each only joins parts that live elsewhere."""

from __future__ import annotations

import click
from clickcut_core.errors import ClickcutError

from clickcut.cli.build import build
from clickcut.cli.cut import cut
from clickcut.cli.embed import embed
from clickcut.cli.encode import encode
from clickcut.cli.models import models
from clickcut.cli.publish import publish
from clickcut.cli.serve import serve
from clickcut.cli.studio import studio
from clickcut.memory import memory_told


class _Failure(click.ClickException):
    """A failure with its code, on standard error; exit status 1."""

    def __init__(self, error: ClickcutError) -> None:
        super().__init__(f"{error.message} [{error.code}]")


class _Commands(click.Group):
    """Turns every `ClickcutError`, and a lack of memory, into a sentence."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            with memory_told():
                return super().invoke(ctx)
        except ClickcutError as error:
            raise _Failure(error) from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="clickcut")
def main() -> None:
    """Click a photo, get the object."""


for command in (serve, encode, cut, publish, embed, studio, models, build):
    main.add_command(command)
