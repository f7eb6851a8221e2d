"""One photo's files in a site: made, or found whole from an earlier run.

The embedding is written last: where it is and fits the photo beside it, nothing is missing.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from clickcut_build.site_folder import SiteFolder
from clickcut_core.embedding import Embedding
from clickcut_core.errors import ClickcutError
from clickcut_core.files.file_names import safe_name, safe_part
from clickcut_core.geometry import ImageSize

from clickcut.cutting.proposals_file import Proposer
from clickcut.encoding.encoder import Encoder
from clickcut.memory import memory_told
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import READING, photo_sha256
from clickcut.publishing.copies import SUFFIXES, Copy, copy_photo, poster, thumbnail, thumbnail_widths
from clickcut.publishing.sources import Source
from clickcut.settings import MEGABYTE

MOST_BYTES = 25 * MEGABYTE
"""Of one file: what Cloudflare Pages takes, and GitHub's form for uploads; other hosts take more."""
_LAYOUT = "3"  # of a site's files; a change of what is written for a photo makes all of them anew


@dataclass(frozen=True, slots=True)
class PhotoFiles:
    """A published photo. Addresses are paths below the site, not yet quoted for HTML.

    Attributes
    ----------
    title
        What it is called.
    size
        Of the published photo.
    photo, embedding, proposals
        Addresses.
    thumbnails
        Addresses by width in pixels, where there is a gallery.
    poster
        Address of a small picture of all of it, where there is none; else empty.
    bytes
        Of all files together.
    was_encoded
        Whether this run made it; else an earlier one did.
    notes
        Codes of `clickcut_core.errors.NOTES`.
    """

    title: str
    size: ImageSize
    photo: str
    embedding: str
    proposals: str
    thumbnails: dict[int, str]
    poster: str
    bytes: int
    was_encoded: bool
    notes: tuple[str, ...]

    @property
    def addresses(self) -> tuple[str, ...]:
        """All of its files."""
        small = filter(None, [*self.thumbnails.values(), self.poster])
        return (self.photo, self.embedding, self.proposals, *small)


