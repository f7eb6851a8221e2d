import json
import struct

import pytest
from clickcut_core.errors import ClickcutError
from clickcut_core.files.recipe_file import PhotoIdentity, RecipeFile, recipe_text
from clickcut_core.geometry import ImageSize
from clickcut_core.recipes.document import Document
from clickcut_core.recipes.prompts import BoxPrompt, PointPrompt
from clickcut_core.recipes.recipe import Recipe

PHOTO = PhotoIdentity("0f" * 32, "Kätzchen.jpg", ImageSize(height=48, width=64), "/photos/Kätzchen.jpg")
CLICK = Recipe().with_point(PointPrompt(10.0, 12)).with_choice(3)
DOCUMENT = (
    Document()
    .with_recipe(CLICK)
    .with_name(1, "cat")
    .with_new_object()
    .with_recipe(Recipe().with_box(BoxPrompt(1, 2, 30.5, 40.0)))
)
FILE = RecipeFile("model-a", PHOTO, 1, DOCUMENT)


def test_what_is_written_is_read_again_with_the_object_that_was_cut_out_active():
    read = RecipeFile.from_text(FILE.to_text())
    assert (read.model, read.photo, read.object_id) == ("model-a", PHOTO, 1)
    assert read.document == DOCUMENT.with_active(1)
    assert read.to_text() == FILE.to_text()


def test_the_text_is_ascii_and_holds_what_is_documented_and_nothing_else():
    text = FILE.to_text()
    assert text.isascii()
    plain = json.loads(text)
    assert list(plain) == ["format", "model", "photo", "object", "document"]
    assert list(plain["photo"]) == ["sha256", "name", "width", "height", "address"]
    assert list(plain["document"]) == ["objects", "active", "count"]
    assert list(plain["document"]["objects"][0]) == ["id", "name", "visible", "recipe"]


def test_a_file_has_no_address():
    photo = PhotoIdentity(PHOTO.sha256, "cat.jpg", PHOTO.size)
    assert "address" not in json.loads(RecipeFile("model-a", photo, 1, DOCUMENT).to_text())["photo"]


def test_whole_numbers_are_written_alike_whoever_said_them():
    whole = Recipe().with_point(PointPrompt(10, 12))
    broken = Recipe().with_point(PointPrompt(10.0, 12.0))
    texts = {RecipeFile("m", PHOTO, 1, Document().with_recipe(each)).to_text() for each in (whole, broken)}
    assert len(texts) == 1
    assert '"x":10,' in texts.pop()
    assert '"box":[1,2,30.5,40]' in FILE.to_text()


def test_another_models_recipe_is_taken_and_says_so():
    assert FILE.notes("model-a") == ()
    assert FILE.notes("model-b") == ("recipe-model",)


def altered(**changes):
    plain = json.loads(FILE.to_text())
    for path, value in changes.items():
        *parents, last = path.split("__")
        inner = plain
        for key in parents:
            inner = inner[int(key) if key.isdigit() else key]
        if value is None:
            del inner[last]
        else:
            inner[last] = value
    return json.dumps(plain)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Expecting value"),
        ("[]", "its format is not"),
        ("[" * 20_000, "too deeply"),
        ('"' + "x" * 2_000_001, "too long"),
        ("[" + "0," * 100_000 + "0]", "too much"),
        (altered(document__objects__0__recipe__points=[{"x": 9, "y": 1, "label": 1}] * 501), "500 points"),
        (altered(document__objects__0__recipe__points=[{"x": 10**400, "y": 1, "label": 1}]), "finite"),
        (altered(document__objects__0__recipe__choices=[1.0]), "masks are 0 to 3"),
        (
            altered(format="clickcut-recipe/3"),
            "its format is not clickcut-recipe/1 or clickcut-recipe/2",
        ),
        (altered(model=None), "it has no 'model'"),
        (altered(photo=7), ""),
        (altered(photo__sha256="../../etc"), "its photo's hash is none"),
        (altered(photo__address="//elsewhere.example/x.jpg"), "its photo's address is no path"),
        (altered(photo__address="/\\elsewhere.example/x.jpg"), "its photo's address is no path"),
        (altered(photo__address="https://elsewhere.example/x.jpg"), "its photo's address is no path"),
        (altered(photo__width=0), "at least one pixel"),
        (altered(photo__width="64"), ""),
        (altered(object=9), "There is no object 9 in this photo"),
        (altered(document__objects=[]), "There is no object"),
        (altered(document__count="2"), ""),
        (altered(document__objects__1__id=1), "numbered from 1 to 1000000, each once"),
        (altered(document__objects__0__recipe__points=[{"x": 99, "y": 1, "label": 1}]), "not on the photo"),
        (altered(document__objects__0__recipe__start=1.0), ""),
        (altered(document__objects__0__name=5), "name is a text"),
    ],
)
def test_a_text_that_is_no_recipe_is_refused_with_the_reason(text, reason):
    with pytest.raises(ClickcutError) as caught:
        RecipeFile.from_text(text)
    assert caught.value.code == "recipe-format"
    assert reason in caught.value.message


def test_a_recipe_of_another_photo_is_read_no_further_than_the_photo():
    text = altered(document={"objects": 7})
    with pytest.raises(ClickcutError) as caught:
        RecipeFile.from_text(text, "1e" * 32)
    assert (caught.value.code, caught.value.values) == ("recipe-photo", {"name": "Kätzchen.jpg"})
    with pytest.raises(ClickcutError) as caught:
        RecipeFile.from_text(text, PHOTO.sha256)
    assert caught.value.code == "recipe-format"


def chunk(kind, data):
    return struct.pack(">I4s", len(data), kind) + data + b"\0\0\0\0"


def png(*chunks):
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def test_the_text_is_found_wherever_it_stands_in_a_png():
    own = chunk(b"tEXt", b"clickcut\0" + FILE.to_text().encode())
    others = chunk(b"tEXt", b"clickcutter\0no"), chunk(b"zTXt", b"clickcut\0\0no"), chunk(b"IDAT", b"pixels")
    assert recipe_text(png(*others, own, chunk(b"IEND", b""))) == FILE.to_text()


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", png(), png(chunk(b"IEND", b"")), png(b"\xff\xff\xff\xfftEXtclickcut\0{}"), png(b"\0\0")],
)
def test_a_file_without_a_text_has_none(content):
    assert recipe_text(content) is None
