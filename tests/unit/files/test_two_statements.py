"""The page's statement of how a photo is turned, in JavaScript, and the core's, in Python, are one."""

import base64
import json
import random
import struct
import subprocess
from itertools import product
from pathlib import Path

from clickcut_build.node import find_node
from clickcut_core.files.shown_picture import orientation_of

from tests.unit.files.headers import BYTE, LONG, SHORT, chunk, exif, jpeg, png, webp

ROOT = Path(__file__).parents[3]
# Formats that the page leaves to their decoders count as upright in the core.
READ = """
import { orientationOf } from "./pyscript/shell/files/orientation.js"
import { text } from "node:stream/consumers"
const files = JSON.parse(await text(process.stdin))
console.log(JSON.stringify(files.map((file) => orientationOf(Buffer.from(file, "base64"))?.counts ?? 1)))
"""


def blocks() -> list[bytes]:
    """What EXIF may say, sound or not."""
    said = [exif(value, order=order) for value, order in product(range(10), "<>")]
    kinds = [exif(6, order=order, kind=kind) for order, kind in product("<>", (BYTE, SHORT, LONG))]
    twice = b"II*\0" + struct.pack("<IH", 8, 2) + 2 * struct.pack("<HHIHxx", 0x0112, SHORT, 1, 6)
    others = b"MM\0*" + struct.pack(">IH", 8, 2) + struct.pack(">HHIHxx", 0x0100, SHORT, 1, 9)
    later = others + struct.pack(">HHIHxx", 0x0112, SHORT, 1, 5)
    cut = [later[:length] for length in range(len(later))]
    far = [b"II*\0" + struct.pack("<I", place) + exif(3)[8:] for place in (7, 9, 26, 1 << 31, (1 << 32) - 1)]
    return [*said, *kinds, exif(6, count=2), twice, later, *cut, *far, b"II*\0", b"MM*\0" + exif(6)[4:], b""]


def files() -> list[bytes]:
    """Files of each format around these, damaged in every way that either reader might take its own."""
    found = [b"", b"\xff\xd8", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP"]
    for block in blocks():
        found += [jpeg(b"Exif\0\0" + block), jpeg(b"Exif\0x" + block), jpeg(b"exif\0\0" + block)]
        found += [png(chunk(b"eXIf", block)), png(after=chunk(b"eXIf", block)), webp((b"EXIF", block))]
    six, three = exif(6), exif(3)
    xmp = b"http://ns.adobe.com/xap/1.0/\0<tiff:Orientation>3</tiff:Orientation>"
    segment = b"\xff\xe1" + struct.pack(">H", 34) + b"Exif\0\0" + six
    found += [
        jpeg(xmp, b"Exif\0\0" + six),
        jpeg(b"Exif", b"Exif\0\0" + six),
        jpeg(b"Exif\0\0nonsense", b"Exif\0\0" + six),
        jpeg() + segment,
        png(chunk(b"eXIf", six, is_sound=False), chunk(b"eXIf", three)),
        png(chunk(b"eXIf", six, is_sound=False), after=chunk(b"eXIf", three)),
        png(chunk(b"eXIf", six))[: -len(chunk(b"IEND", b"")) - 8],
        png(*70_000 * [chunk(b"tEXt", b"")], chunk(b"eXIf", six)),
        b"\xff\xd8" + 70_000 * b"\xff\xe5\0\2" + segment,
        b"\xff\xd8" + 70_000 * b"\xff" + segment,
    ]
    for between in (b"\0", b"\xff\0", b"\xff\xd0", b"\xff\x01", b"\xff\xff", b"\xff\xd9", b"\xff\xda"):
        found.append(b"\xff\xd8" + between + segment + b"\xff\xda\0\2\xff\xd9")
    # A length that ends before, within or after the name that follows.
    found += [b"\xff\xd8\xff\xe1" + struct.pack(">H", length) + segment[4:] for length in range(40)]
    found += [b"\xff\xd8\xff\xe1" + struct.pack(">H", length) + segment[4:] + segment for length in range(40)]
    return found + damaged([jpeg(xmp, segment[4:]), png(chunk(b"eXIf", six)), webp((b"EXIF", six))])


def damaged(sound: list[bytes]) -> list[bytes]:
    chance = random.Random(19)
    found = []
    for content in sound:
        found += [content[:length] for length in range(len(content))]
        for _ in range(1000):
            other = bytearray(content)
            for _ in range(chance.randint(1, 3)):
                other[chance.randrange(len(other))] = chance.choice(
                    [0, 1, 6, 0xE1, 0xFF, chance.randrange(256)]
                )
            found.append(bytes(other))
    return found


def test_page_and_core_turn_every_file_alike() -> None:
    folder, _ = find_node()
    made = files()
    given = json.dumps([base64.b64encode(content).decode() for content in made])
    command = [folder / "node", "--input-type=module", "--eval", READ]
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True, cwd=ROOT)
    page, core = json.loads(done.stdout), [orientation_of(content) for content in made]
    assert set(core) == set(range(1, 9))
    differing = [
        (content[:80], page[at], core[at]) for at, content in enumerate(made) if page[at] != core[at]
    ]
    assert differing == []
