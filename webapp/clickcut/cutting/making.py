"""From a photo and what is wished of it to a file's bytes: the same for the command line and the server."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from clickcut_core.embedding import Embedding
from clickcut_core.files.export_options import ExportOptions
from clickcut_core.files.shape_files import WRITERS
from clickcut_core.files.shapes import Shape
from clickcut_core.geometry import ImageSize
from clickcut_core.masks.prediction import Mask
from clickcut_core.proposals.proposal import Proposal
from PIL import Image

from clickcut.cutting.begun import Begun
from clickcut.cutting.cut_out import cut_out, mask_pixels
from clickcut.cutting.cutout_files import picture_file
from clickcut.cutting.formats import NPY, is_picture
from clickcut.cutting.loaded import Loaded
from clickcut.cutting.subject import Picked, pick_everything
from clickcut.cutting.wishes import Wishes
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
    wishes = order.wishes
    if is_picture(order.kind):
        cut = await cut_out(
            settings,
            content or b"",
            wishes,
            wanted=order.wanted,
            name=name,
            behind=behind,
            loaded=loaded,
            embedding=embedding,
        )
        recipe = cut.recipe.to_text() if order.has_recipe else None
        facts = Facts(cut.photo, cut.mask, cut.notes, cut.subject)
        return Made(picture_file(cut.image, order.kind, recipe, cut.profile), facts)
    begun = await Begun.of(settings, content, wishes, loaded=loaded, embedding=embedding)
    facts, objects = await _told(begun, wishes, together=order.wanted.together)
    if order.kind in WRITERS:
        shapes = [shape for each in objects for shape in await begun.session.shapes(each)]
        return Made(WRITERS[order.kind](facts.size, name, shapes).encode(), facts, shapes)
    if order.kind == NPY:
        return Made(await _array_file(begun, facts, objects), facts)
    return Made(f"{json.dumps(facts.to_json())}\n".encode(), facts)


async def _told(begun: Begun, wishes: Wishes, *, together: bool) -> tuple[Facts, Sequence[int]]:
    """Say what is wished; gives what came of it, and the objects' numbers, the topmost last."""
    session, notes = begun.session, begun.notes(wishes)
    if not wishes.is_everything:
        mask, subject = await begun.say(wishes)
        document = session.history.current
        objects = [each.id for each in document.visible()] if together else [document.active_id]
        return Facts(session.size, mask, notes, subject), objects
    await pick_everything(session, begun.loaded.proposal_graphs)
    objects = [each.id for each in session.history.current.visible()]
    return Facts(session.size, None, notes, count=len(objects)), objects


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
