"""The component without a browser: what a photo may be, and masks made only when somebody asks."""

import io
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from clickcut.panel import ClickCut
from clickcut.panel.loaded_models import loaded_models
from clickcut.panel.opened_photo import OpenedPhoto
from clickcut.panel.runtime_address import runtime_address
from clickcut.photos.photo_file import photo_file
from clickcut.settings import default_dist, settings_from_environment
from clickcut_core.errors import ClickcutError
from clickcut_core.files.recipe_file import PhotoIdentity, RecipeFile
from clickcut_core.geometry import ImageSize, Part
from clickcut_core.recipes.document import Document
from clickcut_core.recipes.prompts import PointPrompt
from clickcut_core.recipes.recipe import Recipe
from PIL import Image

MOST = 2**20


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path_factory.getbasetemp() / "panel-cache"
    monkeypatch.setenv("CLICKCUT_CACHE_DIR", str(cache))


def pixels_of(content: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(content)))


def disc(height: int = 120, width: int = 160) -> np.ndarray:
    rows, columns = np.ogrid[:height, :width]
    inside = (rows - height / 2) ** 2 + (columns - width / 2) ** 2 < 40**2
    return np.where(inside[..., None], np.uint8([210, 60, 40]), np.uint8([30, 60, 90]))


def recipe_of(cut: ClickCut, *points: tuple[int, int], closer: Part | None = None) -> str:
    opened, recipe = cut._opened, Recipe(closer=closer)
    assert isinstance(opened, OpenedPhoto)
    for x, y in points:
        recipe = recipe.with_point(PointPrompt(x, y))
    photo = PhotoIdentity(opened.sha256, opened.name, ImageSize(height=120, width=160))
    return RecipeFile("", photo, 1, Document().with_recipe(recipe)).to_text()


@pytest.mark.parametrize("shape", [(20, 30), (20, 30, 3), (20, 30, 4)])
def test_an_array_becomes_a_file_of_exactly_its_pixels(shape: tuple[int, ...]) -> None:
    array = np.random.default_rng(1).integers(0, 256, shape, np.uint8)
    assert np.array_equal(pixels_of(photo_file(array, max_bytes=MOST).content), array)
    assert np.array_equal(pixels_of(photo_file(array[::-1, ::-1], max_bytes=MOST).content), array[::-1, ::-1])


@pytest.mark.parametrize(
    "array",
    [np.zeros((20, 30, 3)), np.zeros((20, 30, 2), np.uint8), np.zeros(9, np.uint8), np.zeros((20, 30), bool)],
)
def test_an_array_that_is_no_photo_is_refused_with_what_it_is(array: np.ndarray) -> None:
    with pytest.raises(ClickcutError, match=str(array.dtype)) as caught:
        photo_file(array, max_bytes=MOST)
    assert caught.value.code == "photo-array"


def test_a_picture_keeps_its_pixels_and_its_colour_profile() -> None:
    picture = Image.fromarray(disc())
    picture.info["icc_profile"] = b"a profile"
    made = Image.open(io.BytesIO(photo_file(picture, max_bytes=MOST).content))
    assert made.info["icc_profile"] == b"a profile"
    assert np.array_equal(np.asarray(made), disc())
    cmyk = photo_file(Image.fromarray(disc()).convert("CMYK"), max_bytes=MOST)
    assert Image.open(io.BytesIO(cmyk.content)).mode == "RGB"


def test_files_and_bytes_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "größe 1.jpg"
    Image.fromarray(disc()).save(path)
    content = path.read_bytes()
    assert photo_file(path, max_bytes=MOST).content == content
    assert photo_file(str(path), max_bytes=MOST).name == "größe 1.jpg"
    assert photo_file(memoryview(content), max_bytes=MOST).content == content


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "0123456789abcdef").mkdir()
    (tmp_path / "0123456789abcdef" / "element.js").write_text("export {}")
    Image.fromarray(disc()).save(tmp_path / "0123456789abcdef" / "a disc.png")
    yield runtime_address(tmp_path, None)


