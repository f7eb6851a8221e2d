"""Labels of what was clicked, read by the readers of the formats."""

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from clickcut.panel.loaded_models import loaded_models
from clickcut.panel.opened_photo import OpenedPhoto
from clickcut.photos.photo import photo_sha256
from clickcut.photos.photo_file import PhotoFile
from clickcut.settings import Settings
from clickcut.studio.labels import coco, made_labels, yolo
from clickcut.studio.photo_folder import PhotoFolder
from clickcut.studio.yolo import yolo_line
from clickcut_core.errors import ClickcutError
from clickcut_core.files.recipe_file import PhotoIdentity, RecipeFile
from clickcut_core.geometry import ImageSize
from clickcut_core.recipes.document import Document, PhotoObject
from clickcut_core.recipes.prompts import PointPrompt
from PIL import Image, ImageDraw
from pycocotools.coco import COCO

from tests.browser import photos

FINE = 8
"""Times as many pixels to draw on: Pillow's polygons are half a pixel wider than they should be."""
CLICKS = {"cat": (220, 150), "wall": (420, 40)}


def iou(one: np.ndarray, other: np.ndarray) -> float:
    return float((one & other).sum() / (one | other).sum())


def drawn(line: str, size: ImageSize) -> np.ndarray:
    """A line of YOLO's as a mask: a pixel is inside where its centre is."""
    _, *shares = line.split()
    x, y = (
        np.array(shares[axis::2], float) * side * FINE for axis, side in enumerate((size.width, size.height))
    )
    image = Image.new("1", (size.width * FINE, size.height * FINE))
    ImageDraw.Draw(image).polygon([*zip(x.tolist(), y.tolist(), strict=True)], fill=1)
    return np.asarray(image)[FINE // 2 :: FINE, FINE // 2 :: FINE]


def recipe_of(photo: Path, clicks: dict[str, tuple[int, int]]) -> RecipeFile:
    """An object for each name, clicked once."""
    with Image.open(photo) as image:
        size = ImageSize(height=image.height, width=image.width)
    made = [
        PhotoObject(number, name, recipe=PhotoObject(number).recipe.with_point(PointPrompt(x, y, 1)))
        for number, (name, (x, y)) in enumerate(clicks.items(), 1)
    ]
    identity = PhotoIdentity(photo_sha256(photo.read_bytes()), photo.name, size)
    return RecipeFile("", identity, 1, Document(tuple(made), active_id=1, count=len(made)))


@pytest.fixture(scope="module")
def clicked(tmp_path_factory: pytest.TempPathFactory) -> tuple[PhotoFolder, dict[str, np.ndarray], Settings]:
    """A folder with a photo of two objects and one of none, both accepted; and the masks of the clicks."""
    root = tmp_path_factory.mktemp("photos")
    content = photos.sample("cat.png").read_bytes()
    (root / "cat.png").write_bytes(content)
    (root / "nothing.png").write_bytes(photos.crop("coffee.png", 60, 40))
    settings = Settings(cache_dir=root.with_name("cache"))
    recipe = recipe_of(root / "cat.png", CLICKS)
    opened = OpenedPhoto(PhotoFile("cat.png", content), loaded_models(settings))
    folder = PhotoFolder(root)
    folder.keep_recipe("cat.png", recipe.to_text())
    for name in folder.photos:
        folder.accept(name)
    masks = {each.name: opened.mask(recipe, each.id) for each in recipe.document.objects}
    return folder, masks, settings


def labels_of(clicked):
    folder, _, settings = clicked
    return [(name, made_labels(folder, name, settings)) for name in folder.accepted()]


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # pycocotools'
def test_pycocotools_finds_every_mask(clicked, tmp_path):
    folder, masks, _ = clicked
    (tmp_path / "labels.json").write_text(coco(labels_of(clicked)), "utf-8")
    read = COCO(tmp_path / "labels.json")
    names = {each["id"]: each["name"] for each in read.loadCats(read.getCatIds())}
    assert [each["file_name"] for each in read.loadImgs(read.getImgIds())] == list(folder.photos)
    found = {names[each["category_id"]]: read.annToMask(each) > 0 for each in read.loadAnns(read.getAnnIds())}
    assert found.keys() == masks.keys()
    for name, mask in masks.items():
        assert (found[name] == mask).all()


def test_a_reader_of_yolo_finds_every_mask(clicked):
    _, masks, _ = clicked
    archive = zipfile.ZipFile(io.BytesIO(yolo(labels_of(clicked), ["wall", "door"])))
    assert archive.read("nothing.txt") == b"", "a photo with nothing in it is an example, too"
    description = archive.read("data.yaml").decode()
    assert archive.read("train.txt").decode() == "./cat.png\n./nothing.png\n"
    assert 'names:\n  0: "wall"\n  1: "door"\n  2: "cat"\n' in description
    lines = archive.read("cat.txt").decode().splitlines()
    numbers = {"cat": "2", "wall": "0"}
    for name, line in zip(CLICKS, lines, strict=True):
        height, width = masks[name].shape
        assert line.split()[0] == numbers[name]
        assert iou(drawn(line, ImageSize(height=height, width=width)), masks[name]) >= 0.99


def test_labels_are_kept_and_made_anew_when_the_recipe_is_another_one(clicked, monkeypatch):
    folder, _, settings = clicked
    kept = labels_of(clicked)
    with monkeypatch.context() as patched:
        patched.setattr(OpenedPhoto, "shapes", None)
        assert labels_of(clicked) == kept
    text = folder.recipe("cat.png")
    recipe = RecipeFile.from_text(text)
    folder.keep_recipe(
        "cat.png", replace(recipe, document=recipe.document.with_visibility(2, False)).to_text()
    )
    assert [each["name"] for each in made_labels(folder, "cat.png", settings)["objects"]] == ["cat"]
    folder.keep_recipe("cat.png", text)


def test_photos_that_differ_in_their_suffix_alone_are_refused_for_yolo():
    photo = {"width": 2, "height": 2, "objects": []}
    yolo([("a.jpg", photo), ("b/a.jpg", photo)], [])
    with pytest.raises(ClickcutError) as refused:
        yolo([("a.jpg", photo), ("a.png", photo)], [])
    assert refused.value.code == "output-twice"


def test_parts_and_holes_of_one_object_are_one_line():
    size = ImageSize(height=40, width=60)
    square = [4, 4, 24, 4, 24, 24, 4, 24]
    other = [40, 10, 50, 10, 50, 30, 40, 30]
    line = yolo_line(3, [square, other], size)
    assert line.startswith("3 ")
    shape = np.zeros((40, 60), bool)
    shape[4:24, 4:24] = shape[10:30, 40:50] = True
    assert iou(drawn(line, size), shape) > 0.99
    assert all(0 <= float(share) <= 1 for share in line.split()[1:])


def test_a_folder_of_another_machine_can_be_read(clicked, tmp_path: Path):
    """All that is kept is relative: copied elsewhere, it is the same."""
    folder, _, settings = clicked
    for path in folder.root.rglob("*"):
        target = tmp_path / path.relative_to(folder.root)
        if path.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    copy = PhotoFolder(tmp_path)
    assert json.loads(coco([("cat.png", made_labels(copy, "cat.png", settings))]))["annotations"]
