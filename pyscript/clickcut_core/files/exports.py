"""Which files an export makes, and under which names."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clickcut_core.errors import ClickcutError
from clickcut_core.files.coco import Labels, document, labels_of
from clickcut_core.files.colour_profile import profile_of
from clickcut_core.files.cutout import (
    ALL,
    COCO,
    COCO_POLYGONS,
    LABELS_FILE,
    MANY_FILE,
    MASK,
    PNG,
    ZIP,
    cutout_name,
    cutout_names,
)
from clickcut_core.files.export_options import ExportOptions
from clickcut_core.files.file_names import unique
from clickcut_core.files.recipe_file import PhotoIdentity, RecipeFile
from clickcut_core.files.shape_files import WRITERS
from clickcut_core.files.shapes import Shape
from clickcut_core.geometry import ImageSize
from clickcut_core.recipes.document import Document, PhotoObject

if TYPE_CHECKING:
    from clickcut_core import worker_protocol


_ONE_FILE_FOR_ALL = (COCO, COCO_POLYGONS)


def together(names: Iterable[str], photos: Iterable[worker_protocol.PhotoLabels]) -> worker_protocol.Together:
    """Give many photos' files names of which no two are alike, and write the one COCO file of all.

    `names` are those that `Exports.share` gave, in their order.
    """
    labels = [
        Labels(photo["image"], tuple((name, each) for name, each in photo["objects"])) for photo in photos
    ]
    *unlike, coco_name = unique([*names, LABELS_FILE])
    coco_file: worker_protocol.TextFile = {"name": coco_name, "type": COCO, "text": document(labels)}
    return {"name": MANY_FILE, "type": ZIP, "names": unlike, "labels": coco_file}


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
        if wanted.together and object_id is not None:
            raise ClickcutError("invalid-option", reason="one object or all together: leave one of them out")
        files: list[worker_protocol.TextFile | worker_protocol.PictureFile]
        if media_type == ZIP:
            files = await self._every_file()
            name = cutout_name(self.name, ZIP)
        elif media_type in WRITERS:
            of = ALL if wanted.together else ""
            if object_id is not None:
                of = self._called(self.document.find(object_id))
            name = cutout_name(self.name, media_type, object_name=of)
            files = [await self._shape_file(media_type, name, object_id)]
        elif wanted.together:
            name = cutout_name(self.name, media_type, object_name=ALL)
            files = [self._picture(media_type, name, [each.id for each in self.document.visible()])]
        else:
            meant = self.document.exported(object_id)
            name = cutout_name(self.name, media_type, object_name=self._called(meant))
            files = [self._picture(media_type, name, [meant.id])]
        return {"name": name, "type": media_type, "files": files, "profile": _profile(wanted, head)}

    async def share(self, wanted: ExportOptions, head: bytes) -> worker_protocol.SharePlan:
        """Say which files are to be made of all visible objects, where many photos are saved together.

        COCO makes none: what is said of the photo goes into one file with all others; see `together`.
        """
        media_type = wanted.media_type
        wanted.check_size(self.size)
        files: list[worker_protocol.TextFile | worker_protocol.PictureFile] = []
        if media_type in _ONE_FILE_FOR_ALL:
            pass
        elif media_type in WRITERS:
            files = [await self._shape_file(media_type, cutout_name(self.name, media_type), None)]
        else:
            files = [*self._pictures(media_type)]
        polygons = media_type == COCO_POLYGONS
        labels = labels_of(self.size, self.name, await self.shapes(None), polygons=polygons)
        objects = [(name, None if each is None else dict(each)) for name, each in labels.objects]
        return {
            "files": files,
            "profile": _profile(wanted, head),
            "labels": {"image": {**labels.image, "sha256": self.sha256}, "objects": objects},
        }

    def recipe(self, object_id: int | None) -> RecipeFile:
        """Tell how an object was made, the active one unless it is named."""
        photo = PhotoIdentity(self.sha256, self.name, self.size, self.address or "")
        return RecipeFile(self.model, photo, object_id or self.document.active_id, self.document)

    async def _every_file(self) -> list[worker_protocol.TextFile | worker_protocol.PictureFile]:
        return [*self._pictures(PNG), await self._shape_file(COCO, LABELS_FILE, None)]

    def _pictures(self, media_type: str) -> list[worker_protocol.PictureFile]:
        """Give a picture of each visible object."""
        objects = self.document.visible()
        names = cutout_names(self.name, map(self._called, objects), media_type)
        return [self._picture(media_type, name, [each.id]) for name, each in zip(names, objects, strict=True)]

    def _called(self, meant: PhotoObject) -> str:
        """Give what a file calls an object: its name; else its number, where there are several."""
        several = sum(bool(each.recipe) for each in self.document.objects) > 1
        return meant.name or (f"object-{meant.id}" if several else "")

    async def _shape_file(
        self, media_type: str, name: str, object_id: int | None
    ) -> worker_protocol.TextFile:
        """Write masks as shapes: all visible objects, or the one named."""
        shapes = await self.shapes(object_id)
        text = WRITERS[media_type](shapes[0].runs.size, self.name, shapes)
        return {"name": name, "type": media_type, "text": text}

    def _picture(self, media_type: str, name: str, objects: list[int]) -> worker_protocol.PictureFile:
        """Plan a picture. The recipe inside holds all objects: of one's picture, that one is active."""
        carries = media_type == PNG and self.address is not None
        of = objects[0] if len(objects) == 1 else self.document.exported().id
        recipe = self.recipe(of).to_text() if carries else None
        is_mask = media_type == MASK
        return {"name": name, "type": media_type, "objects": objects, "isMask": is_mask, "recipe": recipe}


def _profile(wanted: ExportOptions, head: bytes) -> str | None:
    """Give the photo's own colour profile in Base64, where the file is to keep it."""
    profile = profile_of(head) if wanted.keeps_profile else None
    return base64.b64encode(profile).decode() if profile else None
