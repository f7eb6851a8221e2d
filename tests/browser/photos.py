"""Photos for the browser tests: the gallery's own, and shapes cut from them."""

import io
import json
from pathlib import Path
from typing import Any

from PIL import Image

ROOT = Path(__file__).parents[2]


def sample(name: str) -> Path:
    """A photo of the built gallery."""
    samples = ROOT / "dist/samples"
    folders = {entry["name"]: entry["folder"] for entry in json.loads((samples / "index.json").read_text())}
    return samples / folders[name] / name


def address(name: str) -> str:
    return sample(name).relative_to(ROOT / "dist").as_posix()


def embedding_address(name: str) -> str:
    return str(Path(address(name)).with_suffix(".clickcut"))


def proposals(name: str) -> Any:
    """What stands beside a sample of what it may be about."""
    return json.loads(sample(name).with_suffix(".proposals.json").read_text("utf-8"))


def png(picture: Image.Image, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", **options)
    return buffer.getvalue()


def crop(name: str, width: int, height: int) -> bytes:
    """The middle of a sample at a given size, as PNG, scaled up where the sample is smaller."""
    picture = Image.open(sample(name)).convert("RGB")
    scale = max(width / picture.width, height / picture.height)
    picture = picture.resize((round(picture.width * scale), round(picture.height * scale)))
    left, top = (picture.width - width) // 2, (picture.height - height) // 2
    return png(picture.crop((left, top, left + width, top + height)))
