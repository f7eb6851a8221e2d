"""The gallery's photos, with credits: taken from Python packages that ship them, with embeddings made.

Photos are never part of this repository; they are copied from the packages when the project is built.
"""

from __future__ import annotations

import bz2
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from clickcut_core.errors import ClickcutError
from PIL import Image
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from clickcut_build.compress import precompress

THUMBNAIL_SIDE = 240  # twice the gallery's tiles, for sharp displays
# Any machine can unpack these wheels; nothing in them is run.
WHEELS = {
    "scikit-image": ("0.25.2", "3.12"),
    "scikit-learn": ("1.7.2", "3.12"),
    "scipy": ("1.9.3", "3.10"),
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One photo of the gallery: whose it is, where it comes from. What it is called, the words know."""

    name: str
    credit: str
    licence: str
    package: str
    member: str
    sha256: str


_IMAGES = "skimage/data"
SAMPLES = (
    Sample(
        "cat.png", "Stéfan van der Walt", "CC0", "scikit-image", f"{_IMAGES}/chelsea.png",
        "596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb",
    ),
    Sample(
        "flower.jpg", "vultilion", "CC BY 2.0", "scikit-learn",
        "sklearn/datasets/images/flower.jpg",
        "a77f6ec41e353afdf8bdff2ea981b2955535d8d83294f8cfa49cf4e423dd5638",
    ),
    Sample(
        "coffee.png", "Rachel Michetti, Pikolo Espresso Bar", "CC0", "scikit-image",
        f"{_IMAGES}/coffee.png", "cc02f8ca188b167c775a7101b5d767d1e71792cf762c33d6fa15a4599b5a8de7",
    ),
    Sample(
        "astronaut.png", "NASA", "public domain", "scikit-image", f"{_IMAGES}/astronaut.png",
        "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5",
    ),
    Sample(
        "raccoon.jpg", "Judy Weggelaar", "public domain", "scipy", "scipy/misc/face.dat",
        "9d8b0b4d081313e2b485748c770472e5a95ed1738146883d84c7030493e82886",
    ),
    Sample(
        "palace.jpg", "danielbuechele", "CC BY 2.0", "scikit-learn",
        "sklearn/datasets/images/china.jpg",
        "8378025ad2519d649d02e32bd98990db4ab572357d9f09841c2fbfbb4fefad29",
    ),
    Sample(
        "rocket.jpg", "SpaceX", "CC0", "scikit-image", f"{_IMAGES}/rocket.jpg",
        "c2dd0de7c538df8d111e479619b129464d0269d0ae5fd18ca91d33a7fdfea95c",
    ),
    Sample(
        "retina.jpg", "Mikael Häggström", "CC0", "scikit-image", f"{_IMAGES}/retina.jpg",
        "38a07f36f27f095e818aea7b96d34202c05176d30253c66733f2e00379e9e0e6",
    ),
)  # fmt: skip


def build_samples(
    dist: Path, make: Callable[[bytes], Mapping[str, bytes]], *, progress: Callable[[str], None]
) -> None:
    """Copy the photos into `dist/samples`, each with what is made of it, and write `index.json`.

    Parameters
    ----------
    dist
        The folder that gets `samples`.
    make
        Gives the files that stand beside a photo's, by suffix, but for its thumbnail.
    progress
        Called with a line for each step.

    Raises
    ------
    ClickcutError
        `model-source` when a package holds another photo than the one credited.
    """
    stage = dist / "samples.stage"
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        for package in WHEELS:
            progress(f"samples: fetching {package} {WHEELS[package][0]} for its photos")
            _download(package, Path(folder))
        for sample in SAMPLES:
            progress(f"samples: {sample.name}")
            content = _photo(sample, Path(folder))
            photo = stage / sample.name
            photo.write_bytes(content)
            for suffix, file in make(content).items():
                photo.with_suffix(suffix).write_bytes(file)
            _thumbnail(content).save(photo.with_suffix(".thumb.jpg"), quality=85)
    precompress(stage, kept=dist / "compressed")
    _publish(stage, dist / "samples")


def _download(package: str, folder: Path) -> None:
    version, python = WHEELS[package]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary=:all:", "--python-version", python, "--dest", str(folder)]
    command += ["--platform", "manylinux2014_x86_64", f"{package}=={version}"]
    subprocess.run(command, check=True)  # noqa: S603  our own arguments, no shell


def _photo(sample: Sample, folder: Path) -> bytes:
    (wheel,) = folder.glob(f"{sample.package.replace('-', '_')}-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        content = archive.read(sample.member)
    found = hashlib.sha256(content).hexdigest()
    if found != sample.sha256:
        raise ClickcutError("model-source", file=sample.member, found=found, expected=sample.sha256)
    if not sample.member.endswith(".dat"):
        return content
    # SciPy kept its photo as raw values, 768 × 1024 RGB, packed with bzip2.
    picture = Image.frombytes("RGB", (1024, 768), bz2.decompress(content))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=92, subsampling=0)
    return buffer.getvalue()


def _opened(content: bytes) -> ImageFile:
    """Open a photo of ours; those of strangers are for `clickcut.photos.format`, which this can't use."""
    kind = PngImageFile if content.startswith(b"\x89PNG") else JpegImageFile
    return kind(io.BytesIO(content))


def _thumbnail(content: bytes) -> Image.Image:
    with _opened(content) as opened:
        picture = opened.convert("RGB")
    side = min(picture.size)
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    square = picture.crop((left, top, left + side, top + side))
    return square.resize((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)


def _publish(stage: Path, samples: Path) -> None:
    """Move the files to a folder named by their contents, so that they can be cached for ever."""
    digest = hashlib.sha256()
    for path in sorted(stage.iterdir()):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    name = digest.hexdigest()[:16]
    shutil.rmtree(samples, ignore_errors=True)
    samples.mkdir()
    stage.rename(samples / name)
    index = [{**asdict(sample), "folder": name} for sample in SAMPLES]
    (samples / "index.json").write_text(json.dumps(index, ensure_ascii=False, indent=1), encoding="utf-8")
