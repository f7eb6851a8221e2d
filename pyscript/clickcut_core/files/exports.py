"""Which files an export makes, and under which names."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clickcut_core.files.colour_profile import profile_of
from clickcut_core.files.cutout import COCO, LABELS_FILE, MASK, PNG, ZIP, cutout_name, cutout_names
from clickcut_core.files.export_options import ExportOptions
from clickcut_core.files.recipe_file import PhotoIdentity, RecipeFile
from clickcut_core.files.shape_files import WRITERS
from clickcut_core.files.shapes import Shape
from clickcut_core.geometry import ImageSize
from clickcut_core.recipes.document import Document

if TYPE_CHECKING:
    from clickcut_core import worker_protocol


@dataclass(frozen=True, slots=True)
class Exports:
    """What can be made of a photo and its objects.

    Attributes
    ----------
    document, size
        The objects, and the photo's size.
    shapes
        Makes the shapes of all visible objects, or of the one named.
    model
        The model's name, as recipes have it.
    sha256, name
        The photo's.
    address
        Where the photo can be had, empty if nowhere; without one no file says how it was made.
    """

    document: Document
    size: ImageSize
    shapes: Callable[[int | None], Awaitable[list[Shape]]]
    model: str
    sha256: str
    name: str
    address: str | None

    async def plan(
        self, wanted: ExportOptions, head: bytes, object_id: int | None
    ) -> worker_protocol.ExportPlan:
        """Say which files are to be made, of all visible objects or of one; `head`: the photo's beginning."""
        media_type = wanted.media_type
        wanted.check_size(self.size)
        files: list[worker_protocol.TextFile | worker_protocol.PictureFile]
        if media_type == ZIP:
            files = await self._every_file()
            name = cutout_name(self.name, ZIP)
        elif media_type in WRITERS:
            of = "" if object_id is None else self.document.find(object_id).name
            name = cutout_name(self.name, media_type, object_name=of)
            files = [await self._shape_file(media_type, name, object_id)]
        else:
            meant = self.document.exported(object_id)
            name = cutout_name(self.name, media_type, object_name=meant.name)
            files = [self._picture(media_type, name, meant.id)]
        profile = profile_of(head) if wanted.keeps_profile else None
        return {
            "name": name,
            "type": media_type,
            "files": files,
            "profile": base64.b64encode(profile).decode() if profile else None,
        }

    def recipe(self, object_id: int | None) -> RecipeFile:
        """Tell how an object was made, the active one unless it is named."""
        photo = PhotoIdentity(self.sha256, self.name, self.size, self.address or "")
        return RecipeFile(self.model, photo, object_id or self.document.active_id, self.document)

    async def _every_file(self) -> list[worker_protocol.TextFile | worker_protocol.PictureFile]:
        objects = self.document.visible()
        names = cutout_names(self.name, [each.name for each in objects])
        pictures = [self._picture(PNG, name, each.id) for name, each in zip(names, objects, strict=True)]
        return [*pictures, await self._shape_file(COCO, LABELS_FILE, None)]

    async def _shape_file(
        self, media_type: str, name: str, object_id: int | None
    ) -> worker_protocol.TextFile:
        """Write masks as shapes: all visible objects, or the one named."""
        shapes = await self.shapes(object_id)
        text = WRITERS[media_type](shapes[0].runs.size, self.name, shapes)
        return {"name": name, "type": media_type, "text": text}

    def _picture(self, media_type: str, name: str, object_id: int) -> worker_protocol.PictureFile:
        carries = media_type == PNG and self.address is not None
        recipe = self.recipe(object_id).to_text() if carries else None
        is_mask = media_type == MASK
        return {"name": name, "type": media_type, "object": object_id, "isMask": is_mask, "recipe": recipe}
