"""One photo being worked on: what a person says of it, each a step that can be undone, and what comes of it.

How what was said comes to masks is elsewhere; what can be read of them is in `clickcut_core.opened.photo`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING

from clickcut_core.embedding import Embedding
from clickcut_core.errors import ClickcutError
from clickcut_core.files.shapes import Shape
from clickcut_core.geometry import ImageSize, Part
from clickcut_core.importing import ImportGrid, import_plane
from clickcut_core.masks.graphs import Graphs
from clickcut_core.masks.image import EncodedImage, Strip
from clickcut_core.masks.prediction import Mask, MaskPrediction
from clickcut_core.masks.soft_cutout import CutoutStrip, PhotoRows, Scaled
from clickcut_core.opened.photo import Opened, Shown, is_surrounded
from clickcut_core.opened.state import answered_state, state_of
from clickcut_core.proposing import Proposing
from clickcut_core.recipes.document import Document, PhotoObject
from clickcut_core.recipes.edits import FillHoles, Imported, KeepLargest, Stroke
from clickcut_core.recipes.history import History
from clickcut_core.recipes.look import Look
from clickcut_core.recipes.prompts import BoxPrompt, PointLabel, PointPrompt, PromptSet
from clickcut_core.recipes.recipe import Recipe
from clickcut_core.runtime import InferenceRuntime, KeptTensor

if TYPE_CHECKING:
    from clickcut_core import protocol


class Session(Proposing):
    """Turns prompts into masks for one photo at a time.

    Calls must not overlap: whoever owns the session queues them. A call that fails leaves everything as
    it was before. All coordinates are pixels of the upright photo. Prompts go to the active object.
    """

    def __init__(self, runtime: InferenceRuntime, graphs: Graphs) -> None:
        super().__init__()
        self._runtime, self._graphs = runtime, graphs

    async def set_image(self, embedding: Embedding) -> None:
        """Take a photo's embedding; prompts and history of the photo before are dropped."""
        opened = await Opened.of(self._runtime, self._graphs, embedding)
        self.close()
        self._opened = opened

    def stop(self) -> None:
        """End an edit that is under way in another turn or thread: it fails with `cancelled`."""
        if self._opened is not None:
            self._opened.runtime.stop()

    def close(self) -> None:
        """Let go of the photo and of every tensor made for it."""
        if self._opened is not None:
            self._opened.close()
        self._opened = self._search = None
        self._history = History()

    async def add_point(self, x: float, y: float, label: int = PointLabel.FOREGROUND) -> None:
        """Add a click: label 1 includes what is there, 0 excludes it.

        What it includes outside a mask that the machine proposed takes that one's place.
        """
        point, recipe = PointPrompt(x, y, label).checked(self.size), self._recipe
        if point.includes and self._is_proposed:
            is_inside = await self._photo.includes(self._document.active, point)
            recipe = recipe if is_inside else Recipe()
        await self._say(recipe.with_point(point))

    async def move_point(self, index: int, x: float, y: float) -> None:
        """Move a click to another place, as if it had been made there."""
        point = PointPrompt(x, y, self._point(index).label).checked(self.size)
        if point != self._point(index):
            await self._say(self._recipe.with_point_moved(index, point))

    async def delete_point(self, index: int) -> None:
        """Take a click away, as if it had never been made."""
        self._point(index)
        await self._say(self._recipe.without_point(index))

    async def set_box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Set the box; points stay."""
        await self._say(self._recipe.with_box(BoxPrompt(x0, y0, x1, y1).checked(self.size)))

    async def delete_box(self) -> None:
        """Take the box away; points stay. Without a box, nothing happens."""
        if self._recipe.box is not None:
            await self._say(self._recipe.without_box())

    async def choose(self, index: int) -> None:
        """Show another of the offered masks instead of the default."""
        if index not in self._asked.offered:
            raise ClickcutError("invalid-prompt", reason=f"Mask {index} is not among those offered.")
        if index != self._photo.chosen(self._document.active):
            await self._say(self._recipe.with_choice(index))

    async def cycle(self, by: int = 1) -> None:
        """Show the next of the offered masks."""
        if offered := self._asked.offered:
            chosen = self._photo.chosen(self._document.active)
            place = offered.index(chosen) if chosen in offered else -by
            await self.choose(offered[(place + by) % len(offered)])

    async def stroke(self, points: Sequence[tuple[float, float]], radius: float, adds: bool = True) -> None:
        """Draw with a round brush along points, x and y each: add to the mask, or erase.

        Where there is nothing to erase, nothing happens. Strokes are as fine as the mask's grid.
        """
        part = self._recipe.closer
        stroke = Stroke.drawn(points, radius, adds, part.size if part else self.size)
        places = zip(stroke.path[::2], stroke.path[1::2], strict=True)
        if part and not any(part.holds(x, y) for x, y in places):
            raise ClickcutError("outside-closer")
        await self._say(self._recipe.with_edit(stroke))

    async def fill_holes(self) -> None:
        """Fill what the mask encloses."""
        _ = self._asked
        await self._say(self._recipe.with_edit(FillHoles()))

    async def keep_largest(self) -> None:
        """Drop all parts of the mask but the largest."""
        _ = self._asked
        await self._say(self._recipe.with_edit(KeepLargest()))

    async def invert(self) -> None:
        """Exchange inside and outside; points are seen the other way round from then on."""
        _ = self._asked
        await self._say(self._recipe.inverted())

    def import_grid(self, size: ImageSize) -> ImportGrid:
        """Tell how a mask file of this size is averaged for `import_mask`; raises `mask-size`."""
        return ImportGrid.of(self._photo.frame, size)

    async def import_mask(self, alpha: bytes) -> None:
        """Begin the active object anew with a mask from elsewhere, averaged as `import_grid` says."""
        await self._say(Recipe().with_edit(Imported.of(import_plane(self._photo.frame, alpha))))

    def add_part(self, part: Part, embedding: Embedding) -> None:
        """Take the embedding of a part of the photo, which was encoded by itself, for closer looks at it.

        Steps, recipes and histories that look at a part need it before. Raises `embedding-photo`.
        """
        self._photo.views.add(part, embedding)

    def drop_whole(self) -> None:
        """Let go of what only the whole photo needs: from then on documents look at parts alone."""
        self._photo.views.drop_whole()

    def missing_parts(self, document: Document) -> list[Part]:
        """Give the parts that a document of this photo looks at, and whose embeddings aren't there."""
        parts = sorted(document.closer, key=lambda part: part.corners)
        return [part for part in parts if not self._photo.views.has(part)]

    @property
    def closer(self) -> Part | None:
        """The part that `look_closer` takes now; None where that gains nothing, or there is no mask."""
        return self._photo.closer(self._document.active) if self._recipe else None

    async def look_closer(self) -> None:
        """Ask what was said of the active object of a part of the photo: a small object is seen finer there.

        Raises
        ------
        ClickcutError
            `closer-useless`, or `closer-missing` without the part's embedding.
        """
        _ = self._asked
        part = self.closer
        if part is None:
            raise ClickcutError("closer-useless")
        await self._say(self._recipe.with_closer(part))

    async def look_at_whole(self) -> None:
        """Ask what was said of the active object of the whole photo again, if it was looked at closer."""
        if self._recipe.closer:
            await self._say(self._recipe.with_closer(None))

    def part(self, object_id: int | None = None) -> Part:
        """Give the part of the photo that strips of an object are of; raises `no-mask` or `no-object`."""
        return self._photo.part(self._made(object_id))

    def is_surrounded(self, object_id: int | None = None) -> bool:
        """Tell whether all of the photo beyond that part belongs to an object; raises what `part` does."""
        return is_surrounded(self._made(object_id))

    async def refine(self, grow: float = 0, feather: float = 0, smooth: float = 0) -> None:
        """Give the active object's edge another look, all in photo pixels; see `Look`."""
        _ = self._asked
        await self._change(self._document.with_look(Look(grow, feather, smooth).checked(self.size)))

    async def clear(self) -> None:
        """Remove all prompts and edits of the active object, as a step that can be undone."""
        if self._recipe:
            await self._say(Recipe())

    async def preview(self, x: float, y: float, mask: int | None = None) -> tuple[KeptTensor, int]:
        """Predict what a first click here would give, without making it: the default, or another mask."""
        prediction = await self._photo.preview(PromptSet((PointPrompt(x, y).checked(self.size),)), mask)
        if mask is not None and mask not in prediction.offered:
            raise ClickcutError("invalid-prompt", reason=f"Mask {mask} is not among those offered.")
        return prediction.masks, prediction.default if mask is None else mask

    async def candidates(self) -> tuple[Shown, ...]:
        """Give the masks that are offered for the active object's newest prompts."""
        active = self._document.active
        return await self._photo.offered(active) if active.recipe else ()

    @property
    def image(self) -> EncodedImage:
        """The photo as the graphs know it; raises `no-photo`."""
        return self._photo.image

    @property
    def shown(self) -> tuple[Shown, ...]:
        """What to paint, the topmost last; hidden objects and empty ones are not among it."""
        return tuple(
            self._photo.shown(each) for each in self._document.objects if each.is_visible and each.recipe
        )

    @property
    def mask(self) -> Mask | None:
        """What is known about the active object's mask."""
        return self._photo.mask(self._document.active) if self._recipe else None

    def mask_strips(self, object_id: int | None = None) -> AsyncIterator[Strip]:
        """Make a mask at photo resolution, strip by strip from the top; raises `no-mask` or `no-object`.

        By default it is the active object's. Of one that is looked at closer, it is `part` alone: beyond it,
        nothing is inside, or all where the recipe is inverted.
        """
        return self._photo.mask_strips(self._made(object_id))

    def cutout_strips(
        self, photo: PhotoRows, object_id: int | None = None, scaled: Scaled | None = None
    ) -> AsyncIterator[CutoutStrip]:
        """Make a soft-edged cut-out, and its alpha alone; otherwise as `mask_strips`."""
        return self._photo.cutout_strips(self._made(object_id), photo, scaled)

    async def shapes(self, object_id: int | None = None) -> list[Shape]:
        """Make masks at photo resolution as shapes: one object's, or those of all visible ones, topmost last.

        Raises `no-mask` or `no-object`.
        """
        wanted = self._document.visible() if object_id is None else [self._made(object_id)]
        return [await self._photo.shape(each) for each in wanted]

    def state(self) -> protocol.SessionState:
        """Give the plain description of everything a person can see."""
        return state_of(self._opened, self._history, is_proposed=self._is_proposed)

    def answered_state(self) -> protocol.AnsweredState:
        """Give the same for whoever follows the history's steps."""
        return answered_state(self._opened, self._history, is_proposed=self._is_proposed)

    def _point(self, index: int) -> PointPrompt:
        if not (isinstance(index, int) and 0 <= index < len(self._recipe.points)):
            raise ClickcutError("invalid-prompt", reason=f"There is no point {index}.")
        return self._recipe.prompts.points[index]

    @property
    def _asked(self) -> MaskPrediction:
        asked = self._made()
        return self._photo.prediction(asked)

    def _made(self, object_id: int | None = None) -> PhotoObject:
        """Give an object that has a mask; by default the active one."""
        wanted = self._document.active if object_id is None else self._document.find(object_id)
        if not wanted.recipe:
            raise ClickcutError("no-mask")
        return wanted

    async def _say(self, recipe: Recipe) -> None:
        await self._change(self._document.with_recipe(recipe.checked()))