class PhotoPublisher:
    """Publishes photos one by one; calls from several threads at once are safe.

    Parameters
    ----------
    folder
        Where to.
    model, encoder_name
        Which encoder the embeddings are of.
    load
        Loads what embeddings and proposals are made with, once a photo needs it. It must compute with one
        thread: then a site does not depend on how many photos or cores there are.
    limits
        What is accepted.
    longest_side
        See `copy_photo`.
    in_gallery
        Whether they are shown as tiles; else each alone, with a poster.
    """

    def __init__(
        self,
        folder: SiteFolder,
        *,
        model: str,
        encoder_name: str,
        load: Callable[[], tuple[Encoder, Proposer]],
        limits: PhotoLimits,
        longest_side: int | None,
        in_gallery: bool,
    ) -> None:
        self._folder = folder
        self._model = model
        self._made_by = f"{_LAYOUT} {READING} {model} {encoder_name} {longest_side or 'original'}"
        self._load = load
        self._limits = limits
        self._longest_side = longest_side
        self._in_gallery = in_gallery
        self._loaded: tuple[Encoder, Proposer] | None = None
        self._lock = threading.Lock()

    def publish(self, source: Source) -> PhotoFiles | ClickcutError:
        """Make a photo's files, or find them; a photo that can't be published is an answer, no exception.

        Raises
        ------
        ClickcutError
            What ends the whole run: `site-foreign-file`, `site-unwritable`, or an encoder's failure.
        """
        try:
            content = source.path.read_bytes()
        except OSError as error:
            return ClickcutError("unreadable-file", reason=error.strerror or error)
        name = safe_part(source.title) or "photo"
        digest = hashlib.sha256(f"{photo_sha256(content)} {self._made_by} {name}".encode())
        key = digest.hexdigest()[:16]
        found = self._find(source, key, name)
        if found:
            return found
        encoder, proposer = self._makers()
        try:
            with memory_told():
                copy = copy_photo(content, self._limits, longest_side=self._longest_side)
        except ClickcutError as error:
            return error
        if len(copy.content) > MOST_BYTES:
            megabytes = f"{len(copy.content) / MEGABYTE:.1f}"
            return ClickcutError("too-large-to-host", size=megabytes, limit=MOST_BYTES // MEGABYTE)
        embedding = encoder.encode(copy.photo, photo_sha256(copy.content))
        return self._make(source, key, name, copy, embedding, proposer.write(embedding))

    def _make(
        self, source: Source, key: str, name: str, copy: Copy, embedding: Embedding, proposals: bytes
    ) -> PhotoFiles:
        photo = _photo_address(key, name, copy.suffix)
        self._folder.write(photo, copy.content)
        photo_size = embedding.frame.photo
        thumbnails, poster_address = self._small(key, photo_size)
        small = {each: thumbnail(copy.photo.image, proposals, width) for width, each in thumbnails.items()}
        if poster_address:
            small[poster_address] = poster(copy.photo.image)
        for address, content in small.items():
            self._folder.write(address, content)
        size = len(copy.content) + sum(map(len, small.values()))
        self._folder.write(_proposals_address(key), proposals)
        file = embedding.to_bytes()
        self._folder.write(_embedding_address(key), file)
        return PhotoFiles(
            title=source.title,
            size=photo_size,
            photo=photo,
            embedding=_embedding_address(key),
            proposals=_proposals_address(key),
            thumbnails=thumbnails,
            poster=poster_address,
            bytes=size + len(file) + len(proposals),
            was_encoded=True,
            notes=copy.notes,
        )

    def _find(self, source: Source, key: str, name: str) -> PhotoFiles | None:
        """Find a photo's files, each checked; None when something is missing or damaged."""
        file = self._folder.read(_embedding_address(key))
        try:
            embedding = Embedding.from_bytes(file or b"", model=self._model)
        except ClickcutError:
            return None
        if not embedding.fingerprint:  # of a version that turned some photos otherwise than browsers do
            return None
        for suffix in SUFFIXES.values():
            photo = _photo_address(key, name, suffix)
            content = self._folder.read(photo)
            if content is not None:
                break
        else:
            return None
        size = embedding.frame.photo
        thumbnails, poster_address = self._small(key, size)
        small = filter(None, [*thumbnails.values(), poster_address])
        others = [self._folder.read(address) for address in (_proposals_address(key), *small)]
        if photo_sha256(content) != embedding.photo_sha256 or not all(others):
            return None
        return PhotoFiles(
            title=source.title,
            size=size,
            photo=photo,
            embedding=_embedding_address(key),
            proposals=_proposals_address(key),
            thumbnails=thumbnails,
            poster=poster_address,
            bytes=sum(map(len, filter(None, (content, file, *others)))),
            was_encoded=False,
            notes=embedding.notes,
        )

    def _small(self, key: str, size: ImageSize) -> tuple[dict[int, str], str]:
        """Give the addresses of a photo's small pictures: of its tiles by width, and of its poster."""
        if not self._in_gallery:
            return {}, f"posters/{key}.webp"
        return {width: _thumbnail_address(key, width) for width in thumbnail_widths(size)}, ""

    def _makers(self) -> tuple[Encoder, Proposer]:
        with self._lock:
            self._loaded = self._loaded or self._load()
            return self._loaded


def quoted(address: str) -> str:
    """Write an address for HTML: any letter, space or sign in it is a part of its path."""
    return quote(address)


def _photo_address(key: str, name: str, suffix: str) -> str:
    return f"photos/{key}/{safe_name(name + suffix)}"


def _embedding_address(key: str) -> str:
    return f"embeddings/{key}.clickcut"


def _proposals_address(key: str) -> str:
    return f"proposals/{key}.json"


def _thumbnail_address(key: str, width: int) -> str:
    return f"thumbnails/{key}-{width}.webp"