def test_an_address_is_fetched_by_python_up_to_a_limit(served: str) -> None:
    file = photo_file(f"{served}a%20disc.png", max_bytes=MOST)
    assert (file.name, np.array_equal(pixels_of(file.content), disc())) == ("a disc.png", True)
    with pytest.raises(ClickcutError) as caught:
        photo_file(f"{served}a%20disc.png", max_bytes=100)
    assert caught.value.code == "too-many-bytes"
    with pytest.raises(ClickcutError) as caught:
        photo_file(f"{served}nothing.png", max_bytes=MOST)
    assert caught.value.code == "photo-unreachable"


def test_a_notebook_gets_the_runtime_from_its_own_kernel_for_pages_of_any_origin(served: str) -> None:
    assert served.startswith("http://127.0.0.1:")
    with urllib.request.urlopen(f"{served}element.js") as answer:
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Content-Type"] == "text/javascript"


def test_the_runtimes_address_can_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLICKCUT_RUNTIME_URL", "https://files.example/runtime")
    address = runtime_address(default_dist() / "runtime", None)
    assert address.startswith("https://files.example/runtime/")
    assert (default_dist() / "runtime" / address.split("/")[-2] / "element.js").is_file()


def test_a_mask_is_made_when_it_is_read_and_is_that_of_the_recipe() -> None:
    cut = ClickCut(disc())
    assert (cut.mask, cut.cutout, cut.objects, cut.recipe, cut.mask_of(1), cut.shapes()) == (
        None,
        None,
        [],
        "",
        None,
        [],
    )
    cut.recipe = recipe_of(cut, (80, 60))
    assert cut.mask.shape == (120, 160)
    assert cut.mask.dtype == np.bool_
    truth = (disc() == [210, 60, 40]).all(axis=-1)
    assert (cut.mask & truth).sum() / (cut.mask | truth).sum() > 0.9
    assert cut.cutout.mode == "RGBA"
    assert cut.cutout.getpixel((80, 60)) == (210, 60, 40, 255)
    assert cut.cutout.getpixel((2, 2))[3] == 0
    (told,) = cut.objects
    assert told["id"] == 1
    assert np.array_equal(cut.mask_of(1), cut.mask)
    assert cut.shapes()[0].runs.area == cut.mask.sum()


def test_whoever_watches_is_told_once_with_the_mask_and_nothing_is_made_for_nobody() -> None:
    cut, seen = ClickCut(disc()), []
    made = []
    make = cut._make
    cut._make = lambda *asked: made.append(asked[0]) or make(*asked)  # counts; the real one answers
    cut.recipe = recipe_of(cut, (80, 60))
    repr(cut)
    assert made == []
    cut.param.watch(lambda *events: seen.append({event.name: event.new for event in events}), ["mask"])
    cut.recipe = recipe_of(cut, (10, 10))
    assert made == ["mask"]
    ((told,),) = [list(each.values()) for each in seen]
    assert np.array_equal(told, cut.mask)


