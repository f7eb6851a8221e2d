"""One table of what a person says: the page makes of it, byte for byte, what the core makes natively."""

import base64
import io
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from clickcut_core.files.cutout import COCO, COCO_POLYGONS, MASK, SVG, WEBP
from PIL import Image

from tests.browser import photos
from tests.browser.conftest import open_anew
from tests.browser.driver import BLOB_TO_BASE64, Element, iou
from tests.browser.tools.stock import stock_mask
from tests.masks.drawings import blobs
from tests.masks.work import Work, open_sample

SAY = """
for (const [name, args] of argument) {
  const given = name === "importMask" ? [new Blob([Uint8Array.from(args)])] : args
  await element[name](...given)
}
"""


@dataclass(frozen=True)
class Case:
    """What is said of a photo, in the words of `Session`, and the files that are then made of it."""

    photo: str
    said: tuple[tuple[str, Any], ...]
    files: tuple[dict[str, object], ...] = ({}, {"format": COCO})

    def say_to(self, element: Element) -> None:
        said = []
        for name, values in self.said:
            given = list(photos.png(values)) if name == "import_mask" else values
            if name == "refine":
                given = [dict(zip(("grow", "feather", "smooth"), values, strict=True))]
            said.append([re.sub("_(.)", lambda found: found[1].upper(), name), given])
        element.evaluate(SAY, said)

    def work(self) -> Work:
        work = open_sample(self.photo)
        for name, values in self.said:
            work = work.bring(values) if name == "import_mask" else work.do(name, *values)
        return work


def clicks(include: tuple[int, int], exclude: tuple[int, int]) -> tuple[tuple[str, Any], ...]:
    return ("add_point", include), ("add_point", (*exclude, 0))


def imported(size: tuple[int, int], *, noise: float) -> tuple[tuple[str, Any], ...]:
    """A mask of another size, soft all over, then a click and every edit."""
    values = np.random.default_rng(7).normal(128, noise, (size[1], size[0])).clip(0, 255).astype(np.uint8)
    mask = Image.composite(Image.fromarray(values), Image.new("L", size, 0), blobs(size))
    x = round(size[0] * 0.3)
    edits = ("fill_holes", "keep_largest", "invert")
    return ("import_mask", mask), ("add_point", (x, x)), *((edit, ()) for edit in edits)


EVERY = (
    *({"format": media_type} for media_type in ("image/png", WEBP, MASK, SVG, COCO, COCO_POLYGONS)),
    *({"crop": True, "margin": margin} for margin in (0, 7, 10_000)),
    {"background": "#00ff00"},
)
CAT, FLOWER = clicks((220, 150), (20, 20)), clicks((310, 190), (60, 60))
CASES = {
    "every file": Case("astronaut.png", clicks((250, 100), (30, 480)), EVERY),
    "a soft look": Case("cat.png", (CAT[0], ("refine", (2, 6, 5)))),
    "several objects": Case(
        "coffee.png",
        (
            *(("add_point", (40, 200)), ("add_object", ()), ("add_point", (430, 300))),
            *(("add_object", ()), ("add_point", (310, 150))),
        ),
        (
            *({"together": True, "format": media_type} for media_type in ("image/png", MASK)),
            {"crop": True, "square": True, "margin": 9, "shadow": True},
            {"together": True, "crop": True, "square": True, "background": "#00ff00"},
        ),
    ),
    "an imported mask": Case("coffee.png", imported((600, 400), noise=90), ({"format": COCO},)),
}
MORE = {
    "a box, a stroke and a choice": Case(
        "coffee.png",
        (
            ("set_box", (152, 62, 458, 338)),
            ("add_point", (302, 152)),
            ("stroke", ([[520, 60], [560, 200]], 12, True)),
            ("choose", (2,)),
        ),
    ),
    "a JPEG": Case("raccoon.jpg", clicks((610, 330), (900, 600))),
    "a shrunk look": Case("cat.png", (CAT[0], ("refine", (-4, 0, 0)))),
    "every file of a JPEG": Case("flower.jpg", FLOWER, EVERY),
    "every file of an object at the edge": Case("cat.png", CAT, EVERY),
    "an imported mask, averaged": Case("flower.jpg", imported((639, 426), noise=90), ({"format": COCO},)),
}
TABLE = [
    *(pytest.param(case, id=name) for name, case in CASES.items()),
    *(pytest.param(case, id=name, marks=pytest.mark.full) for name, case in MORE.items()),
]


