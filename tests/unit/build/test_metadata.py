"""What a photo's file says beside the picture goes; the picture does not change by a bit."""

import io
import struct
import zlib

import pytest
from clickcut_build.metadata import without_metadata
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

SECRETS = (b"Canon-secret", b"a comment", b"GPS-place", b"x:xmpmeta")
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def picture(mode="RGB"):
    return Image.radial_gradient("L").resize((64, 48)).convert(mode)


def exif(orientation):
    block = Image.Exif()
    block[ExifTags.Base.Orientation] = orientation
    block[ExifTags.Base.Make] = "Canon-secret"
    block[ExifTags.Base.GPSInfo] = {1: "N", 29: "GPS-place"}
    return block.tobytes()


def saved(kind, orientation=6, **options):
    buffer = io.BytesIO()
    common = {"exif": exif(orientation), "icc_profile": PROFILE, "xmp": b"<x:xmpmeta/>"}
    picture().save(buffer, kind, **{**common, **options})
    return buffer.getvalue()


def png(orientation=6):
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", "a comment")
    texts.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta/>")
    return saved("PNG", orientation, pnginfo=texts)


FILES = {
    "jpeg": lambda orientation=6: saved("JPEG", orientation, comment=b"a comment", progressive=True),
    "png": png,
    "webp": lambda orientation=6: saved("WEBP", orientation, lossless=True),
}


@pytest.mark.parametrize("kind", FILES)
def test_nothing_of_it_is_left_and_the_picture_is_the_same(kind):
    content = FILES[kind]()
    assert sum(secret in content for secret in SECRETS) >= 3
    clean = without_metadata(content, kind, orientation=1)
    assert [secret for secret in SECRETS if secret in clean] == []
    before, after = (Image.open(io.BytesIO(each)) for each in (content, clean))
    assert after.tobytes() == before.tobytes()
    assert after.info["icc_profile"] == PROFILE
    assert dict(after.getexif()) == {}
    assert without_metadata(clean, kind, orientation=1) == clean


def test_a_jpeg_keeps_how_it_is_turned_and_nothing_else_of_exif():
    clean = without_metadata(FILES["jpeg"](), "jpeg", orientation=6)
    assert [secret for secret in SECRETS if secret in clean] == []
    assert dict(Image.open(io.BytesIO(clean)).getexif()) == {ExifTags.Base.Orientation: 6}
    assert without_metadata(clean, "jpeg", orientation=6) == clean


@pytest.mark.parametrize("kind", ["png", "webp"])
def test_a_png_or_webp_that_is_to_be_turned_is_not_left_to_browsers(kind):
    assert without_metadata(FILES[kind](), kind, orientation=6) is None


@pytest.mark.parametrize("kind", FILES)
def test_an_upright_photo_has_no_exif_at_all(kind):
    clean = without_metadata(FILES[kind](1), kind, orientation=1)
    assert dict(Image.open(io.BytesIO(clean)).getexif()) == {}
    assert b"xif" not in clean
    assert b"EXIF" not in clean


def test_what_follows_a_jpeg_goes_too():
    """A phone appends depth maps and videos, each with metadata of its own."""
    content = saved("JPEG") + saved("JPEG")
    clean = without_metadata(content, "jpeg", orientation=1)
    assert clean.count(b"\xff\xd8\xff") == 1
    assert clean.endswith(b"\xff\xd9")


def test_a_jpeg_of_four_inks_keeps_what_tells_how_they_are_meant():
    buffer = io.BytesIO()
    picture("CMYK").save(buffer, "JPEG", exif=exif(1))
    clean = without_metadata(buffer.getvalue(), "jpeg", orientation=1)
    assert Image.open(io.BytesIO(clean)).tobytes() == Image.open(buffer).tobytes()
    assert b"Adobe" in clean


def test_an_animation_stays_one():
    buffer = io.BytesIO()
    frames = [picture(), picture().rotate(90)]
    frames[0].save(buffer, "WEBP", save_all=True, append_images=frames[1:], exif=exif(1))
    clean = without_metadata(buffer.getvalue(), "webp", orientation=1)
    assert Image.open(io.BytesIO(clean)).n_frames == 2
    assert b"Canon-secret" not in clean


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_cut_short_is_not_understood(kind):
    content = FILES[kind]()
    for length in (12, 30, len(content) // 2, len(content) - 3):
        assert without_metadata(content[:length], kind, orientation=1) is None


def test_unknown_chunks_of_a_png_go():
    content = png()
    chunk = b"prVt" + b"GPS-place"
    private = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    clean = without_metadata(content[:33] + private + content[33:], "png", orientation=1)
    assert clean == without_metadata(content, "png", orientation=1)


def test_other_formats_have_no_way():
    assert without_metadata(b"GIF89a", "gif", orientation=1) is None
