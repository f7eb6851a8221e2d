"""What `clickcut cut` works with, loaded once for all commands of these tests."""

from typing import Any

import pytest
from clickcut.cutting.loaded import Loaded
from clickcut.settings import Settings

_LOAD = Loaded.of
_LOADED: dict[str, Loaded] = {}


async def _loaded(settings: Settings, **wishes: Any) -> Loaded:
    key = f"{settings} {wishes}"
    if key not in _LOADED:
        _LOADED[key] = await _LOAD(settings, **wishes)
    return _LOADED[key]


@pytest.fixture(autouse=True)
def loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Loaded, "of", _loaded)
