"""The settings: one table, from which the command line, the environment and the documentation come.

It reads no file and no environment itself; `options` hands both over to click.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection
from dataclasses import MISSING, Field, dataclass, field, fields
from importlib import resources
from pathlib import Path
from typing import Any

import click
import platformdirs
from clickcut_core import photo_shape

from clickcut.replicas import Replicas, ReplicasType

MEGABYTE, MEGAPIXEL = photo_shape.MEGABYTE, photo_shape.MEGAPIXEL

_PREFIX = "CLICKCUT"
_CHECKOUT = Path(__file__).parents[2]
_INSTALLED = "clickcut_dist"  # a folder that the wheels of clickcut and clickcut-web fill together
_FOLDER = click.Path(file_okay=False, path_type=Path)


def default_dist() -> Path:
    """Give the checkout's `dist`, or what was installed with the wheel."""
    if (_CHECKOUT / "pyproject.toml").is_file():
        return _CHECKOUT / "dist"
    return Path(str(resources.files(_INSTALLED) / "models")).parent


def default_cache_dir() -> Path:
    """Give the user's own cache folder for clickcut."""
    return Path(platformdirs.user_cache_dir("clickcut"))


def _row(kind: click.ParamType[Any], help_text: str, *, shown: str | None = None) -> dict[str, Any]:
    """Describe a setting; `shown` stands in the documents for a default that differs between machines."""
    return {"kind": kind, "help": help_text, "shown": shown}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator may choose. Each field is a row of the table."""

    host: str = field(
        default="127.0.0.1",
        metadata=_row(click.STRING, "Address to listen on; 0.0.0.0 for every interface."),
    )
    port: int = field(
        default=5006,
        metadata=_row(click.IntRange(0, 65535), "Port to listen on; where none is given, the next free one."),
    )
    dist: Path = field(
        default_factory=default_dist,
        metadata=_row(
            _FOLDER,
            "Folder with what was built: models/, runtime/ and samples/.",
            shown="dist in the checkout, else what was installed",
        ),
    )
    cache_dir: Path = field(
        default_factory=default_cache_dir,
        metadata=_row(
            _FOLDER,
            "Folder for embeddings already made. Photos are never written.",
            shown="the user's cache folder",
        ),
    )
    cache_megabytes: int = field(
        default=512,
        metadata=_row(click.IntRange(0), "Most megabytes of embeddings to keep, one each; 0 keeps none."),
    )
    cache_days: int = field(
        default=30,
        metadata=_row(click.IntRange(1), "Longest time to keep an embedding that nobody asks for, in days."),
    )
    max_megabytes: int = field(
        default=64, metadata=_row(click.IntRange(1), "Largest photo to accept, in megabytes.")
    )
    max_megapixels: int = field(
        default=photo_shape.MOST_MEGAPIXELS,
        metadata=_row(click.IntRange(1), "Largest photo to accept, in megapixels."),
    )
    upload_seconds: int = field(
        default=60, metadata=_row(click.IntRange(1), "Longest time for a photo to arrive, in seconds.")
    )
    upload_memory: int = field(
        default=1024,
        metadata=_row(
            click.IntRange(1),
            "Most megabytes of photos and PNGs to hold at a time, for all clients; one gets half at most.",
        ),
    )
    answer_seconds: int = field(
        default=600, metadata=_row(click.IntRange(1), "Longest time for an answer to be read, in seconds.")
    )
    client_photos: int = field(
        default=4, metadata=_row(click.IntRange(1), "Most photos of one client at a time.")
    )
    client_rate: int = field(
        default=60, metadata=_row(click.IntRange(1), "Most photos of one client a minute.")
    )
    trusted_proxies: str = field(
        default="127.0.0.1",
        metadata=_row(
            click.STRING,
            "Addresses or networks, with commas, of proxies whose X-Forwarded-For tells the client.",
        ),
    )
    root_path: str = field(
        default="",
        metadata=_row(click.STRING, "Path under which a proxy serves this, such as /clickcut.", shown="none"),
    )
    tokens: Path | None = field(
        default=None,
        metadata=_row(
            click.Path(dir_okay=False, path_type=Path),
            "File of tokens, one a line; with it the API answers only those who send one.",
            shown="none",
        ),
    )
    origins: str = field(
        default="",
        metadata=_row(
            click.STRING,
            "Other sites whose pages may use the API (CORS), as https://example.org, with commas.",
            shown="none",
        ),
    )
    hosts: str = field(
        default="",
        metadata=_row(
            click.STRING,
            "Names to answer to (Host), as cut.example.org, *.example.org, or * for any, with commas; "
            "addresses and local names it always answers to.",
            shown="what a proxy passes on",
        ),
    )
    workers: int = field(
        default=1,
        metadata=_row(click.IntRange(1), "Processes that serve; they share cores, queue and memory bounds."),
    )
    queue: int = field(
        default=16,
        metadata=_row(click.IntRange(1), "Most photos being encoded or waiting for it at a time."),
    )
    encode_seconds: int = field(
        default=30, metadata=_row(click.IntRange(1), "Longest time to wait for an embedding, in seconds.")
    )
    decode_processes: int = field(
        default=2, metadata=_row(click.IntRange(1), "Processes that decode photos.")
    )
    decode_seconds: int = field(
        default=20, metadata=_row(click.IntRange(1), "Longest time to decode a photo, in seconds.")
    )
    decode_megabytes: int = field(
        default=2048,
        metadata=_row(click.IntRange(256), "Most megabytes of memory for decoding a photo (not on Windows)."),
    )
    cutout_processes: int = field(
        default=0,
        metadata=_row(click.IntRange(0), "Processes that make cut-outs for the API; 0 for no such requests."),
    )
    cutout_seconds: int = field(
        default=20, metadata=_row(click.IntRange(1), "Longest time to make a cut-out, in seconds.")
    )
    cutout_megabytes: int = field(
        default=3072,
        metadata=_row(
            click.IntRange(1024), "Most megabytes of memory for making a cut-out (not on Windows)."
        ),
    )
    log_level: str = field(
        default="warning",
        metadata=_row(
            click.Choice(("debug", "info", "warning", "error")), "What is logged; info has a line a request."
        ),
    )
    log_format: str = field(
        default="text", metadata=_row(click.Choice(("text", "json")), "How a line of the log is written.")
    )
    encoder: str = field(
        default="auto",
        metadata=_row(
            click.STRING,
            "float32, 8bit, auto for the faster one here, or the file of an encoder of your own.",
        ),
    )
    encoder_threads: int = field(
        default=0, metadata=_row(click.IntRange(0), "Threads of the encoder; 0 for one per core.")
    )
    engine: str = field(
        default="local",
        metadata=_row(
            click.Choice(("local", "ray")), "Where photos are encoded: in this process, or in Ray's replicas."
        ),
    )
    replicas: Replicas = field(
        default=Replicas(),
        metadata=_row(
            ReplicasType(),
            "Ray's replicas of the encoder, such as 2, or 1-4 as needed; they share the cores.",
        ),
    )


def option_name(setting: Field[Any]) -> str:
    """Give a setting's name on the command line."""
    return "--" + setting.name.replace("_", "-")


