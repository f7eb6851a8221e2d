"""What sites are made with, loaded once for all runs of these tests: a command's own process ends with it."""

from collections.abc import Callable
from typing import Any

import pytest
from clickcut.cutting.proposals_file import Proposer
from clickcut.encoding.encoder import Encoder
from clickcut.publishing import site
from clickcut_models.manifest import Manifest

_LOAD = Encoder.from_settings
_MADE: dict[str, Any] = {}


def _once(key: str, make: Callable[[], Any]) -> Any:
    if key not in _MADE:
        _MADE[key] = make()
    return _MADE[key]


def _encoder(settings: Any, manifest: Manifest, choice: Any = None) -> Encoder:
    key = f"{settings.dist} {settings.encoder_threads} {choice}"
    encoder: Encoder = _once(key, lambda: _LOAD(settings, manifest, choice))
    return encoder


def _proposer(manifest: Manifest) -> Proposer:
    proposer: Proposer = _once(str(manifest.path("survey")), lambda: Proposer(manifest))
    return proposer


@pytest.fixture(autouse=True)
def loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "Proposer", _proposer)
    monkeypatch.setattr(site.Encoder, "from_settings", _encoder)
