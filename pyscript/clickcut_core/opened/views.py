"""What objects are looked at in: the whole photo, and each part of it that is encoded by itself.

Each has predictions and sketches of its own. Which object is looked at in which, its recipe says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from clickcut_core.embedding import Embedding
from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import Part
from clickcut_core.masks.graphs import Graphs
from clickcut_core.masks.image import EncodedImage
from clickcut_core.masks.prediction import MaskPrediction
from clickcut_core.masks.predictions import Predictions, chosen_mask
from clickcut_core.masks.sketches import Sketches, Wish
from clickcut_core.recipes.document import Document, PhotoObject
from clickcut_core.runtime import InferenceRuntime


@dataclass(frozen=True, slots=True)
class View:
    """The photo, or a part of it, with the predictions and the sketches behind the objects that it shows."""

    image: EncodedImage
    predictions: Predictions
    sketches: Sketches

    @classmethod
    def of(cls, image: EncodedImage, *, is_part: bool = False) -> View:
        """Make one in which nothing was asked yet, of the photo or of a part of it."""
        return cls(image, Predictions(image, is_part=is_part), Sketches(image))

    def prediction(self, each: PhotoObject) -> MaskPrediction:
        """Give an object's four masks, before its look."""
        return self.predictions.of(each.recipe.trail)

    def wish(self, each: PhotoObject) -> Wish | None:
        """Give what is to be sketched of an object, if its look is another one than its mask's."""
        if not each.look:
            return None
        prediction = self.prediction(each)
        chosen = chosen_mask(each.recipe.trail.step, prediction)
        return Wish(each.recipe.trail, prediction, chosen, each.look)

    async def follow(self, objects: Iterable[PhotoObject]) -> None:
        """Predict and sketch what these need, none of them empty, and no more.

        When it fails, predictions may be there that no sketch is made of.
        """
        shown = list(objects)
        await self.predictions.follow([each.recipe.trail for each in shown])
        await self.sketches.follow([wish for each in shown if (wish := self.wish(each))])

    def close(self) -> None:
        """Let go of every tensor."""
        self.sketches.close()
        self.predictions.close()
        self.image.release()


class Views:
    """The whole photo, and the parts that its document looks at. Calls must not overlap."""

    def __init__(self, runtime: InferenceRuntime, graphs: Graphs, whole: EncodedImage) -> None:
        self._runtime = runtime
        self._graphs = graphs
        self._views: dict[Part | None, View] = {None: View.of(whole)}
        self._embeddings: dict[Part, Embedding] = {}

    @property
    def whole(self) -> View:
        """The photo's own."""
        return self._views[None]

    def of(self, each: PhotoObject) -> View:
        """Give what an object of the followed document is looked at in."""
        return self._views[each.recipe.closer]

    def has(self, part: Part) -> bool:
        """Tell whether a part's embedding is there."""
        return part in self._embeddings

    def add(self, part: Part, embedding: Embedding) -> None:
        """Take the embedding of a part, for documents that look at it; raises `embedding-photo`."""
        if embedding.frame.photo != part.size:
            raise ClickcutError("embedding-photo", expected=embedding.frame.photo, found=part.size)
        self._embeddings[part] = embedding

    def drop_whole(self) -> None:
        """Let go of the whole photo's tensors, which nothing can be looked at in from then on."""
        whole = self._views.pop(None)
        whole.close()
        self._views[None] = View.of(replace(whole.image, context={}))

    async def follow(self, document: Document, before: Document) -> None:
        """Have views for just the parts of a document; when that fails, for those of the one before.

        Raises
        ------
        ClickcutError
            `closer-missing` when a part's embedding is not there.
        """
        missing = [part for part in document.closer if part not in self._embeddings]
        if missing:
            raise ClickcutError("closer-missing", count=len(missing))
        added = [part for part in document.closer if part not in self._views]
        try:
            for part in added:
                embedding = self._embeddings[part]
                image = await EncodedImage.of(self._runtime, self._graphs, embedding, part)
                self._views[part] = View.of(image, is_part=True)
            for at, view in self._views.items():
                await view.follow([*_shown_in(at, before), *_shown_in(at, document)])
        except BaseException:
            self._close(added)
            await self._let_go(before)
            raise
        await self._let_go(document)
        self._close(self._views.keys() - document.closer - {None})

    def close(self) -> None:
        """Let go of every tensor."""
        self._close(list(self._views))

    async def _let_go(self, document: Document) -> None:
        """Keep no more than a document needs, of which all is there: no graph runs, so nothing can fail."""
        for at, view in self._views.items():
            await view.follow(_shown_in(at, document))

    def _close(self, parts: Iterable[Part | None]) -> None:
        for part in parts:
            if part in self._views:
                self._views.pop(part).close()


def _shown_in(part: Part | None, document: Document) -> list[PhotoObject]:
    return [each for each in document.objects if each.recipe and each.recipe.closer == part]
