"""`clickcut cut --embedding`: what another decoder made of the photo's file is compared with the photo."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from clickcut.cli import main
from clickcut.encoding.encoder import Encoder, read_manifest
from clickcut.photos.fingerprint import fingerprint_of
from clickcut.photos.photo import photo_sha256
from clickcut.settings import default_dist
from clickcut_core.embedding import Embedding
from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import Frame, ImageSize
from PIL import Image

from tests.server.encoding.embeddings import embedding

SEEN = Image.linear_gradient("L").resize((96, 64)).convert("RGB")
OTHERWISE = {
    "embedding-picture": SEEN.transpose(Image.Transpose.ROTATE_180),
    "embedding-photo": SEEN.transpose(Image.Transpose.ROTATE_90),
}


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.png"
    SEEN.save(path)
    return path


def known(photo: Path, decoded: Image.Image) -> Path:
    """The embedding of the photo's file, by somebody who saw that in it; what it means nobody asks here."""
    model = read_manifest(default_dist()).model
    sha256 = photo_sha256(photo.read_bytes())
    made = Embedding.from_bytes(embedding(sha256, model=model), model=model)
    frame = Frame.of(ImageSize(width=decoded.width, height=decoded.height))
    path = photo.parent / "known/photo.clickcut"
    path.parent.mkdir()
    path.write_bytes(replace(made, frame=frame, fingerprint=fingerprint_of(decoded)).to_bytes())
    return path


def cut(photo: Path, place: Path, out: str) -> Result:
    options = (photo, "--point", "40,30", "--embedding", place, "-o", photo.with_name(out))
    return CliRunner().invoke(main, ["cut", *map(str, options)])


@pytest.mark.parametrize("out", ["cut.png", "cut.svg"])
@pytest.mark.parametrize("code", OTHERWISE)
def test_one_of_the_same_file_seen_otherwise_is_refused(photo: Path, code: str, out: str):
    done = cut(photo, known(photo, OTHERWISE[code]), out)
    assert done.exit_code == 1
    assert done.output.endswith(f"[{code}]\n"), done.output
    assert not photo.with_name(out).exists()


@pytest.mark.parametrize("code", OTHERWISE)
def test_in_a_folder_such_a_one_counts_as_none(photo: Path, code: str, monkeypatch: pytest.MonkeyPatch):
    def asked(*_: object) -> Embedding:
        raise ClickcutError("not-ready")

    monkeypatch.setattr(Encoder, "encode", asked)
    done = cut(photo, known(photo, OTHERWISE[code]).parent, "cut.svg")
    assert done.output.endswith("[not-ready]\n"), done.output


def test_one_that_was_seen_alike_is_used_without_an_encoder(photo: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Encoder, "encode", None)
    done = cut(photo, known(photo, SEEN.resize(SEEN.size)), "cut.json")
    assert done.exit_code == 0, done.output
