"""What is kept of a folder that is labelled, and that nothing of it is lost."""

import subprocess
import sys
from pathlib import Path

import pytest
from clickcut.studio.photo_folder import KEPT, PhotoFolder
from clickcut.studio.writer import Writer
from clickcut_core.errors import ClickcutError

NAMES = ("a.jpg", "b2.png", "b10.png", "more/c.webp")


@pytest.fixture
def folder(tmp_path: Path) -> PhotoFolder:
    for name in NAMES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"no photo yet")
    (tmp_path / "notes.txt").write_text("not a photo")
    return PhotoFolder(tmp_path)


def test_photos_are_those_of_the_folder_in_the_order_of_their_numbers(folder):
    assert folder.photos == NAMES
    folder.accept("a.jpg")
    (folder.root / KEPT / "thumb.jpg").write_bytes(b"")
    assert PhotoFolder(folder.root).photos == NAMES, "what the studio keeps is no photo"


def test_a_folder_without_photos_is_refused(tmp_path):
    with pytest.raises(ClickcutError) as refused:
        PhotoFolder(tmp_path)
    assert refused.value.code == "no-photos"


def test_recipes_lie_beside_their_photos_and_go_with_what_they_say(folder):
    folder.keep_recipe("more/c.webp", "all of it")
    assert (folder.root / "more/c.webp.recipe.json").read_text() == "all of it"
    assert PhotoFolder(folder.root).recipe("more/c.webp") == "all of it"
    folder.keep_recipe("more/c.webp", "")
    assert not (folder.root / "more/c.webp.recipe.json").exists()
    assert folder.recipe("more/c.webp") == ""


def test_what_is_done_is_known_to_the_next_program(folder):
    folder.classes = ["cat", "Hündin"]
    folder.accept("b2.png")
    again = PhotoFolder(folder.root)
    assert again.classes == ("cat", "Hündin")
    assert again.accepted() == ["b2.png"]
    assert again.next_open(1) == 2
    assert again.next_open(1, besides={2}) == 3
    for name in NAMES[2:]:
        again.accept(name)
    assert again.next_open(1) == 0, "round to those before"
    again.accept("a.jpg")
    assert again.next_open(1) is None


def test_labels_are_of_the_recipe_and_the_photo_that_they_were_made_of(folder):
    folder.keep_labels("a.jpg", "one", b"photo", {"objects": []})
    assert folder.labels("a.jpg", "one", b"photo") is None, "nobody has accepted it"
    folder.accept("a.jpg")
    folder.keep_labels("a.jpg", "one", b"photo", {"objects": []})
    assert folder.labels("a.jpg", "one", b"photo") == {"objects": []}
    assert folder.labels("a.jpg", "another", b"photo") is None
    assert folder.labels("a.jpg", "one", b"another photo") is None
    folder.reopen("a.jpg")
    assert folder.accepted() == []


def test_a_file_that_was_damaged_counts_as_none(folder):
    folder.accept("a.jpg")
    (folder.root / KEPT / "photos/a.jpg.json").write_bytes(b"\xff{")
    (folder.root / KEPT / "classes.json").write_text('{"no": "list"}')
    assert folder.is_accepted("a.jpg")
    assert folder.labels("a.jpg", "", b"") is None
    assert folder.classes == ()
    (folder.root / "a.jpg.recipe.json").write_bytes(b"\xff")
    assert folder.recipe("a.jpg"), "it is there, and is put aside when it can't be read"


def test_a_recipe_of_another_photo_is_put_aside_and_not_lost(folder):
    asides = []
    for text in ("of another photo", "of a third"):
        folder.keep_recipe("a.jpg", text)
        folder.accept("a.jpg")
        asides.append(folder.put_aside("a.jpg"))
        assert folder.recipe("a.jpg") == ""
        assert not folder.is_accepted("a.jpg")
    assert [each.read_text() for each in asides] == ["of another photo", "of a third"]


def test_where_nothing_can_be_written_that_is_said(folder):
    (folder.root / KEPT).write_text("a file where the folder should be")
    acts = (
        lambda: folder.accept("a.jpg"),
        lambda: setattr(folder, "classes", ["cat"]),
        lambda: folder.held().__enter__(),
    )
    for act in acts:
        with pytest.raises(ClickcutError) as refused:
            act()
        assert refused.value.code == "unwritable-file"


def test_a_second_studio_is_told_that_the_folder_is_taken(folder):
    command = [sys.executable, "-m", "clickcut", "studio", str(folder.root), "--port", "0"]
    with folder.held():
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert f"{folder.root} is open in another studio." in done.stderr
    assert "[folder-taken]" in done.stderr


class Seen:
    """A window, and what it was told."""

    def __init__(self) -> None:
        self.open, self.losses = True, 0

    def is_open(self) -> bool:
        return self.open

    def lose(self) -> None:
        self.losses += 1


def test_one_window_writes_and_the_one_before_is_told():
    writer, first, second = Writer(), Seen(), Seen()
    writer.take(first)
    writer.take(first)
    assert (writer.is_free(), first.losses) == (False, 0)
    writer.take(second)
    assert first.losses == 1
    writer.leave(first)
    assert not writer.is_free(), "it was not its own any more"
    second.open = False  # reloaded: its page is gone, its session not yet
    assert writer.is_free()
    writer.leave(second)
    assert writer.is_free()
