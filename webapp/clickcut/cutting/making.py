"""From a photo and what is wished of it to a file's bytes: the same for the command line and the server."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from clickcut_core.embedding import Embedding
from clickcut_core.files.colour_profile import HEAD_BYTES, profile_of
from clickcut_core.files.cutout import MASK
from clickcut_core.files.export_options import ExportOptions
from clickcut_core.files.shape_files import WRITERS
from clickcut_core.files.shapes import Shape
from clickcut_core.geometry import ImageSize
from clickcut_core.masks.prediction import Mask
from clickcut_core.proposals.proposal import Proposal
from PIL import Image

from clickcut.cutting.begun import Begun
from clickcut.cutting.cut_out import mask_pixels, picture_of
from clickcut.cutting.cutout_files import picture_file
from clickcut.cutting.formats import NPY, is_picture
from clickcut.cutting.loaded import Loaded
from clickcut.cutting.subject import Picked, pick_everything
from clickcut.cutting.wishes import Wishes
from clickcut.photos.photo import read_photo
from clickcut.settings import Settings


@dataclass(frozen=True, slots=True)
class Order:
    """A file that is wanted of a photo.

    Attributes
    ----------
    kind
        A media type of `formats`.
    wanted
        Its options.
    has_recipe
        Whether a PNG says inside how it was made.
    """

    wishes: Wishes
    kind: str
    wanted: ExportOptions
    has_recipe: bool = True


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a cut-out; `mask` is None of all objects of a photo, of which there are `count`."""

    size: ImageSize
    mask: Mask | None
    notes: tuple[str, ...]
    subject: Picked | None = None
    count: int = 1

    @property
    def confidence(self) -> float:
        """The IoU that the model predicts of the mask; of many, 0."""
        return self.mask.score if self.mask else 0.0

    def to_json(self) -> dict[str, Any]:
        """Give the plain form."""
        plain: dict[str, Any] = {"width": self.size.width, "height": self.size.height}
        if self.mask is None:
            plain["count"] = self.count
        else:
            plain.update(self.mask.to_json())
        if self.subject:
            plain["subject"] = _plain(self.subject.proposal)
            plain["sure"] = self.subject.is_sure
            plain["others"] = [_plain(each) for each in self.subject.others]
        return {**plain, "notes": list(self.notes)}


@dataclass(frozen=True, slots=True)
class Made:
    """A file's bytes, what is known of it, and the shapes that it was written from, if it was."""

    content: bytes
    facts: Facts
    shapes: Sequence[Shape] = ()


async def make(
    settings: Settings,
    order: Order,
    content: bytes | None,
    *,
    name: str,
    loaded: Loaded | None = None,
    embedding: Embedding | None = None,
    behind: Image.Image | None = None,
) -> Made:
    """Make a file.

    Parameters
    ----------
    content
        The photo's file; not needed where the embedding was made here and the file is no picture.
    name
        The photo's, which recipes and labels tell.
    loaded, embedding
        As `Begun.of` takes them.
    behind
        The picture of a background that is one.

    Raises
    ------
    ClickcutError
        Whatever is wrong with the photo or a wish.
    """
    picture = order.wanted if is_picture(order.kind) else None
    begun = await Begun.of(settings, content, order.wishes, picture, loaded=loaded, embedding=embedding)
    return await write(begun, order, await tell(begun, order.wishes), name=name, behind=behind)


async def tell(begun: Begun, wishes: Wishes) -> Facts:
    """Say what is wished of a photo to which nothing was said yet, and give what came of it.

    Raises
    ------
    ClickcutError
        `no-subject`, or what `say` raises.
    """
    notes = begun.notes(wishes)
    if not wishes.is_everything:
        mask, subject = await begun.say(wishes)
        return Facts(begun.session.size, mask, notes, subject)
    await pick_everything(begun.session, begun.loaded.proposal_graphs)
    return Facts(begun.session.size, None, notes, count=len(begun.session.history.current.visible()))


async def write(
    begun: Begun, order: Order, facts: Facts, *, name: str, behind: Image.Image | None = None
) -> Made:
    """Write the file that is ordered, of what was said."""
    if is_picture(order.kind):
        return Made(await _picture(begun, order, name, behind), facts)
    document = begun.session.history.current
    is_of_all = order.wanted.together or facts.mask is None
    objects = [each.id for each in document.visible()] if is_of_all else [document.active_id]
    if order.kind in WRITERS:
        shapes = [shape for each in objects for shape in await begun.session.shapes(each)]
        return Made(WRITERS[order.kind](facts.size, name, shapes).encode(), facts, shapes)
    if order.kind == NPY:
        return Made(await _array_file(begun, facts, objects), facts)
    return Made(f"{json.dumps(facts.to_json())}\n".encode(), facts)


async def _picture(begun: Begun, order: Order, name: str, behind: Image.Image | None) -> bytes:
    """Write a picture, in the photo's own colours where its format can tell them, with its recipe."""
    photo, wanted = begun.photo, order.wanted
    head = (begun.content or b"")[:HEAD_BYTES]
    if wanted.keeps_profile and profile_of(head) is not None:
        photo = read_photo(begun.content or b"", begun.limits, keep_profile=True)
    image = await picture_of(begun.session, photo, wanted, behind=behind)
    profile = None if wanted.media_type == MASK else photo.profile
    recipe = begun.recipe(name).to_text() if order.has_recipe else None
    return picture_file(image, order.kind, recipe, profile)


async def _array_file(begun: Begun, facts: Facts, objects: Sequence[int]) -> bytes:
    """Write masks as bool (height, width), or of all objects (count, height, width), in numpy's format."""
    file, size = io.BytesIO(), facts.size
    shape = (size.height, size.width)
    is_stack = facts.mask is None
    head = {
        "descr": np.lib.format.dtype_to_descr(np.dtype(np.bool_)),
        "fortran_order": False,
        "shape": (len(objects), *shape) if is_stack else shape,
    }
    np.lib.format.write_array_header_1_0(file, head)
    for each in objects:  # one after the other: a stack beside the file would take the memory twice
        file.write((await mask_pixels(begun.session, each)).tobytes())
    return file.getvalue()


def _plain(proposal: Proposal) -> dict[str, Any]:
    point = proposal.point
    return {"x": point.x, "y": point.y, "choose": proposal.mask, "score": round(proposal.score, 2)}
