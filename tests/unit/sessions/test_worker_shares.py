"""The worker's JSON about many photos that are saved together; see `worker`."""

import json

import pytest

from tests.unit.fake_bridge import JsValue
from tests.unit.worker import call


async def share_of(session, photo_name, media_type, **options):
    wanted = json.dumps({"format": media_type, **options})
    return json.loads(await session.share(photo_name, wanted, JsValue(b""), ""))


async def two_objects(session):
    await call(session, "set_box", 10, 12, 30, 40)
    await call(session, "rename_object", 1, "cat")
    await call(session, "add_object")
    await call(session, "set_box", 40, 12, 50, 40)


async def test_a_photo_adds_a_picture_of_each_visible_object_and_what_coco_says_of_it(opened):
    await two_objects(opened)
    share = await share_of(opened, "a.jpg", "image/webp")
    assert [file["name"] for file in share["files"]] == ["a-cat.webp", "a-object-2.webp"]
    image = share["labels"]["image"]
    assert (image["file_name"], image["width"], image["height"]) == ("a.jpg", 64, 48)
    assert len(image["sha256"]) == 64
    assert [name for name, _ in share["labels"]["objects"]] == ["cat", "object"]
    await call(opened, "show_object", 1, False)
    share = await share_of(opened, "a.jpg", "image/png")
    assert [(file["name"], file["objects"]) for file in share["files"]] == [("a-object-2.png", [2])]
    assert json.loads(share["files"][0]["recipe"])["photo"]["name"] == "a.jpg"


@pytest.mark.parametrize(
    ("media_type", "names"),
    [
        ("image/svg+xml", ["a.svg"]),
        ("application/json", []),
        ("application/json;segmentation=polygon", []),
    ],
)
async def test_shapes_of_a_photo_are_one_file_and_coco_is_the_one_of_all(opened, media_type, names):
    await two_objects(opened)
    share = await share_of(opened, "a.jpg", media_type)
    assert [file["name"].replace("-cutout", "") for file in share["files"]] == names
    _, annotation = share["labels"]["objects"][0]
    assert isinstance(annotation["segmentation"], list if "polygon" in media_type else dict)


async def test_photos_that_are_joined_share_categories_and_no_two_files_have_one_name(opened):
    await two_objects(opened)
    shares = [await share_of(opened, name, "image/png") for name in ("a.jpg", "a.png")]
    names = [file["name"] for share in shares for file in share["files"]]
    labels = [share["labels"] for share in shares]
    told = json.loads(await opened.together(json.dumps(names), json.dumps(labels)))
    assert (told["name"], told["type"]) == ("cutouts.zip", "application/zip")
    assert told["names"] == ["a-cat.png", "a-object-2.png", "a-cat-2.png", "a-object-2-2.png"]
    assert told["labels"]["name"] == "labels.json"
    document = json.loads(told["labels"]["text"])
    assert [(image["id"], image["file_name"]) for image in document["images"]] == [(1, "a.jpg"), (2, "a.png")]
    assert [category["name"] for category in document["categories"]] == ["cat", "object"]
    assert [each["image_id"] for each in document["annotations"]] == [1, 1, 2, 2]


async def test_a_photo_in_which_nothing_is_cut_out_adds_nothing_and_says_so(opened):
    assert (await share_of(opened, "a.jpg", "image/png"))["error"]["code"] == "no-mask"
