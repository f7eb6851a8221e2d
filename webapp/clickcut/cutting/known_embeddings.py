"""Embeddings that were made before, for commands: of one photo a file, of many a folder of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from clickcut_core.embedding import Embedding
from clickcut_core.errors import ClickcutError
from clickcut_core.files.file_names import fitting

from clickcut.cutting.files import read_file
from clickcut.photos.photo import photo_sha256

OF_ANOTHER_PICTURE = ("embedding-photo", "embedding-picture")
"""Codes of one that is opened with a photo and shows something else."""


@dataclass(frozen=True, slots=True)
class KnownEmbeddings:
    """Where they are; None is nowhere."""

    place: Path | None = None

    @property
    def is_folder(self) -> bool:
        """Whether they are in a folder, each under its photo's name, as `clickcut encode` writes them."""
        return self.place is not None and self.place.is_dir()

    def file(self, name: str) -> Path | None:
        """Give the file that the embedding of a photo of that name would be in."""
        if self.place is None or not self.is_folder:
            return self.place
        return self.place / fitting(Path(name).stem, ".clickcut")

    def find(self, name: str, content: bytes, model: str) -> Embedding | None:
        """Give the embedding of a photo's file, if it is known.

        In a folder, one of another photo or model, or a damaged one, counts as none: the photo is encoded.

        Raises
        ------
        ClickcutError
            `unreadable-file`, `embedding-picture` where it is another photo's, or what `Embedding.from_bytes`
            raises; of a file that was named.
        """
        file = self.file(name)
        if file is None or (self.is_folder and not file.is_file()):
            return None
        try:
            found = Embedding.from_bytes(read_file(file), model=model)
            if found.photo_sha256 != photo_sha256(content):
                raise ClickcutError("embedding-picture")
        except ClickcutError:
            if self.is_folder:
                return None
            raise
        return found
