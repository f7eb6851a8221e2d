"""One photo being worked on: what a person says of it, each a step that can be undone.

How what was said comes to masks is elsewhere; what can be read of them is in `clickcut_core.open_photo`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from clickcut_core.document import Document
from clickcut_core.edits import Edit, FillHoles, Imported, KeepLargest, Stroke
from clickcut_core.embedding import Embedding
from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import ImageSize
from clickcut_core.history import History
from clickcut_core.image import EncodedImage
from clickcut_core.importing import ImportGrid, import_plane
from clickcut_core.look import Look
from clickcut_core.open_photo import OpenPhoto
from clickcut_core.predictions import Predictions, chosen_mask, default_of, offered_of
from clickcut_core.prompts import BoxPrompt, PointLabel, PointPrompt, PromptSet
from clickcut_core.recipe import Recipe, Trail
from clickcut_core.runtime import KeptTensor
from clickcut_core.sketches import Sketches


class Session(OpenPhoto):
    """Turns prompts into masks for one photo at a time.

    Calls must not overlap: whoever owns the session queues them. A call that fails leaves everything as
    it was before. All coordinates are pixels of the upright photo. Prompts go to the active object.
    """

    async def set_image(self, embedding: Embedding) -> None:
        """Take a photo's embedding; prompts and history of the photo before are dropped."""
        image = await EncodedImage.of(self._runtime, self._graphs, embedding)
        self.close()
        self._open, self._predictions, self._sketches = image, Predictions(image), Sketches(image)

    async def add_point(self, x: float, y: float, label: int = PointLabel.FOREGROUND) -> None:
        """Add a click: label 1 includes what is there, 0 excludes it."""
        await self._say(self._recipe.with_point(self._checked(PointPrompt(x, y, label))))

    async def move_point(self, index: int, x: float, y: float) -> None:
        """Move a click to another place, as if it had been made there."""
        point = self._checked(PointPrompt(x, y, self._point(index).label))
        if point != self._point(index):
            await self._say(self._recipe.with_point_moved(index, point))

    async def delete_point(self, index: int) -> None:
        """Take a click away, as if it had never been made."""
        self._point(index)
        await self._say(self._recipe.without_point(index))

    async def set_box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Set the box; points stay."""
        await self._say(self._recipe.with_box(BoxPrompt(x0, y0, x1, y1).checked(self._image.frame.photo)))

    async def delete_box(self) -> None:
        """Take the box away; points stay. Without a box, nothing happens."""
        if self._recipe.box is not None:
            await self._say(self._recipe.without_box())

    async def choose(self, index: int) -> None:
        """Show another of the offered masks instead of the default."""
        prediction = self._asked
        if index not in offered_of(prediction):
            raise ClickcutError("invalid-prompt", reason=f"Mask {index} is not among those offered.")
        if index != chosen_mask(self._recipe.trail[-1], prediction):
            await self._say(self._recipe.with_choice(index))

    async def cycle(self, by: int = 1) -> None:
        """Show the next of the offered masks."""
        prediction = self._asked
        if offered := offered_of(prediction):
            place = offered.index(chosen_mask(self._recipe.trail[-1], prediction))
            await self.choose(offered[(place + by) % len(offered)])

    async def stroke(self, points: Sequence[Sequence[float]], radius: float, adds: bool = True) -> None:
        """Draw with a round brush along points, x and y each: add to the mask, or erase.

        Where there is nothing to erase, nothing happens. Strokes are as fine as the mask's grid.
        """
        await self._edit(Stroke.drawn(points, radius, adds, self._image.frame.photo))

    async def fill_holes(self) -> None:
        """Fill what the mask encloses."""
        _ = self._asked
        await self._edit(FillHoles())

    async def keep_largest(self) -> None:
        """Drop all parts of the mask but the largest."""
        _ = self._asked
        await self._edit(KeepLargest())

    async def invert(self) -> None:
        """Exchange inside and outside; points are seen the other way round from then on."""
        _ = self._asked
        await self._say(self._recipe.inverted())

    def import_grid(self, size: ImageSize) -> ImportGrid:
        """Tell how a mask file of this size is averaged for `import_mask`; raises `mask-size`."""
        return ImportGrid.of(self._image.frame, size)

    async def import_mask(self, alpha: bytes) -> None:
        """Begin the active object anew with a mask from elsewhere, averaged as `import_grid` says."""
        await self._say(Recipe().with_edit(Imported.of(import_plane(self._image.frame, alpha))))

    async def refine(self, grow: float = 0, feather: float = 0, smooth: float = 0) -> None:
        """Give the active object's edge another look, all in photo pixels; see `Look`."""
        _ = self._asked
        look = Look(grow, feather, smooth).checked(self._image.frame.photo)
        await self._change(self._document.with_look(look))

    async def clear(self) -> None:
        """Remove all prompts and edits of the active object, as a step that can be undone."""
        if self._recipe:
            await self._say(Recipe())

    async def add_object(self) -> None:
        """Begin another object; it is no step of its own, and the active one stays when it is still empty."""
        if self._image and self._recipe:
            await self._go(self._history.amend(self._document.with_new_object()))

    async def select_object(self, object_id: int) -> None:
        """Let prompts go to another object; no step of its own."""
        await self._go(self._history.amend(self._document.with_active(object_id)))

    async def delete_object(self, object_id: int) -> None:
        """Delete an object, as a step that can be undone."""
        if self._document.find(object_id).recipe:
            await self._go(self._history.push(self._document.without(object_id)))
        else:
            await self._go(self._history.amend(self._document.without(object_id)))

    async def rename_object(self, object_id: int, name: str) -> None:
        """Give an object a name; an empty one takes it back."""
        await self._change(self._document.with_name(object_id, name))

    async def show_object(self, object_id: int, is_visible: bool) -> None:
        """Show or hide an object; a hidden one is in no export of all objects."""
        await self._change(self._document.with_visibility(object_id, is_visible))

    async def move_object(self, object_id: int, place: int) -> None:
        """Move an object in the order, counted from 0; the last lies on top."""
        await self._change(self._document.with_place(object_id, place))

    async def undo(self) -> None:
        """Take the last step back; at the start, nothing happens."""
        if self._history.can_undo:
            await self._go(self._history.undo())

    async def redo(self) -> None:
        """Take a step again that was undone; at the end, nothing happens."""
        if self._history.can_redo:
            await self._go(self._history.redo())

    async def restore(self, history: Mapping[str, Any]) -> None:
        """Go on where another session of the same photo stopped; see `History.to_json`."""
        await self._go(History.from_json(history, self._image.frame.photo))

    async def resume(self, document: Mapping[str, Any]) -> None:
        """Go on with a document of the same photo from elsewhere, as a step that can be undone."""
        taken = Document.from_json(document, self._image.frame.photo)
        await self._change(replace(taken, count=max(taken.count, self._document.count)))

    async def preview(self, x: float, y: float) -> tuple[KeptTensor, int]:
        """Predict what a first click here would give, without making it."""
        prompts = PromptSet((self._checked(PointPrompt(x, y)),))
        assert self._predictions is not None  # noqa: S101  there is a photo: the point was checked on it
        prediction = await self._predictions.preview(prompts)
        return prediction.masks, default_of(prediction)

    def _point(self, index: int) -> PointPrompt:
        if not (isinstance(index, int) and 0 <= index < len(self._recipe.points)):
            raise ClickcutError("invalid-prompt", reason=f"There is no point {index}.")
        return self._recipe.prompts.points[index]

    def _checked(self, point: PointPrompt) -> PointPrompt:
        return point.checked(self._image.frame.photo)

    async def _edit(self, edit: Edit) -> None:
        await self._say(self._recipe.with_edit(edit))

    async def _say(self, recipe: Recipe) -> None:
        await self._change(self._document.with_recipe(recipe))

    async def _change(self, document: Document) -> None:
        """Take a step, unless it changes nothing."""
        if document != self._document:
            await self._go(self._history.push(document))

    async def _go(self, history: History) -> None:
        if self._predictions is None or self._sketches is None:
            raise ClickcutError("no-photo")
        await self._predictions.follow(_trails(history))
        try:
            wishes = [wish for each in history.current.objects if (wish := self._wish(each))]
            await self._sketches.follow(wishes)
        except BaseException:
            await self._predictions.follow(_trails(self._history))
            raise
        self._history = history


def _trails(history: History) -> list[Trail]:
    return [each.recipe.trail for each in history.current.objects if each.recipe]
