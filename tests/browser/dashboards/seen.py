"""A dashboard that shows what reaches Python and does what only Python can, for test_panel.py."""

import hashlib
import json

import numpy as np
import panel as pn
from clickcut.panel import ClickCut
from clickcut_core.errors import ClickcutError
from PIL import Image

from tests.browser import photos

pn.extension()

photo, other = (str(photos.sample(name)) for name in ("cat.png", "raccoon.jpg"))
cut = ClickCut(photo, tool="include", name="cut")
tool = pn.widgets.Select(name="Tool", options=["include", "exclude", "box", "paint", "erase", "everything"])
cut.jslink(tool, tool="value", bidirectional=True)
kept = {"recipe": ""}
refusal = pn.pane.Str("", css_classes=["refusal"])


def sum_of(pixels):
    return hashlib.sha256(np.ascontiguousarray(pixels).tobytes()).hexdigest()


def told(mask):
    """What Python has; made again whenever the mask is another one."""
    return json.dumps(
        {
            "mask": None if mask is None else [list(mask.shape), str(mask.dtype), sum_of(mask)],
            "objects": cut.objects,
            "recipe": cut.recipe,
        }
    )


def bad_photo(_):
    try:
        cut.photo = b"no photo at all"
    except ClickcutError as error:
        refusal.object = f"{error.code} {cut.error['code']} {cut.photo == photo}"


def button(name, act):
    return pn.widgets.Button(name=name, on_click=act, css_classes=[name])


def remember(_):
    kept["recipe"] = cut.recipe


def restore(_):
    cut.recipe = kept["recipe"]


def as_array(_):
    cut.photo = np.asarray(Image.open(other).convert("RGB"))


def cutout(_):
    refusal.object = f"cutout {cut.cutout.mode} {sum_of(np.asarray(cut.cutout))}"


buttons = {
    "remember": remember,
    "restore": restore,
    "empty": lambda _: setattr(cut, "recipe", ""),
    "disable": lambda _: setattr(cut, "disabled", not cut.disabled),
    "bad": bad_photo,
    "array": as_array,
    "cutout": cutout,
}
pn.Column(
    pn.Row(tool, *[button(name, act) for name, act in buttons.items()]),
    cut,
    pn.pane.Str(pn.bind(told, cut.param.mask), css_classes=["told"]),
    pn.pane.Str(pn.bind(str, cut.param.error), css_classes=["error"]),
    refusal,
).servable()
