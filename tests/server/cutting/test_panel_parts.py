"""What a dashboard makes of a recipe that looks closer at many parts, and how little of it stays."""

import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from clickcut.native_runtime import NativeGraph, NativeRuntime
from clickcut.panel import ClickCut
from clickcut.panel.loaded_models import LoadedModels, loaded_models
from clickcut.photos.photo import part_sha256
from clickcut.settings import settings_from_environment
from clickcut_core.errors import ClickcutError
from clickcut_core.files.recipe_file import RecipeFile
from clickcut_core.geometry import Part
from clickcut_core.recipes.document import Document, PhotoObject
from clickcut_core.runtime import KeptTensor

from tests.server.cutting.test_panel_photos import disc, recipe_of


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLICKCUT_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "panel-cache"))


def recipe_of_parts(cut: ClickCut, parts: list[Part | None]) -> RecipeFile:
    """An object for each, of one click."""
    texts = [recipe_of(cut, (80, 60 + at), closer=part) for at, part in enumerate(parts)]
    files = [RecipeFile.from_text(text) for text in texts]
    objects = tuple(PhotoObject(at, recipe=each.document.active.recipe) for at, each in enumerate(files, 1))
    return replace(files[0], document=Document(objects, 1, len(objects)))


@pytest.mark.full
def test_one_part_that_is_looked_at_closer_takes_memory_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    cut = ClickCut(disc())
    opened = cut._opened
    assert opened is not None
    contexts: list[weakref.ref[Any]] = []
    seen: list[tuple[int, int]] = []
    encoded: list[str] = []
    run, encode = NativeRuntime.run, LoadedModels.encode

    async def watched(self: NativeRuntime, graph: NativeGraph, *given: Any, **named: Any) -> Any:
        made = await run(self, graph, *given, **named)
        if "keys_0" in made:
            kept = made["keys_0"]
            assert isinstance(kept, KeptTensor)
            contexts.append(weakref.ref(kept.handle))
            held = opened._session and opened._session._opened
            there = sum(each() is not None for each in contexts)
            seen.append((there, len(held.views._embeddings) if held else 0))
        return made

    def counted(self: LoadedModels, read: Any, sha256: str) -> Any:
        encoded.append(sha256)
        return encode(self, read, sha256)

    monkeypatch.setattr(NativeRuntime, "run", watched)
    monkeypatch.setattr(LoadedModels, "encode", counted)
    one, other, third = (Part(30 + at, 10, 130 + at, 110) for at in range(3))
    recipe = recipe_of_parts(cut, [one, None, other, one, None, *[one] * 3])
    told = opened.objects(recipe)
    assert [each["id"] for each in told] == list(range(1, 9))
    assert [each["part"] for each in told] == [
        each.recipe.closer and list(each.recipe.closer.corners) for each in recipe.document.objects
    ]
    assert len(encoded) == len(set(encoded)) == 2
    assert [shape.name for shape in opened.shapes(recipe)] == ["object"] * 8
    opened.mask(recipe_of_parts(cut, [third]))
    assert max(seen) == (1, 1), "of the photo or of a part"


def test_whoever_leaves_ends_what_is_encoded_for_them_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    cut, models = ClickCut(disc()), loaded_models(settings_from_environment())
    opened, begin = cut._opened, threading.Event()
    assert opened is not None
    opened.embedding.result(60)
    busy = models._executor.submit(begin.wait)  # in the one thread that encodes
    encode, is_asked = LoadedModels.encode, threading.Event()

    def told(self: LoadedModels, read: Any, sha256: str) -> Any:
        is_asked.set()
        return encode(self, read, sha256)

    monkeypatch.setattr(LoadedModels, "encode", told)
    parts: list[Part | None] = [Part(at, 0, 110 + at, 113) for at in range(3)]
    recipe = recipe_of_parts(cut, parts)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(opened.objects, recipe)
        assert is_asked.wait(120)
        cut.photo = None
        begin.set()
        with pytest.raises(ClickcutError) as caught:
            asked.result(120)
    assert (caught.value.code, busy.done()) == ("cancelled", True)
    assert opened._session is not None
    assert opened._session.history.current == Document()
    kept = [models._cache.read(part_sha256(opened.sha256, part)) is not None for part in parts if part]
    assert kept == [True, False, False]
