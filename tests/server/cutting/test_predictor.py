"""Masks and cut-outs in Python, with the pixels that the command line gives."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from clickcut import Predictor
from clickcut.encoding.encoder import Encoder
from clickcut_core.errors import ClickcutError
from PIL import Image

from tests.server import photos
from tests.server.cutting.test_panel_photos import disc
from tests.server.publishing.commands import run

DISC, ELSEWHERE = (80, 60), (10, 10)


@pytest.fixture(scope="module")
def predictor() -> Predictor:
    return Predictor()


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("photo") / "disc.png"
    path.write_bytes(photos.file(Image.fromarray(disc())))
    return path


def code_of(action: Callable[[], object]) -> str:
    with pytest.raises(ClickcutError) as raised:
        action()
    return raised.value.code


def test_before_there_is_a_photo_or_a_prompt_it_is_said_what_is_missing(photo: Path) -> None:
    new = Predictor()
    assert code_of(lambda: new.predict(points=[DISC])) == "no-photo"
    new.set_image(photo)
    assert code_of(new.candidates) == code_of(new.cutout) == "no-mask"


def test_a_prompt_gives_the_pixels_that_the_command_gives(
    predictor: Predictor, photo: Path, tmp_path: Path
) -> None:
    predictor.set_image(photo)
    mask, score = predictor.predict(points=[DISC, ELSEWHERE], labels=[1, 0])
    assert (mask.dtype, mask.shape) == (np.bool_, (120, 160))
    assert mask[60, 80]
    assert not mask[10, 10]
    assert score > 0.8
    out = tmp_path / "cut.png"
    done = run("cut", photo, "--point", "80,60", "--point", "10,10:0", "-o", out)
    assert done.exit_code == 0, done.stderr
    assert np.array_equal(np.asarray(predictor.cutout()), np.asarray(Image.open(out)))
    assert predictor.file() == out.read_bytes()
    assert (
        run("cut", photo, "--point", "80,60", "--point", "10,10:0", "-o", tmp_path / "cut.svg").exit_code == 0
    )
    assert predictor.file("image/svg+xml") == (tmp_path / "cut.svg").read_bytes()
    white = np.asarray(predictor.cutout(background="#ffffff"))
    assert white.shape == (120, 160, 3)
    assert (white[0, 0] == 255).all()


def test_each_prompt_is_asked_anew_and_arrays_will_do(predictor: Predictor, photo: Path) -> None:
    predictor.set_image(np.asarray(Image.open(photo).convert("RGB")))
    alone, _ = predictor.predict(points=np.array([DISC]))
    boxed, _ = predictor.predict(box=np.array([38, 18, 122, 102]))
    again, _ = predictor.predict(points=np.array([DISC]), labels=np.array([1]))
    assert np.array_equal(alone, again)
    assert (alone & boxed).sum() / (alone | boxed).sum() > 0.9
    for wrong in (
        {"points": [DISC], "labels": [1, 0]},
        {"points": DISC},
        {"box": [1, 2]},
        {"points": ["ab"]},
    ):
        assert code_of(lambda wrong=wrong: predictor.predict(**wrong)) == "invalid-prompt"
    assert code_of(predictor.predict) == "no-mask"


def test_candidates_grow_and_the_chosen_one_stays(predictor: Predictor, photo: Path) -> None:
    predictor.set_image(Image.open(photo))
    mask, _ = predictor.predict(points=[DISC])
    before = np.asarray(predictor.cutout())
    found = predictor.candidates()
    areas = [each.mask.sum() for each in found]
    assert areas == sorted(areas)
    assert any(np.array_equal(each.mask, mask) for each in found)
    assert np.array_equal(np.asarray(predictor.cutout()), before)


def test_a_photo_that_was_encoded_before_is_not_encoded_again(
    photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLICKCUT_CACHE_DIR", str(tmp_path))
    first = Predictor(cache=True)
    first.set_image(photo)
    before, _ = first.predict(points=[DISC])
    assert len([*tmp_path.rglob("*.clickcut")]) == 1
    second = Predictor(cache=True)
    monkeypatch.setattr(Encoder, "encode", forbidden)
    second.set_image(photo)
    after, _ = second.predict(points=[DISC])
    assert np.array_equal(before, after)
    assert code_of(lambda: Predictor(cache=True).set_image(b"no photo")) == "not-a-photo"


def forbidden(*_: object) -> None:
    raise AssertionError("encoded again")


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import clickcut, sys; clickcut.__version__; print({'numpy', 'onnxruntime'} & {*sys.modules})"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "set()\n"
