"""Photos with masks, for what is measured on such."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of two photos that are drawn here, with their true masks and an index."""
    entries = []
    for name, box in (("disc", (60, 40, 180, 160)), ("oval", (200, 60, 300, 200))):
        photo = Image.new("RGB", (320, 240), "#d8d2c0")
        mask = Image.new("L", photo.size)
        ImageDraw.Draw(photo).ellipse(box, fill="#a02020")
        ImageDraw.Draw(mask).ellipse(box, fill=255)
        ignore = np.zeros((240, 320), np.uint8)
        ignore[:5] = 255
        files = {"image": photo, "mask": mask, "ignore": Image.fromarray(ignore)}
        for kind, picture in files.items():
            picture.save(tmp_path / f"{name}-{kind}.png")
        entries.append({"set": f"{name}s", "name": name} | {kind: f"{name}-{kind}.png" for kind in files})
    (tmp_path / "index.json").write_text(json.dumps(entries))
    return tmp_path


@pytest.fixture
def data_with_alphas(data: Path) -> Path:
    """The same with the disc as an object with a hard edge, and once more with a soft one."""
    entries = json.loads((data / "index.json").read_bytes())
    mask = Image.open(data / "disc-mask.png").filter(ImageFilter.GaussianBlur(4))
    mask.save(data / "alpha.png")
    sides = [Image.new("RGB", mask.size, colour) for colour in ("#a02020", "#d8d2c0")]
    Image.composite(*sides, mask).save(data / "soft.png")
    soft = {"set": "alphas", "name": "soft", "image": "soft.png", "mask": "alpha.png", "kind": "alpha"}
    entries[0]["set"] = "davis"
    (data / "index.json").write_text(json.dumps([*entries, soft]))
    return data
