"""What strangers' bytes are given to, and what must hold whatever they are.

A target takes any bytes. It ends, and raises nothing but the refusal that its parser promises; what it does
raise otherwise is a fault. `seeds` has something to begin with for each.
"""

import hashlib
import json
import struct
import zlib
from collections.abc import Callable
from xml.etree import ElementTree

from clickcut.photos.limits import PhotoLimits
from clickcut.photos.nclx import coded_colours
from clickcut.photos.opening import stored_size
from clickcut.photos.photo import read_photo
from clickcut.photos.png import read_png
from clickcut_build.metadata import without_metadata
from clickcut_core.embedding import Embedding
from clickcut_core.errors import ClickcutError
from clickcut_core.files.colour_profile import profile_of
from clickcut_core.files.containers import PNG, png_chunks
from clickcut_core.files.recipe_file import RecipeFile, recipe_text
from clickcut_core.files.run_lengths import counts_of, from_text, to_text
from clickcut_core.files.runs import Runs
from clickcut_core.files.shapes import Shape
from clickcut_core.files.shown_picture import first_frame, orientation_of
from clickcut_core.files.svg import svg
from clickcut_core.geometry import ImageSize

from . import documents
from .altered import altered

LIMITS = PhotoLimits(max_megapixels=1)
_DATA = bytes(256 * 64 * 64 + 4 * 256 + 256)
_SIDE = 16


def recipe(content: bytes) -> None:
    """A recipe is refused, or is what it says it is when it is written again."""
    recipe_text(content)
    try:
        text = content.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return
    _recipe(text)


def altered_recipe(content: bytes) -> None:
    """So is one whose values are others."""
    _recipe(altered(documents.recipe(), content))


def _recipe(text: str) -> None:
    read = RecipeFile.from_text(text)
    written = read.to_text()
    assert RecipeFile.from_text(written).to_text() == written


def embedding(content: bytes) -> None:
    """An embedding file is refused, or can be written again; once as it is, once with sums that are right."""
    _embedding(content)
    _embedding(_summed(content))


def altered_embedding(content: bytes) -> None:
    """So is one whose header has other values."""
    _embedding(_summed(altered(documents.embedding(), content).encode()))


def _embedding(content: bytes) -> None:
    try:
        Embedding.from_bytes(content, model=documents.MODEL).to_bytes()
    except ClickcutError as error:
        assert error.code.startswith("embedding-"), error.code


def _summed(content: bytes) -> bytes:
    """Take bytes for the header of a file whose checksums hold: no mutation finds those."""
    try:
        header = json.loads(content)
        metadata = header["__metadata__"]
        metadata["data_sha256"] = hashlib.sha256(_DATA).hexdigest()
        metadata.pop("metadata_sha256", None)
        written = json.dumps(metadata, sort_keys=True, separators=(",", ":")).encode()
        metadata["metadata_sha256"] = hashlib.sha256(written).hexdigest()
        text = json.dumps(header).encode()
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return content
    return struct.pack("<Q", len(text)) + text + _DATA


def profile(content: bytes) -> None:
    """A file has a colour profile or none."""
    found = profile_of(content)
    assert found is None or found[36:40] == b"acsp"


def orientation(content: bytes) -> None:
    """A file is turned in one of eight ways, and so is one whose EXIF the bytes are."""
    block = b"Exif\0\0" + content[:65000]
    for each in (content, b"\xff\xd8\xff\xe1" + struct.pack(">H", 2 + len(block)) + block):
        assert orientation_of(each) in range(1, 9)
        first_frame(each)


def png(content: bytes) -> None:
    """What a PNG's chunks say of its colours can be written as a profile, or is left out."""
    colours = read_png(content).colours
    if colours is not None and not colours.is_hdr:
        assert colours.profile()[36:40] == b"acsp"


def avif(content: bytes) -> None:
    """An AVIF or HEIC has a colour code or none."""
    coded_colours(content)


def head(content: bytes) -> None:
    """Of any file a size is told before it is decoded, within the limits, or it is refused."""
    width, height = stored_size(content, LIMITS)
    assert 0 < width * height <= LIMITS.most_pixels


def photo(content: bytes) -> None:
    """A photo is a picture or a refusal."""
    image = read_photo(content, LIMITS, keep_profile=True).image
    assert image.mode in ("RGB", "RGBA")


def metadata(content: bytes) -> None:
    """A file without its metadata has none to take out, and is turned as before."""
    kind = "png" if content[:1] == b"\x89" else "webp" if content[:1] == b"R" else "jpeg"
    turn = orientation_of(content)
    bare = without_metadata(content, kind, orientation=turn)
    if bare is not None:
        assert without_metadata(bare, kind, orientation=turn) == bare


def _runs(content: bytes) -> Runs:
    """Take each two bytes for a row of pixels."""
    rows = []
    for at in range(_SIDE):
        bits = f"{int.from_bytes(content[2 * at : 2 * at + 2], 'big'):016b}"
        padded = "0" + bits + "0"
        rows.append(tuple(x for x in range(_SIDE + 1) if padded[x] != padded[x + 1]))
    return Runs(ImageSize(height=_SIDE, width=_SIDE), tuple(rows))


def drawing(content: bytes) -> None:
    """Any mask under any name is XML, and no two objects have the same id."""
    name = content[2 * _SIDE :].decode("utf-16", "surrogatepass" if len(content) % 2 else "replace")
    runs = _runs(content)
    written = svg(runs.size, [Shape(runs, 1.0, name), Shape(runs, 1.0, name[:-1])])
    ids = [each.get("id") for each in ElementTree.fromstring(written)]
    assert len(set(ids)) == 2


def run_lengths(content: bytes) -> None:
    """Any mask is read again as it was written, and any text is read."""
    counts = counts_of(_runs(content))
    assert from_text(to_text(counts)) == counts
    assert sum(counts) == _SIDE * _SIDE
    from_text(content.decode("latin-1"))


TARGETS: dict[str, Callable[[bytes], None]] = {
    each.__name__: each
    for each in (
        recipe,
        altered_recipe,
        embedding,
        altered_embedding,
        profile,
        orientation,
        png,
        avif,
        head,
        photo,
        metadata,
        drawing,
        run_lengths,
    )
}


def sound(content: bytes) -> bytes:
    """Make a PNG's checksums right, which no mutation would be."""
    if not content.startswith(PNG):
        return content
    made = [PNG]
    for each in png_chunks(content):
        data = each.data(content)
        made.append(struct.pack(">I", len(data)) + each.name + data)
        made.append(struct.pack(">I", zlib.crc32(data, zlib.crc32(each.name))))
    return b"".join(made)


def attempt(name: str, content: bytes) -> None:
    """Give bytes to a target, as they are and with right checksums; its refusals are what should happen."""
    for each in dict.fromkeys((content, sound(content))):
        _attempt(name, each)


def _attempt(name: str, content: bytes) -> None:
    try:
        TARGETS[name](content)
    except ClickcutError:
        pass
    except UnicodeDecodeError:
        if name != "drawing":  # there it is the target's own, of a name that is none
            raise
