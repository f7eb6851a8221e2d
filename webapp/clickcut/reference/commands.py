"""The command line, as click's own help tells it."""

from __future__ import annotations

from collections.abc import Iterator

import click

from clickcut.cli import main

_WIDTH = 96


def commands() -> str:
    """Give a section for each command, in Markdown, in the order of `clickcut --help`."""
    return "\n".join(_sections(main, "clickcut", None))


def _sections(command: click.Command, name: str, parent: click.Context | None) -> Iterator[str]:
    context = click.Context(command, parent, info_name=name, terminal_width=_WIDTH, max_content_width=_WIDTH)
    if isinstance(command, click.Group):
        for each in command.commands:
            yield from _sections(command.commands[each], each, context)
    else:
        yield f"## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"
