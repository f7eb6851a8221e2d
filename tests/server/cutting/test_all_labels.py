"""`clickcut cut PHOTOS --subject -o all.json`: one COCO file for all, which the same command goes on with."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from clickcut.cli import main
from clickcut.cutting.all_labels import AllLabels
from clickcut.encoding.encoder import Encoder
from clickcut_core.errors import ClickcutError
from PIL import Image, ImageDraw
from pycocotools.coco import COCO


def cut(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["cut", *map(str, arguments)])


def draw(path: Path, colour: str) -> None:
    picture = Image.new("RGB", (300, 200), "#d8d2c0")
    ImageDraw.Draw(picture).ellipse((90, 40, 210, 160), fill=colour)
    path.parent.mkdir(exist_ok=True)
    picture.save(path)


def unloadable(*_: object) -> Encoder:
    raise ClickcutError("not-ready")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two photos of one name in two folders, and one that is broken."""
    folder = tmp_path / "photos"
    draw(folder / "disc.png", "#a02020")
    draw(folder / "more/disc.png", "#2030a0")
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no photo at all")
    return folder


@pytest.mark.full
def test_each_number_is_given_once_and_the_same_command_goes_on(folder: Path, tmp_path: Path):
    out = tmp_path / "all.json"
    done = cut(folder, "--subject", "-o", out, "--json")
    assert done.exit_code == 1
    assert "1 of 3 photos could not be cut out" in done.stderr
    assert {line.get("file") for line in map(json.loads, done.stdout.splitlines())} == {None, str(out)}
    labels = COCO(str(out))
    assert {image["file_name"] for image in labels.imgs.values()} == {"disc.png", "more/disc.png"}
    assert sorted(labels.imgs) == sorted(labels.anns) == [1, 2]
    assert {each["image_id"] for each in labels.anns.values()} == {1, 2}
    assert list(labels.cats) == [1]
    assert labels.anns[1]["bbox"] == pytest.approx([90, 40, 121, 121], abs=3)

    (folder / "broken.jpg").unlink()
    draw(folder / "before.png", "#20a030")
    again = cut(folder, "--subject", "-o", out, "--json")
    assert again.exit_code == 0, again.stderr
    skipped = {
        Path(line["photo"]).name: line.get("skipped") for line in map(json.loads, again.stdout.splitlines())
    }
    assert skipped == {"before.png": None, "disc.png": True}
    grown = json.loads(out.read_text())
    assert grown["images"][:2] == [labels.imgs[1], labels.imgs[2]]
    assert grown["images"][2]["file_name"] == "before.png"
    assert [each["id"] for each in grown["annotations"]] == [1, 2, 3]
    assert set(tmp_path.iterdir()) == {folder, out}


@pytest.mark.full  # kills it at work
def test_a_command_that_was_killed_has_lost_no_photo_that_was_done(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Killed: nothing is written in the end, and the last line is cut off."""
    out = tmp_path / "all.json"
    with monkeypatch.context() as patch:
        patch.setattr(AllLabels, "__exit__", lambda *_: None)
        cut(folder, "--subject", "-o", out)
    (journal,) = (path for path in tmp_path.iterdir() if path != folder)
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(lines[0] + lines[1][:40])
    again = cut(folder, "--subject", "-o", out, "--json")
    told = [json.loads(line) for line in again.stdout.splitlines()]
    assert sorted(line.get("skipped", False) for line in told if "error" not in line) == [False, True]
    assert len(json.loads(out.read_text())["images"]) == 2
    assert not journal.exists()


def test_a_file_that_it_did_not_write_is_left_alone(folder: Path, tmp_path: Path):
    out = tmp_path / "all.json"
    out.write_text('{"images": [{"id": 1, "file_name": "a.png"}], "categories": [], "annotations": []}')
    before = out.read_bytes()
    done = cut(folder, "--everything", "-o", out)
    assert done.exit_code == 1
    assert "[unreadable-file]" in done.stderr
    assert out.read_bytes() == before


IMAGE = {"id": 1, "file_name": "a.png", "sha256": "00"}
WHOLE: dict[str, object] = {"images": [IMAGE], "categories": [{"id": 1, "name": ""}], "annotations": []}
DEEP = pytest.param("[" * 200_000, id="deep")
OTHERWISE = [
    DEEP,
    "\xff",
    "null",
    *(
        json.dumps({**WHOLE, **changed})
        for changed in (
            {"annotations": [1]},
            {"annotations": {"image_id": 1}},
            {"annotations": [{"image_id": [], "category_id": 1}]},
            {"images": [None]},
            {"images": [{**IMAGE, "file_name": 1}]},
            {"images": [{**IMAGE, "sha256": []}]},
            {"categories": [{"id": 1, "name": []}], "annotations": [{"image_id": 1, "category_id": 1}]},
        )
    ),
]


@pytest.mark.parametrize("text", OTHERWISE)
def test_a_file_of_another_shape_is_refused_whatever_it_holds(tmp_path: Path, text: str):
    out = tmp_path / "all.json"
    out.write_text(text, "latin-1")
    is_refused(out, out)


@pytest.mark.parametrize("line", [DEEP, "\xff", "1", "[1]", "[{}, []]", json.dumps([IMAGE, [1]])])
def test_so_is_what_lies_beside_it(tmp_path: Path, line: str):
    journal = tmp_path / ".all.json.unfinished"
    journal.write_text(f"{line}\n", "latin-1")
    is_refused(tmp_path / "all.json", journal)


def is_refused(out: Path, named: Path) -> None:
    before = named.read_bytes()
    place = AllLabels(out, [out.with_name("a.png")], "coco", besides=(), overwrites=False)
    with pytest.raises(ClickcutError, match=str(named)) as caught, place:
        pass
    assert caught.value.code == "unreadable-file"
    assert named.read_bytes() == before


@pytest.mark.full  # encodes a folder twice
def test_embeddings_of_a_folder_are_not_made_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """One that is another photo's counts as none."""
    (folder / "broken.jpg").unlink()
    known = tmp_path / "known"
    encoded = CliRunner().invoke(main, ["encode", str(folder / "disc.png"), "--out", str(known)])
    assert encoded.exit_code == 0, encoded.output
    photos, fresh, reused = folder / "disc.png", tmp_path / "fresh.png", tmp_path / "reused.png"
    assert cut(photos, "--subject", "-o", fresh).exit_code == 0
    monkeypatch.setattr(Encoder, "from_settings", unloadable)
    done = cut(photos, "--subject", "--embedding", known, "-o", reused)
    assert done.exit_code == 0, done.output
    assert reused.read_bytes() == fresh.read_bytes()
    other = cut(
        folder / "more/disc.png",
        "--subject",
        "--embedding",
        known / "disc.clickcut",
        "-o",
        tmp_path / "x.png",
    )
    assert "[embedding-picture]" in other.stderr
    anew = cut(folder / "more/disc.png", "--subject", "--embedding", known, "-o", tmp_path / "y.png")
    assert "[not-ready]" in anew.stderr
