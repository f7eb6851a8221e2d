import os
import resource
import time

import pytest
from clickcut.encoding.cache import EmbeddingCache
from clickcut.photos.photo import READING

from tests.server.encoding.embeddings import (
    MODEL,
    NAMES,
    SIZE,
    embedding,
)


def cache(folder, *, room: int = 3, model: str = MODEL) -> EmbeddingCache:
    return EmbeddingCache(folder, model=model, encoder="float32", max_bytes=room * SIZE, max_days=30)


def files(folder) -> list[str]:
    return sorted(path.stem for path in folder.rglob("*") if path.is_file())


def test_what_was_written_is_read_back(tmp_path):
    kept = cache(tmp_path)
    assert kept.read(NAMES[0]) is None
    kept.write(NAMES[0], embedding(NAMES[0]))
    assert kept.read(NAMES[0]) == embedding(NAMES[0])
    assert cache(tmp_path).read(NAMES[0]) == embedding(NAMES[0])


def test_nobody_else_on_the_machine_can_read_it(tmp_path):
    tmp_path.chmod(0o755)
    kept = cache(tmp_path / "cache" / "embeddings")
    kept.write(NAMES[0], embedding(NAMES[0]))
    folders = [path for path in tmp_path.rglob("*") if path.is_dir()]
    assert [path.stat().st_mode & 0o777 for path in folders] == [0o700] * 3
    assert [path.stat().st_mode & 0o077 for path in tmp_path.rglob("*.clickcut")] == [0]
    for folder in folders[1:]:  # as an older version made them
        folder.chmod(0o755)
    kept.write(NAMES[1], embedding(NAMES[1]))
    assert [path.stat().st_mode & 0o777 for path in folders] == [0o700] * 3


def test_the_least_recently_used_leaves_first(tmp_path):
    kept = cache(tmp_path)
    for name in NAMES[:3]:
        kept.write(name, embedding(name))
    kept.read(NAMES[0])
    kept.write(NAMES[3], embedding(NAMES[3]))
    assert files(tmp_path) == [NAMES[0], NAMES[2], NAMES[3]]


def test_what_nobody_asked_for_in_time_is_not_given_and_leaves(tmp_path):
    kept = cache(tmp_path)
    for name in NAMES[:2]:
        kept.write(name, embedding(name))
    day = 86400
    for name, days in ((NAMES[0], 31), (NAMES[1], 29)):
        (path,) = tmp_path.rglob(f"{name}.clickcut")
        os.utime(path, (time.time() - days * day,) * 2)
    kept = EmbeddingCache(tmp_path, model=MODEL, encoder="float32", max_bytes=9 * SIZE, max_days=30)
    assert kept.read(NAMES[0]) is None
    assert kept.read(NAMES[1]) == embedding(NAMES[1])
    kept.write(NAMES[2], embedding(NAMES[2]))
    assert files(tmp_path) == [NAMES[1], NAMES[2]]


def test_it_never_holds_more_than_it_may(tmp_path):
    kept = cache(tmp_path)
    for name in NAMES:
        kept.write(name, embedding(name))
        assert sum(path.stat().st_size for path in tmp_path.rglob("*.clickcut")) <= 3 * SIZE


def test_writing_one_again_evicts_nothing(tmp_path):
    kept = cache(tmp_path)
    for name in [*NAMES[:3], NAMES[2], NAMES[2]]:
        kept.write(name, embedding(name))
    assert files(tmp_path) == NAMES[:3]


def test_one_larger_than_the_whole_cache_is_not_kept(tmp_path):
    kept = EmbeddingCache(tmp_path, model=MODEL, encoder="float32", max_bytes=SIZE - 1, max_days=30)
    kept.write(NAMES[0], embedding(NAMES[0]))
    assert files(tmp_path) == []


def test_models_are_kept_apart_and_age_out_together(tmp_path):
    old = cache(tmp_path, model="old")
    for name in NAMES[:3]:
        old.write(name, embedding(name, model="old"))
    new = cache(tmp_path)
    assert new.read(NAMES[0]) is None
    new.write(NAMES[0], embedding(NAMES[0]))
    assert old.read(NAMES[0]) is None
    assert old.read(NAMES[1]) is not None


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[:1000],
        lambda content: content[:-1],
        lambda content: content[:-1] + b"\x01",
        lambda content: embedding(NAMES[1]),
        lambda content: embedding(NAMES[0], model="other"),
        lambda content: b"\xff" * 100,
    ],
)
def test_a_damaged_file_is_a_miss_and_is_made_anew(tmp_path, damage, caplog):
    kept = cache(tmp_path)
    kept.write(NAMES[0], embedding(NAMES[0]))
    (path,) = tmp_path.rglob("*.clickcut")
    path.write_bytes(damage(path.read_bytes()))
    assert kept.read(NAMES[0]) is None
    assert files(tmp_path) == []
    assert "damaged" in caplog.text
    kept.write(NAMES[0], embedding(NAMES[0]))
    assert kept.read(NAMES[0]) == embedding(NAMES[0])


def test_what_a_killed_process_left_is_swept_up_but_not_what_is_being_written(tmp_path):
    kept = cache(tmp_path)
    kept.write(NAMES[0], embedding(NAMES[0]))
    folder = tmp_path / f"{MODEL}-float32-{READING}"
    (folder / "old.unfinished").write_bytes(b"half")
    (folder / "new.unfinished").write_bytes(b"half")
    os.utime(folder / "old.unfinished", times=(time.time() - 7200,) * 2)
    kept.write(NAMES[1], embedding(NAMES[1]))
    assert files(tmp_path) == [NAMES[0], NAMES[1], "new"]


def test_without_a_folder_to_write_to_there_is_no_cache_and_one_warning(tmp_path, caplog):
    (tmp_path / "file").write_text("in the way")
    kept = cache(tmp_path / "file" / "cache")
    for name in NAMES:
        kept.write(name, embedding(name))
        assert kept.read(name) is None
    assert len(caplog.records) == 1
    assert "not kept" in caplog.text


def test_a_full_disk_leaves_no_half_file(tmp_path, caplog):
    kept = cache(tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (SIZE // 2, hard))  # writing past it fails as on a full disk
    try:
        kept.write(NAMES[0], embedding(NAMES[0]))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert files(tmp_path) == []
    assert "not kept" in caplog.text
    kept.write(NAMES[0], embedding(NAMES[0]))
    assert kept.read(NAMES[0]) is not None
