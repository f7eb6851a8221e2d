from dataclasses import fields
from functools import partial
from pathlib import Path

import click
from click.testing import CliRunner
from clickcut.settings import Settings, default_cache_dir, default_dist, documentation, options

ROOT = Path(__file__).parents[3]


@click.command()
@options
@click.argument("word", default="none")
def show(settings: Settings, word: str) -> None:
    click.echo(f"{settings!r} {word}")


def run(*arguments: str, **environment: str) -> str:
    result = CliRunner(env=environment).invoke(show, arguments)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_document_is_the_table():
    written = (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert written == documentation(), "python -m clickcut.settings > docs/settings.md"


def test_the_defaults_of_the_command_line_are_the_defaults():
    assert run("word") == f"{Settings()!r} word\n"
    assert Settings().dist == default_dist() == ROOT / "dist"
    assert Settings().cache_dir == default_cache_dir()


def test_an_option_wins_over_the_environment():
    assert "port=7000" in run(CLICKCUT_PORT="7000")
    assert "port=8000" in run("--port", "8000", CLICKCUT_PORT="7000")
    assert "dist=PosixPath('/built')" in run(CLICKCUT_DIST="/built").replace("WindowsPath", "PosixPath")


def test_help_names_every_option_variable_and_default():
    text = " ".join(run("--help").split())
    for setting in fields(Settings):
        assert f"--{setting.name.replace('_', '-')}" in text
        assert f"CLICKCUT_{setting.name.upper()}" in text
        assert setting.metadata["help"] in text
    assert text.index("--host") < text.index("--port") < text.index("--encoder-threads")


def test_values_out_of_range_are_refused():
    for arguments in (["--port", "70000"], ["--max-megabytes", "0"], ["--encoder-threads", "-1"]):
        assert CliRunner().invoke(show, arguments).exit_code == 2


def test_a_command_may_offer_a_part_of_the_settings():
    @click.command()
    @partial(options, names=("dist",))
    def part(settings: Settings) -> None:
        click.echo(settings.dist)

    assert CliRunner().invoke(part, ["--dist", "there"]).output == "there\n"
    assert CliRunner().invoke(part, ["--port", "1"]).exit_code == 2