def test_a_bad_photo_or_recipe_is_refused_and_what_was_there_stays() -> None:
    photo = disc()
    cut = ClickCut(photo)
    recipe = cut.recipe = recipe_of(cut, (80, 60))
    foreign = recipe_of(ClickCut(disc()[:, ::-1] // 2), (80, 60))
    for name, value, code in (
        ("photo", b"no photo", "not-a-photo"),
        ("photo", "/nowhere/photo.jpg", "photo-unreachable"),
        ("recipe", foreign, "recipe-photo"),
        ("recipe", "{}", "recipe-format"),
    ):
        with pytest.raises(ClickcutError) as caught:
            setattr(cut, name, value)
        assert (caught.value.code, cut.error["code"]) == (code, code)
        assert cut.photo is photo
        assert cut.recipe == recipe
        assert cut.mask.any()
    with pytest.raises(ClickcutError):
        ClickCut(b"no photo")
    with pytest.raises(TypeError, match="not int"):
        ClickCut(7)


def test_a_recipe_that_is_a_bomb_is_refused_and_takes_no_work() -> None:
    cut = ClickCut(disc())
    cut.param.watch(lambda _: None, ["mask", "objects"])
    with pytest.raises(ClickcutError, match="500 points") as caught:
        cut.recipe = recipe_of(cut, *[(80, 60)] * 501)
    assert caught.value.code == "recipe-format"
    with pytest.raises(ClickcutError, match="too deeply"):
        cut.recipe = "[" * 20_000
    assert (cut.recipe, cut.mask) == ("", None)
    assert cut._opened is not None
    assert cut._opened._session is None


def test_many_objects_are_made_a_few_at_a_time_and_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    cut = ClickCut(disc())
    one, other = (RecipeFile.from_text(recipe_of(cut, place)) for place in ((80, 60), (10, 10)))
    document = one.document.with_new_object().with_recipe(other.document.active.recipe)
    cut.recipe = RecipeFile("", one.photo, 1, document).to_text()
    told, masks, shapes = cut.objects, [cut.mask_of(number) for number in (1, 2)], cut.shapes()
    assert [each["active"] for each in told] == [True, False]
    monkeypatch.setattr("clickcut.panel.opened_photo._AT_ONCE", 1)
    again = ClickCut(disc(), recipe=cut.recipe)
    assert again.objects == told
    assert again.shapes() == shapes
    assert all(np.array_equal(again.mask_of(number), masks[number - 1]) for number in (1, 2))
    assert len(again._opened._session.history.documents) == 1


def test_another_photo_drops_the_recipe_and_one_of_its_own_can_come_with_it() -> None:
    cut = ClickCut(disc())
    cut.recipe = first = recipe_of(cut, (80, 60))
    cut.photo = disc()[::-1] // 2
    assert (cut.recipe, cut.mask) == ("", None)
    cut.param.update(photo=disc(), recipe=first)
    assert (cut.recipe, bool(cut.mask.any())) == (first, True)
    cut.photo = None
    assert (cut.recipe, cut.mask, cut.objects) == ("", None, [])
    with pytest.raises(ClickcutError) as caught:
        cut.recipe = first
    assert caught.value.code == "no-photo"


def test_results_can_not_be_set() -> None:
    cut = ClickCut(disc())
    for name in ("objects", "mask", "cutout", "error"):
        with pytest.raises(TypeError, match="Constant"):
            setattr(cut, name, {})


def test_a_photo_that_is_replaced_while_it_waits_is_not_encoded() -> None:
    begin = threading.Event()
    models = loaded_models(settings_from_environment())
    busy = models._executor.submit(begin.wait)  # in the one thread that encodes
    cut = ClickCut()
    opened = []
    for seed in range(2):
        cut.photo = np.random.default_rng(seed).integers(0, 256, (64, 48, 3), np.uint8)
        opened.append(cut._opened)
    begin.set()
    first, last = (each.embedding for each in opened if each is not None)
    assert first.cancelled()
    assert last.result(60)
    assert busy.done()


def test_what_was_looked_at_closer_in_the_page_is_encoded_here_too() -> None:
    cut, part = ClickCut(disc()), Part(30, 10, 130, 110)
    opened = cut._opened
    assert opened is not None
    truth = disc()[..., 0] == 210
    for recipe in (recipe_of(cut, (80, 60), closer=part), recipe_of(cut, (80, 60))):
        mask = opened.mask(opened.checked(recipe))
        assert mask is not None
        assert (mask & truth).sum() / (mask | truth).sum() > 0.95
    assert opened._session is not None
    forgotten = opened._session.missing_parts(Document().with_recipe(Recipe(closer=part)))
    assert forgotten == [part], "a recipe that looks at it no more needs it no more"