def variable_name(setting: Field[Any]) -> str:
    """Give a setting's name in the environment."""
    return f"{_PREFIX}_{setting.name.upper()}"


def options(command: Callable[..., Any], *, names: Collection[str] | None = None) -> Callable[..., Any]:
    """Give a click command an option for each setting, and pass it one `settings` argument.

    Parameters
    ----------
    command
        Called with `settings: Settings` besides its own parameters.
    names
        The settings to offer, all unless given; the others keep their defaults.
    """
    offered = [setting for setting in fields(Settings) if names is None or setting.name in names]

    @functools.wraps(command)
    def with_settings(**values: Any) -> Any:
        settings = Settings(**{setting.name: values.pop(setting.name) for setting in offered})
        return command(settings=settings, **values)

    decorated: Callable[..., Any] = with_settings
    for setting in reversed(offered):  # click lists the decorator applied last first
        decorated = _option(setting)(decorated)
    return decorated


def settings_from_environment() -> Settings:
    """Give the settings where there is no command line: the environment's, else the defaults.

    Raises
    ------
    click.UsageError
        When a variable's value can't be used.
    """
    command = click.command()(options(lambda settings: settings))
    settings: Settings = command.main([], standalone_mode=False)
    return settings


def _shown(setting: Field[Any]) -> str:
    return str(setting.metadata["shown"] or setting.default)


def _option(setting: Field[Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(
        option_name(setting),
        type=setting.metadata["kind"],
        default=setting.default if setting.default is not MISSING else setting.default_factory,
        show_default=_shown(setting),
        envvar=variable_name(setting),
        show_envvar=True,
        help=setting.metadata["help"],
    )


def documentation() -> str:
    """Write the table as `docs/settings.md` has it."""
    rows = [
        f"| `{option_name(setting)}` | `{variable_name(setting)}` "
        f"| {_shown(setting)} | {setting.metadata['help']} |"
        for setting in fields(Settings)
    ]
    return "\n".join(
        [
            "# Settings",
            "",
            "<!-- Generated: python -m clickcut.settings > docs/settings.md -->",
            "",
            "Each is an option of `clickcut serve` and an environment variable; the option wins.",
            "",
            "| option | variable | default | what it does |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    click.echo(documentation(), nl=False)
