"""The recipe that travels inside a cut-out's PNG: what was said about which photo, enough to go on with it.

ASCII JSON under the keyword `clickcut` of a tEXt chunk. It names a photo and holds nothing of it: no pixel,
no place, no date. Reading trusts nothing; writing gives the same text in browser and command line.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import ImageSize
from clickcut_core.json_text import read_json
from clickcut_core.recipes.document import Document

if TYPE_CHECKING:
    from clickcut_core import worker_protocol

FORMAT = "clickcut-recipe/1"
CLOSER_FORMAT = "clickcut-recipe/2"
"""Of a recipe that looks at a part of the photo: who knows only the first would make another mask of it."""
KEYWORD = "clickcut"
LONGEST = 2_000_000
"""Characters: far more than a person can say, and little enough to be read at once."""
MOST_VALUES = 100_000
"""Numbers, texts and brackets: twice what the bounds of a document allow."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class PhotoIdentity:
    """Which photo a recipe is about.

    Attributes
    ----------
    sha256
        Hash of the photo's file, as in its embedding.
    name
        The file's name, for people.
    size
        Of the upright photo.
    address
        Path on the site that it was opened from, beginning with one slash; empty for a file. Never a host
        and never a query, which may hold what is nobody else's business.
    """

    sha256: str
    name: str
    size: ImageSize
    address: str = ""

    def to_json(self) -> worker_protocol.RecipePhoto:
        """Give the plain form."""
        plain: worker_protocol.RecipePhoto = {
            "sha256": self.sha256,
            "name": self.name,
            "width": self.size.width,
            "height": self.size.height,
        }
        return {**plain, "address": self.address} if self.address else plain

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> PhotoIdentity:
        """Read the plain form; ValueError when something in it can't be."""
        sha256, name, address = (str(plain.get(key, "")) for key in ("sha256", "name", "address"))
        if not re.fullmatch("[0-9a-f]{64}", sha256):
            raise ValueError("its photo's hash is none")
        if not re.fullmatch("(/(?![/\\\\]).*)?", address):
            raise ValueError("its photo's address is no path")
        return cls(sha256, name, ImageSize(height=plain["height"], width=plain["width"]), address)


@dataclass(frozen=True, slots=True)
class RecipeFile:
    """A document, the photo and the model that it was made with, and the object that was cut out."""

    model: str
    photo: PhotoIdentity
    object_id: int
    document: Document

    def notes(self, model: str) -> tuple[str, ...]:
        """Give codes of `clickcut_core.errors.NOTES` for someone who goes on with this model.

        Prompts mean the same to every model; what it makes of them, and which mask a choice was, may differ.
        """
        return () if model == self.model else ("recipe-model",)

    def to_text(self) -> str:
        """Write it; equal recipes give equal texts, whether a coordinate was a whole or a broken number."""
        plain = {
            "format": CLOSER_FORMAT if self.document.closer else FORMAT,
            "model": self.model,
            "photo": self.photo.to_json(),
            "object": self.object_id,
            "document": _whole(self.document.with_active(self.object_id).to_json()),
        }
        return json.dumps(plain, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str, photo_sha256: str | None = None) -> RecipeFile:
        """Read it; with a photo's hash, no further than the photo's if that is another one.

        Raises
        ------
        ClickcutError
            `recipe-format`, `recipe-photo`.
        """
        try:
            return cls._read(text, photo_sha256)
        except ClickcutError as error:
            if error.code == "recipe-photo":
                raise
            raise ClickcutError("recipe-format", reason=error.message.rstrip(".")) from error
        except KeyError as error:
            raise ClickcutError("recipe-format", reason=f"it has no {error}") from error
        except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            raise ClickcutError("recipe-format", reason=str(error) or type(error).__name__) from error

    @classmethod
    def _read(cls, text: str, photo_sha256: str | None) -> RecipeFile:
        if len(text) > LONGEST:
            raise ValueError("it is too long")
        plain = read_json(text, most_values=MOST_VALUES)
        if not isinstance(plain, dict) or plain.get("format") not in (FORMAT, CLOSER_FORMAT):
            raise ValueError(f"its format is not {FORMAT} or {CLOSER_FORMAT}")
        photo = PhotoIdentity.from_json(plain["photo"])
        if photo_sha256 is not None and photo.sha256 != photo_sha256:
            raise ClickcutError("recipe-photo", name=photo.name)
        document = Document.from_json(plain["document"], photo.size).with_active(plain["object"])
        return cls(str(plain["model"]), photo, plain["object"], document)


def recipe_text(png: bytes) -> str | None:
    """Find a recipe's text in a PNG's tEXt chunk, as the page does; None in any other file.

    Pixels are not decoded and checksums not looked at. Source: https://www.w3.org/TR/png-3/#5Chunk-layout
    """
    if not png.startswith(_SIGNATURE):
        return None
    wanted = KEYWORD.encode() + b"\0"
    offset = len(_SIGNATURE)
    while offset + 8 <= len(png):
        length, kind = struct.unpack_from(">I4s", png, offset)
        data = png[offset + 8 : offset + 8 + min(length, LONGEST)]
        if offset + 8 + length > len(png):
            return None
        if kind == b"tEXt" and data.startswith(wanted):
            return data.removeprefix(wanted).decode("latin-1")
        offset += 12 + length
    return None


def _whole(plain: Any) -> Any:
    """Write 3.0 as 3: a page's numbers come so, a command line's do not."""
    if isinstance(plain, dict):
        return {key: _whole(value) for key, value in plain.items()}
    if isinstance(plain, list):
        return [_whole(value) for value in plain]
    return int(plain) if isinstance(plain, float) and plain.is_integer() else plain