TIES = 1e-5
"""The share of a mask's pixels whose logit may be so close to zero that processors round it to either side
(docs/decisions/0004-upsample-from-256.md)."""


def assert_same_file(content: bytes, work: Work, name: str, options: dict[str, Any]) -> None:
    if options.get("format") in (SVG, COCO, COCO_POLYGONS):
        assert content == work.shapes(options["format"], name).encode()
        return
    made = work.picture(**options)
    mode = {2: "L", 3: "RGB", 4: "RGBA"}[made.shape[2] if made.ndim == 3 else made.ndim]
    with Image.open(io.BytesIO(content)) as picture:
        assert mode == picture.mode or options.get("background"), "a background leaves no alpha but opaque"
        theirs = np.asarray(picture.convert(mode))
        if options.get("format") == WEBP:  # browsers' own writers hold what fades premultiplied by its alpha
            assert np.array_equal(theirs[..., 3], made[..., 3])
            theirs, made = (pixels[made[..., 3] == 255] for pixels in (theirs, made))
        assert np.array_equal(theirs, made)


@pytest.mark.parametrize("case", TABLE)
def test_the_page_makes_what_the_core_makes(booted: Element, case: Case) -> None:
    element, work = open_anew(booted, case.photo), case.work()
    case.say_to(element)
    assert 0 < work.mask().mean() < 1
    unlike = (element.mask() != work.mask()).mean()
    assert unlike <= TIES
    for ours, theirs in zip(element.state["objects"], work.state["objects"], strict=True):
        assert ours.pop("score") == pytest.approx(theirs.pop("score"), abs=1e-5)
        assert unlike or ours == theirs
    for options in () if unlike else case.files:
        encoded = element.evaluate(
            f"return ({BLOB_TO_BASE64})(await element.cutout(argument))", {**options, "recipe": False}
        )
        assert_same_file(base64.b64decode(encoded), work, case.photo, options)


def test_the_command_line_makes_them_too(tmp_path: Path) -> None:
    """All of the way that the table leaves out: arguments, encoding the photo, writing the files."""
    out, labels = tmp_path / "cut.png", tmp_path / "cut.json"
    said = ["--point", "220,150", "--grow", "2", "--feather", "6", "--smooth", "5"]
    work = CASES["a soft look"].work()
    for path in (out, labels):
        command = [sys.executable, "-m", "clickcut", "cut", str(photos.sample("cat.png")), "-o", str(path)]
        subprocess.run([*command, *said], check=True, capture_output=True)
    assert np.array_equal(np.asarray(Image.open(out)), work.picture())
    assert labels.read_text("utf-8") == work.shapes(COCO, "cat.png")


SHAPES = [
    (600, 900),
    *(
        pytest.param(*shape, marks=pytest.mark.full)
        for shape in ((600, 600), (900, 600), (1260, 540), (128, 1024))
    ),
]


@pytest.mark.parametrize(("width", "height"), SHAPES)
def test_the_mask_lies_where_the_mouse_clicked(
    element: Element, width: int, height: int, tmp_path: Path
) -> None:
    content, path = photos.crop("flower.jpg", width, height), tmp_path / "photo.png"
    path.write_bytes(content)
    element.open_file(path)
    x, y = width // 2, height // 2
    element.click(x, y)
    best = max(element.state["candidates"], key=lambda candidate: candidate["score"])
    element.evaluate("if (element.state.chosen !== argument) await element.choose(argument)", best["index"])
    mask = element.mask()
    assert mask.shape == (height, width)
    assert mask[y, x]
    assert iou(mask, stock_mask(content, [(x, y, 1)])) >= 0.98


@pytest.mark.full  # tests/masks/test_same_again.py has it natively
def test_the_same_click_asked_twice_has_the_same_score_to_the_last_digit(element: Element) -> None:
    seen = ("objects", "candidates", "chosen", "prompts")
    element.evaluate("await element.addPoint(610, 330)")
    before, mask = {name: element.state[name] for name in seen}, element.mask()
    recipe = element.evaluate("return element.recipe()")
    again = (
        "await element.clear(); await element.addPoint(610, 330)",
        "await element.undo(); await element.redo()",
        "await element.deleteObject(1); await element.resume(argument)",
    )
    for way in again:
        element.evaluate(way, recipe)
        assert {name: element.state[name] for name in seen} == before
        assert np.array_equal(element.mask(), mask)
    element.evaluate("await element.clear()")
    element.click(610, 330)  # with the hover before it
    assert {name: element.state[name] for name in seen} == before
