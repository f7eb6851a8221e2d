"""A recipe and an embedding's header as plain values, for fuzzing to begin with."""

import json
from functools import cache
from math import prod
from typing import Any

from clickcut_core.embedding import FORMAT, LAYOUT
from clickcut_core.files.recipe_file import PhotoIdentity, RecipeFile
from clickcut_core.geometry import ImageSize
from clickcut_core.recipes.document import Document
from clickcut_core.recipes.edits import edit_from_json
from clickcut_core.recipes.prompts import BoxPrompt, PointPrompt
from clickcut_core.recipes.recipe import Recipe

MODEL = "model-a"


@cache
def recipe() -> Any:
    """Two objects: one was clicked, painted and smoothed, the other has a box."""
    photo = PhotoIdentity("0f" * 32, "cat.jpg", ImageSize(height=48, width=64), "/photos/cat.jpg")
    stroke = edit_from_json({"kind": "stroke", "path": [1, 2, 3.5, 4], "radius": 3, "adds": True})
    clicked = Recipe().with_point(PointPrompt(10.5, 12)).with_choice(3).with_edit(stroke)
    boxed = Recipe().with_box(BoxPrompt(1, 2, 30.5, 40.0))
    document = Document().with_recipe(clicked).with_name(1, "cat").with_new_object().with_recipe(boxed)
    plain = json.loads(RecipeFile(MODEL, photo, 1, document).to_text())
    plain["document"]["objects"][0]["look"] = {"grow": 2, "smooth": 1, "feather": 3}
    return plain


@cache
def embedding() -> Any:
    """The header of a file for a photo of 64 × 48 pixels, without its checksums."""
    sizes = {"width": "64", "height": "48", "input_width": "1024", "input_height": "768"}
    metadata = {"format": FORMAT, "model": MODEL, "photo_sha256": "0f" * 32, "notes": "", **sizes}
    header: dict[str, Any] = {"__metadata__": metadata}
    offset = 0
    for name, (dtype, dims) in LAYOUT.items():
        length = prod(dims) * (4 if dtype == "float32" else 1)
        code = {"uint8": "U8", "float32": "F32"}[dtype]
        header[name] = {"dtype": code, "shape": list(dims), "data_offsets": [offset, offset + length]}
        offset += length
    return header
