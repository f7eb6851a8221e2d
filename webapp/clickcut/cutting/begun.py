"""A photo that is to be cut out, opened: read as far as that is needed, and encoded unless it was before."""

from __future__ import annotations

from dataclasses import dataclass, replace

from clickcut_core.embedding import Embedding
from clickcut_core.errors import ClickcutError
from clickcut_core.files.export_options import ExportOptions
from clickcut_core.files.recipe_file import PhotoIdentity, RecipeFile
from clickcut_core.geometry import Part
from clickcut_core.masks.prediction import Mask
from clickcut_core.session import Session

from clickcut.cutting.loaded import Loaded
from clickcut.cutting.subject import Picked, pick_subject
from clickcut.cutting.wishes import Wishes, say
from clickcut.photos.fingerprint import fingerprint_of
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import Photo, photo_sha256, read_photo
from clickcut.settings import Settings


@dataclass(frozen=True, slots=True)
class Begun:
    """A photo in a session, to which nothing was said yet.

    Attributes
    ----------
    content
        The photo's file; None where there is an embedding in its place.
    pixels
        The photo itself; None where it was not read.
    embedding
        Of the photo.
    sha256
        Of its file.
    read_notes
        About how it was read.
    """

    session: Session
    content: bytes | None
    pixels: Photo | None
    embedding: Embedding
    sha256: str
    read_notes: tuple[str, ...]
    loaded: Loaded
    limits: PhotoLimits

    @classmethod
    async def of(
        cls,
        settings: Settings,
        content: bytes | None,
        wishes: Wishes,
        wanted: ExportOptions | None = None,
        *,
        loaded: Loaded | None = None,
        embedding: Embedding | None = None,
    ) -> Begun:
        """Open a photo.

        Parameters
        ----------
        content
            Its file. With an embedding that was made here, it is needed for a picture alone.
        wishes
            What will be said.
        wanted
            The picture that will be made of its pixels.
        loaded
            What to work with; it is loaded unless given.
        embedding
            The photo's, if it was encoded before. Where there is a file, they are compared.

        Raises
        ------
        ClickcutError
            About the photo, the models, the recipe, what `Embedding.check_photo` raises, or
            `format-too-small`.
        """
        limits = PhotoLimits(max_megapixels=settings.max_megapixels)
        sha256 = embedding.photo_sha256 if embedding else photo_sha256(content or b"")
        if wishes.recipe is not None and wishes.recipe.photo.sha256 != sha256:
            raise ClickcutError("recipe-photo", name=wishes.recipe.photo.name)
        photo = None if content is None else read_photo(content, limits)
        if photo is not None and embedding is not None:  # another decoder may have made it
            embedding.check_photo(photo.frame.photo, fingerprint_of(photo.image))
        if photo is not None and wanted is not None:
            wanted.check_size(photo.frame.photo)
        loaded = loaded or await Loaded.of(settings, proposing=wishes.proposes, encoding=embedding is None)
        known = embedding or loaded.encode(_read(photo), sha256)
        session = await loaded.begin(known)
        notes = photo.notes if photo else known.notes
        return cls(session, content, photo, known, sha256, notes, loaded, limits)

    async def anew(self) -> Begun:
        """Open the same photo again, to which nothing was said then."""
        return replace(self, session=await self.loaded.begin(self.embedding))

    @property
    def photo(self) -> Photo:
        """The photo, which was to be read."""
        return _read(self.pixels)

    async def say(self, wishes: Wishes) -> tuple[Mask, Picked | None]:
        """Say what is wished; gives the active object's mask, and what was proposed as the subject.

        Raises
        ------
        ClickcutError
            `no-subject`, or what `say` raises.
        """
        subject = await pick_subject(self.session, self.loaded.proposal_graphs) if wishes.is_subject else None
        return await say(self.session, wishes, self._encode_part, self.limits), subject

    def recipe(self, name: str) -> RecipeFile:
        """Tell what was said of the photo, which is called `name`, so that it can be said again."""
        document = self.session.history.current
        identity = PhotoIdentity(self.sha256, name, self.session.size)
        return RecipeFile(self.loaded.manifest.model, identity, document.active_id, document)

    def notes(self, wishes: Wishes) -> tuple[str, ...]:
        """Give what should be known of the photo and of the recipe."""
        recipe = wishes.recipe
        return (*self.read_notes, *(recipe.notes(self.loaded.manifest.model) if recipe else ()))

    def _encode_part(self, part: Part) -> Embedding:
        return self.loaded.encode_part(self.photo, self.sha256, part)


def _read(photo: Photo | None) -> Photo:
    if photo is None:
        raise RuntimeError("the photo was not read")
    return photo
