import pytest
from clickcut_core.files.cutout import FORMATS, cutout_name, cutout_names
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("photo", "thing", "name"),
    [
        ("cat.jpg", "cat", "cat-cat.png"),
        ("cat.jpg", "", "cat-cutout.png"),
        ("cat.jpg", "  ", "cat-cutout.png"),
        ("cat.jpg", "left/right: <paw>?", "cat-left-right- -paw--.png"),
        ("Käse 東京.heic", "Apfel 🍎", "Käse 東京-Apfel 🍎.png"),
        ("Ka\u0308se.jpg", "paw", "Käse-paw.png"),
        ("con.2024.jpg", "cat", "_con.2024-cat.png"),
        ("con.jpg", "cat", "con-cat.png"),
        (".jpg", "cat", "jpg-cat.png"),
        ("cat.jpg", "gnp.\u202eexe", "cat-gnp.exe.png"),
        ("cat\u00a0one.jpg", "a\tb\n", "cat one-ab.png"),
    ],
)
def test_a_name_says_photo_and_object_and_can_be_stored(photo, thing, name):
    assert cutout_name(photo, object_name=thing) == name


@given(st.text(st.characters()), st.text(st.characters()), st.sampled_from(sorted(FORMATS)))
def test_any_names_make_a_name_that_every_system_stores(photo, thing, media_type):
    name = cutout_name(photo, media_type, object_name=thing)
    assert not set(name) & set('/\\:*?"<>|')
    assert not any(ord(letter) < 32 or 0x7F <= ord(letter) < 0xA0 for letter in name)
    assert len(name.encode()) <= 220
    assert name[0] not in " ."
    assert name.endswith(FORMATS[media_type])
    assert len(name) >= len("a-b") + len(FORMATS[media_type])


def test_long_names_are_cut_between_letters():
    name = cutout_name("猫" * 200 + ".jpg", object_name="é" * 200)
    assert name == "猫" * 33 + "-" + "é" * 50 + ".png"


def test_objects_of_one_name_get_numbers_whatever_their_case():
    assert cutout_names("cat.jpg", ["cup", "Cup", "", "cup", "cup-2", "?"]) == [
        "cat-cup.png",
        "cat-Cup-2.png",
        "cat-cutout.png",
        "cat-cup-3.png",
        "cat-cup-2-2.png",
        "cat--.png",
    ]
