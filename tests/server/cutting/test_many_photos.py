"""`clickcut cut PHOTOS --subject -o FOLDER`: one after the other, and a broken one keeps no other back."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from clickcut.cli import main
from PIL import Image, ImageDraw


def cut(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["cut", *map(str, arguments)])


def draw(path: Path, colour: str) -> None:
    picture = Image.new("RGB", (300, 200), "#d8d2c0")
    ImageDraw.Draw(picture).ellipse((90, 40, 210, 160), fill=colour)
    path.parent.mkdir(exist_ok=True)
    picture.save(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two photos of one name in two folders, one that is broken, and a file that is no photo."""
    folder = tmp_path / "photos"
    draw(folder / "disc.png", "#a02020")
    draw(folder / "more/disc.png", "#2030a0")
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no photo at all")
    (folder / "notes.txt").write_text("no photo")
    return folder


def test_all_but_the_broken_one_are_cut_and_the_same_command_goes_on(folder: Path, tmp_path: Path):
    out = tmp_path / "out"
    done = cut(folder, "--subject", "-o", out, "--json")
    assert done.exit_code == 1
    assert "1 of 3 photos could not be cut out" in done.stderr
    assert "[some-failed]" in done.stderr
    assert [f"[{number}/3]" in done.stderr for number in (1, 2, 3)] == [True] * 3
    told = {
        Path(line["photo"]).relative_to(folder).as_posix(): line
        for line in map(json.loads, done.stdout.splitlines())
    }
    assert set(told) == {"broken.jpg", "disc.png", "more/disc.png"}
    assert told["broken.jpg"]["error"]["code"] == "truncated-photo"
    files = [Path(told[name]["file"]) for name in ("disc.png", "more/disc.png")]
    assert sorted(out.iterdir()) == sorted(files)
    colours = [Image.open(file).getpixel((150, 100)) for file in files]
    assert colours == [(0xA0, 0x20, 0x20, 255), (0x20, 0x30, 0xA0, 255)]

    (folder / "broken.jpg").unlink()
    files[0].unlink()
    files[1].write_bytes(b"kept")
    again = cut(folder, "--subject", "-o", out, "--json")
    assert again.exit_code == 0, again.output
    assert [line.get("skipped") for line in map(json.loads, again.stdout.splitlines())] == [None, True]
    assert files[0].exists()
    assert files[1].read_bytes() == b"kept"

    (out / "disc-cutout.png").write_bytes(b"old")
    anew = cut(folder / "more", "--subject", "-o", out, "--overwrite")
    assert anew.exit_code == 0, anew.output
    assert "skipped" not in anew.output
    assert Image.open(out / "disc-cutout.png").getpixel((150, 100)) == (0x20, 0x30, 0xA0, 255)


@pytest.mark.full
def test_one_photo_goes_into_a_folder_too_as_a_pattern_may_match_no_more(folder: Path, tmp_path: Path):
    done = cut(folder / "disc.png", "--subject", "-o", tmp_path / "new")
    assert done.exit_code == 0, done.output
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["disc-cutout.png"]


def test_a_folder_without_photos_is_refused(tmp_path: Path):
    done = cut(tmp_path, "--subject", "-o", tmp_path / "out")
    assert done.exit_code == 1
    assert "[no-photos]" in done.output


@pytest.mark.full  # encodes a folder twice
def test_a_photo_that_comes_between_is_not_taken_for_one_of_its_name(folder: Path, tmp_path: Path):
    out = tmp_path / "out"
    (folder / "broken.jpg").unlink()
    assert cut(folder, "--subject", "-o", out).exit_code == 0
    draw(folder / "before/disc.png", "#20a030")
    again = cut(folder, "--subject", "-o", out, "--json")
    told = {Path(line["photo"]).parent.name: line for line in map(json.loads, again.stdout.splitlines())}
    assert {name: line.get("skipped") for name, line in told.items()} == {
        "before": None,
        "more": True,
        "photos": True,
    }
    assert Image.open(told["before"]["file"]).getpixel((150, 100)) == (0x20, 0xA0, 0x30, 255)
