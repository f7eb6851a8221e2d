"""SVG and COCO files, read by others' readers."""

import contextlib
import io
import json
import re
from xml.etree import ElementTree

import numpy as np
import pytest
from clickcut_core.files.coco import coco
from clickcut_core.files.shapes import Shape
from clickcut_core.files.svg import svg
from hypothesis import given
from hypothesis import strategies as st
from pycocotools.coco import COCO

from tests.unit.files.drawing import drawn
from tests.unit.files.masks import (
    DRAWN,
    PIXELS,
    blobs,
    iou,
    runs_of,
)

# pycocotools 2.0.11 copies arrays in a way that numpy 2 warns of.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

SVG = "{http://www.w3.org/2000/svg}"


def read_coco(text, tmp_path):
    path = tmp_path / "labels.json"
    path.write_text(text, "utf-8")
    with contextlib.redirect_stdout(io.StringIO()):
        return COCO(str(path))


def rings(path):
    """The rings of a path of ours, in half pixels."""
    made = []
    for start, steps in re.findall(r"M([^lz]*)l([^lz]*)z", path):
        x, y = (round(2 * float(number)) for number in start.split())
        numbers = [round(2 * float(number)) for number in steps.split()]
        ring = [(x, y)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        made.append(ring)
    return made


def paths(document):
    return list(ElementTree.fromstring(document).iter(f"{SVG}path"))


LARGE = [blobs(300, 400, 7, seed) for seed in range(3)]


@pytest.mark.parametrize("mask", [*DRAWN.values(), *LARGE])
def test_pycocotools_reads_run_lengths_as_exactly_the_mask(mask, tmp_path):
    runs = runs_of(mask)
    labels = read_coco(coco(runs.size, "photos/cat.jpg", [Shape(runs, 0.876, "cat")]), tmp_path)
    assert labels.imgs[1]["file_name"] == "cat.jpg"
    annotations = labels.loadAnns(labels.getAnnIds(catIds=labels.getCatIds(["cat"])))
    assert len(annotations) == mask.any()
    for annotation in annotations:
        assert np.array_equal(labels.annToMask(annotation), mask)
        assert annotation["area"] == mask.sum()
        assert (annotation["score"], annotation["iscrowd"]) == (0.88, 0)
        rows, columns = np.nonzero(mask)
        left, top, width, height = annotation["bbox"]
        assert (left, top) == (columns.min(), rows.min())
        assert (left + width, top + height) == (columns.max() + 1, rows.max() + 1)


@pytest.mark.parametrize("mask", LARGE)
@pytest.mark.parametrize("holes", [0, 5])
def test_pycocotools_reads_polygons_as_the_mask_holes_and_all(mask, holes, tmp_path):
    mask = mask.copy()
    for x, y in np.random.default_rng(0).integers(20, 280, (holes, 2)):
        mask[y : y + 15, x : x + 12] ^= True
    runs = runs_of(mask)
    labels = read_coco(coco(runs.size, "cat.jpg", [Shape(runs, 1)], polygons=True), tmp_path)
    (annotation,) = labels.loadAnns(labels.getAnnIds())
    assert iou(labels.annToMask(annotation) == 1, mask) >= 0.99


@given(PIXELS)
def test_polygons_drawn_back_are_a_small_mask_to_the_pixel(mask):
    runs = runs_of(mask)
    document = json.loads(coco(runs.size, "cat.jpg", [Shape(runs, 1)], polygons=True))
    again = np.zeros_like(mask)
    for annotation in document["annotations"]:
        for polygon in annotation["segmentation"]:
            assert len(polygon) >= 6
            halves = [round(2 * place) for place in polygon]
            again |= drawn([list(zip(halves[::2], halves[1::2], strict=True))], mask.shape)
    assert np.array_equal(again, mask)


def test_objects_of_one_name_are_of_one_category(tmp_path):
    runs = runs_of(DRAWN["hole"])
    shapes = [Shape(runs, 1, name) for name in ("cat", "cup", "cat")]
    labels = read_coco(coco(runs.size, "cat.jpg", shapes), tmp_path)
    assert [category["name"] for category in labels.loadCats(labels.getCatIds())] == ["cat", "cup"]
    assert [annotation["category_id"] for annotation in labels.anns.values()] == [1, 2, 1]


@pytest.mark.parametrize("mask", [*DRAWN.values(), *LARGE])
def test_an_svg_drawn_back_is_the_mask(mask):
    runs = runs_of(mask)
    document = svg(runs.size, [Shape(runs, 1, "cat", "#ff8800")])
    root = ElementTree.fromstring(document)
    height, width = mask.shape
    assert (root.get("viewBox"), root.get("width"), root.get("height")) == (
        f"0 0 {width} {height}",
        str(width),
        str(height),
    )
    (path,) = paths(document)
    assert [path.get(name) for name in ("id", "class", "fill", "fill-rule")] == [
        "cat",
        "cat",
        "#ff8800",
        "evenodd",
    ]
    assert iou(drawn(rings(path.get("d")), mask.shape), mask) >= 0.99


def test_names_become_titles_and_ids_that_are_unique():
    runs = runs_of(DRAWN["one pixel"])
    names = ["My cat", "My cat", 'a<b>&"c"', "3", "", "東京", "my-cat\0"]
    made = paths(svg(runs.size, [Shape(runs, 1, name) for name in names]))
    assert [path.get("id") for path in made] == [
        "My-cat",
        "My-cat-2",
        "a-b-c",
        "object-3",
        "object",
        "東京",
        "my-cat",
    ]
    assert [path.get("class") for path in made][:2] == ["My-cat", "My-cat"]
    assert [path.findtext(f"{SVG}title") for path in made] == [*names[:-1], "my-cat"]


@given(st.lists(st.text(st.characters()), max_size=4))
def test_any_name_gives_a_document_that_parses(names):
    runs = runs_of(DRAWN["one pixel"])
    made = paths(svg(runs.size, [Shape(runs, 1, name, f'"{name}') for name in names]))
    assert len({path.get("id") for path in made}) == len(names)
    shapes = [Shape(runs, 1, name) for name in names]
    assert len(json.loads(coco(runs.size, "".join(names), shapes))["annotations"]) == len(names)
