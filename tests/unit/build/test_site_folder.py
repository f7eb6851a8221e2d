"""A folder that is shared with other people's files, and with runs that were killed."""

import subprocess
import sys

import pytest
from clickcut_build.site_folder import LIST, SiteFolder
from clickcut_core.errors import ClickcutError


def files(root):
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_what_is_no_longer_part_of_a_site_goes_and_other_peoples_files_stay(tmp_path):
    with SiteFolder(tmp_path) as first:
        first.write("photos/a/one.jpg", b"1")
        first.write("photos/b/two.jpg", b"2")
        first.complete({"photos/a/one.jpg", "photos/b/two.jpg"})
    (tmp_path / "CNAME").write_text("example.org")
    (tmp_path / "photos/a/notes.txt").write_text("mine")
    with SiteFolder(tmp_path) as second:
        second.write("photos/c/three.jpg", b"3")
        assert second.complete({"photos/c/three.jpg"}) == 2
    assert files(tmp_path) == {LIST, "CNAME", "photos/a/notes.txt", "photos/c/three.jpg"}
    assert not (tmp_path / "photos/b").exists()


def test_a_file_of_somebody_else_is_never_replaced(tmp_path):
    (tmp_path / "index.html").write_text("mine")
    with (
        SiteFolder(tmp_path) as folder,
        pytest.raises(ClickcutError, match="was not written by clickcut") as raised,
    ):
        folder.write("index.html", b"ours")
    assert raised.value.code == "site-foreign-file"
    assert (tmp_path / "index.html").read_text() == "mine"


def test_a_killed_run_leaves_nothing_unfinished_and_what_it_began_is_known_as_ours(tmp_path):
    with SiteFolder(tmp_path) as killed:
        killed.write("a.txt", b"a")
    (tmp_path / ".clickcut-unfinished" / "7-0").write_bytes(b"hal")
    with SiteFolder(tmp_path) as again:
        assert again.read("a.txt") == b"a"
        again.write("b.txt", b"b")
        assert again.complete({"b.txt"}) == 1
    assert files(tmp_path) == {LIST, "b.txt"}
    assert (tmp_path / LIST).read_text() == f"{LIST}\nb.txt\n"
    assert not (tmp_path / ".clickcut-unfinished").exists()


def test_equal_content_is_not_written_again(tmp_path):
    with SiteFolder(tmp_path) as folder:
        folder.write("a.txt", b"a")
    before = (tmp_path / "a.txt").stat()
    with SiteFolder(tmp_path) as folder:
        folder.write("a.txt", b"a")
        assert (tmp_path / "a.txt").stat().st_ino == before.st_ino
        folder.write("a.txt", b"b")
    assert (tmp_path / "a.txt").read_bytes() == b"b"


@pytest.mark.parametrize("line", ["../mine.txt", "/etc/hostname", "link/mine.txt"])
def test_a_list_from_elsewhere_can_name_no_file_outside(tmp_path, line):
    site = tmp_path / "site"
    site.mkdir()
    (tmp_path / "mine.txt").write_text("mine")
    (site / "link").symlink_to(tmp_path)
    (site / LIST).write_text(f"{line}\n")
    with SiteFolder(site) as folder:
        assert folder.read(line) is None
        assert folder.complete(()) == 0
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_a_folder_that_can_not_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(ClickcutError, match="can't be written: Not a directory") as raised,
        SiteFolder(tmp_path / "file" / "site"),
    ):
        pass
    assert raised.value.code == "site-unwritable"


def test_one_run_at_a_time_and_a_killed_one_holds_up_nobody(tmp_path):
    program = (
        "import sys, pathlib; from clickcut_build.site_folder import SiteFolder\n"
        "with SiteFolder(pathlib.Path(sys.argv[1])): print('in', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "in\n"
        with pytest.raises(ClickcutError, match="Another run is writing") as raised, SiteFolder(tmp_path):
            pass
        assert raised.value.code == "site-busy"
        other.kill()
    with SiteFolder(tmp_path) as folder:
        folder.complete(())
    assert files(tmp_path) == {LIST}
