"""The session as the worker's JavaScript sees it: method names and JSON in, JSON out.

Nothing but numbers and strings crosses, so that no Python object has to be destroyed over there. What the
JSON says is declared in `clickcut_core.protocol`.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from clickcut_core import device_encoding
from clickcut_core.bridge_runtime import BridgeRows, BridgeRuntime
from clickcut_core.embedding import LAYOUT, Embedding
from clickcut_core.errors import ClickcutError
from clickcut_core.files.export_options import ExportOptions
from clickcut_core.files.exports import Exports, together
from clickcut_core.files.recipe_file import RecipeFile
from clickcut_core.geometry import ImageSize, Part
from clickcut_core.masks.graphs import Graphs
from clickcut_core.masks.known_answer import KnownAnswer
from clickcut_core.masks.soft_cutout import CutoutStrip, Scaled
from clickcut_core.operations import OPERATIONS
from clickcut_core.proposals.graphs import ProposalGraphs
from clickcut_core.proposals.grid import FOR_SUBJECT, seen_extent, seen_part
from clickcut_core.proposals.proposal import OFFERED
from clickcut_core.recipes.closer import part_from_json
from clickcut_core.session import Session
from clickcut_core.worker_answers import answered, given
from clickcut_core.working_size import Sight

if TYPE_CHECKING:
    from clickcut_core import protocol, worker_protocol


class WorkerSession:
    """Owns one element's session and answers the worker's calls, one at a time."""

    def __init__(self, bridge: Any, model: str, *graphs: int) -> None:
        """`graphs` are in the order of `Graphs` and `ProposalGraphs`."""
        self._model = model
        self._runtime = BridgeRuntime(bridge)
        count = len(fields(Graphs))
        self._graphs, self._proposal_graphs = Graphs(*graphs[:count]), ProposalGraphs(*graphs[count:])
        self._session = Session(self._runtime, self._graphs)
        self._photo_sha256 = ""

    @answered
    async def open(
        self,
        content: worker_protocol.Bytes,
        width: int,
        height: int,
        fingerprint: str = "",
        photo: worker_protocol.Bytes | str = "",
    ) -> protocol.Answer:
        """Open the embedding file for a photo of this size and look as displayed.

        What photo it is, its own file says, or the SHA-256 that is known of it; an embedding could claim any.
        """
        embedding = Embedding.from_bytes(content.to_bytes(), model=self._model)
        embedding.check_photo(ImageSize(height=height, width=width), bytes.fromhex(fingerprint))
        await self._session.set_image(embedding)
        self._photo_sha256 = (
            photo if isinstance(photo, str) else hashlib.sha256(photo.to_bytes()).hexdigest()
        ) or embedding.photo_sha256
        return self._answer(notes=embedding.notes, sha256=self._photo_sha256)

    def close(self) -> None:
        """Let go of the photo and of every tensor made for it."""
        self._session.close()

    @answered
    async def encoding(self, width: int, height: int) -> worker_protocol.Encoding:
        """Say what the encoder's worker has to do for a photo of this size; see `device_encoding.plan`."""
        return device_encoding.plan(ImageSize(height=height, width=width))

    @answered
    async def write_embedding(
        self,
        photo: worker_protocol.Bytes,
        width: int,
        height: int,
        tensors: worker_protocol.Tensors,
        fingerprint: str = "",
    ) -> worker_protocol.EmbeddingFile:
        """Write the embedding file of a photo's file; `tensors` has the encoder's outputs by name."""
        made = {name: getattr(tensors, name).to_bytes() for name in LAYOUT}
        size = ImageSize(height=height, width=width)
        look = bytes.fromhex(fingerprint)
        embedding = device_encoding.embedding_of(photo.to_bytes(), size, made, look, model=self._model)
        return {"file": base64.b64encode(embedding.to_bytes()).decode()}

    @answered
    async def operate(self, name: str, arguments: str) -> protocol.Answer:
        """Do one of `OPERATIONS`, with its arguments as a JSON list."""
        if name not in OPERATIONS:
            raise ClickcutError("invalid-prompt", reason=f"There is no edit named {name}.")
        await getattr(self._session, name)(*given(arguments))
        return self._answer()

    @answered
    async def add_part(
        self, content: worker_protocol.Bytes, left: int, top: int, right: int, bottom: int
    ) -> worker_protocol.Added:
        """Take the embedding file of a part of the photo, for steps and histories that look at it."""
        part = part_from_json([left, top, right, bottom], self._session.size)
        self._session.add_part(part, Embedding.from_bytes(content.to_bytes(), model=self._model))
        return {"part": list(part.corners)}

    def stop(self) -> None:
        """End the edit that is under way: it answers `cancelled`. Not to be waited in line for."""
        self._session.stop()

    @answered
    async def import_grid(self, width: int, height: int) -> worker_protocol.Grid:
        """Tell how a mask file of this size is averaged for `import_mask`."""
        return self._session.import_grid(ImageSize(height=height, width=width)).to_json()

    @answered
    async def import_mask(self, alpha: worker_protocol.Bytes) -> protocol.Answer:
        """Import the mask whose averages these are."""
        await self._session.import_mask(alpha.to_bytes())
        return self._answer()

    @answered
    async def propose(self, asker: worker_protocol.Asker) -> worker_protocol.Proposed:
        """Look for what the photo is about as long as `asker` waits: nothing of it is done yet."""
        found = await self._session.propose(self._proposal_graphs, FOR_SUBJECT, OFFERED, asker.waits)
        return found.to_json()

    @answered
    async def search(self, asker: worker_protocol.Asker) -> worker_protocol.Searched:
        """Look further for everything in the photo as long as `asker` waits: nothing of it is done yet."""
        search, news = await self._session.search(self._proposal_graphs, asker.waits)
        frame = self._session.image.frame
        return {
            "shapes": [each.to_json() for each in news],
            "share": search.share,
            "isDone": search.is_done,
            "extent": seen_extent(frame),
            "part": seen_part(frame),
        }

    @answered
    async def preview(self, x: float, y: float, mask: int | None = None) -> worker_protocol.Preview:
        """Answer a hover: the mask to paint, or one of those that are offered there."""
        masks, index = await self._session.preview(x, y, mask)
        return {"handle": masks.handle, "index": index}

    @answered
    async def candidates(self) -> list[protocol.Painted]:
        """Give the masks that are offered."""
        return [each.to_json() for each in await self._session.candidates()]

    @answered
    async def check(self, known_answer: str) -> worker_protocol.Checked:
        """Check the runtime with the JSON that was built with it; see `KnownAnswer`."""
        return {"difference": await KnownAnswer.from_json(known_answer).check(self._runtime, self._graphs)}

    @answered
    async def mask(self, object_id: int | None = None) -> worker_protocol.MaskStrips:
        """Make a mask at photo resolution, in strips that the caller frees."""
        strips: list[list[int]] = []
        try:
            async for strip in self._session.mask_strips(object_id):
                strips.append([strip.start, strip.mask.handle])
        except ClickcutError:
            for _, handle in strips:
                self._runtime.release(handle)
            raise
        return {
            "strips": strips,
            "part": list(self._session.part(object_id).corners),
            "beyond": 255 * self._session.is_surrounded(object_id),
            "width": self._session.size.width,
            "height": self._session.size.height,
        }

    @answered
    async def plan(
        self,
        photo_name: str,
        options: str,
        head: worker_protocol.Bytes,
        object_id: int | None = None,
        address: str | None = None,
    ) -> worker_protocol.ExportPlan:
        """Say which files are to be made of the photo.

        Recipes are only there when the photo's address is told. `head` is the photo's first `HEAD_BYTES`.
        """
        exports = self._exports(photo_name, address)
        return await exports.plan(ExportOptions.from_json(given(options)), head.to_bytes(), object_id)

    @answered
    async def share(
        self, photo_name: str, options: str, head: worker_protocol.Bytes, address: str
    ) -> worker_protocol.SharePlan:
        """Say what the photo adds to an archive of many; see `plan` and `together`."""
        wanted = ExportOptions.from_json(given(options))
        return await self._exports(photo_name, address).share(wanted, head.to_bytes())

    @answered
    async def together(self, names: str, labels: str) -> worker_protocol.Together:
        """Name the files of many photos, and write their COCO file; both are JSON of what `share` gave."""
        return together(given(names), given(labels))

    @answered
    async def cutout(
        self, photo: worker_protocol.Picture, options: str, object_id: int
    ) -> worker_protocol.CutoutFrame:
        """Exchange a photo's pixels for the cut-out's."""
        wanted = ExportOptions.from_json(given(options))
        await self._exchange(photo, self._session.cutout_strips(BridgeRows(photo), object_id))
        subject = given(photo.subject()) if wanted.crop or wanted.shadow else None
        crop, shadow = wanted.box(subject, self._session.size), wanted.shadow_radius(subject)
        return {"crop": list(crop) if crop else None, "shadow": shadow, "background": wanted.background}

    @answered
    async def sight(self, seen: str, is_quick: bool) -> worker_protocol.Sight:
        """Say what `render` is to be given for what a stage shows, a `Seen` as JSON."""
        part, sight = self._sight(seen, is_quick=is_quick)
        picture, small = sight.working.photo, sight.working.small
        return {
            "part": list(part.corners),
            "picture": {"width": picture.width, "height": picture.height},
            "small": {"width": small.width, "height": small.height},
            "start": sight.start,
            "stop": sight.stop,
            "isFinal": sight == self._sight(seen, is_quick=False)[1],
        }

    @answered
    async def render(
        self, photo: worker_protocol.Picture, small: worker_protocol.Picture, seen: str, is_quick: bool
    ) -> worker_protocol.Rendered:
        """Exchange the pixels of what a stage shows for the cut-out's that a file would hold; see `sight`."""
        meant = self._session.history.current.exported().id
        scaled = Scaled(self._sight(seen, is_quick=is_quick)[1], BridgeRows(small))
        await self._exchange(photo, self._session.cutout_strips(BridgeRows(photo), meant, scaled))
        return {"object": meant}

    @answered
    async def write_recipe(
        self, photo_name: str, address: str, object_id: int | None = None
    ) -> worker_protocol.RecipeText:
        """Give the text that makes an object again."""
        return {"recipe": self._exports(photo_name, address).recipe(object_id).to_text()}

    @answered
    async def read_recipe(self, text: str) -> worker_protocol.ReadRecipe:
        """Check a text from a file, or say what is wrong with it."""
        recipe = RecipeFile.from_text(text)
        return {
            "photo": recipe.photo.to_json(),
            "document": recipe.document.to_json(),
            "notes": list(recipe.notes(self._model)),
        }

    def _sight(self, seen: str, *, is_quick: bool) -> tuple[Part, Sight]:
        """Choose what is made of the part that the object of a file is looked at in."""
        told = given(seen)
        part = self._session.part(self._session.history.current.exported().id)
        rows = {end: told[end] - part.top for end in ("top", "bottom")}
        return part, Sight.of(part.size, {**told, **rows}, is_quick=is_quick)

    async def _exchange(self, photo: worker_protocol.Picture, strips: AsyncIterator[CutoutStrip]) -> None:
        async for strip in strips:
            try:
                photo.replace(strip.start, strip.span.left, strip.pixels.handle, strip.alpha.handle)
            finally:
                self._runtime.release(strip.pixels)
                self._runtime.release(strip.alpha)

    def _exports(self, photo_name: str, address: str | None) -> Exports:
        return Exports(
            document=self._session.history.current,
            size=self._session.size,
            shapes=self._session.shapes,
            model=self._model,
            sha256=self._photo_sha256,
            name=photo_name,
            address=address,
        )

    def _answer(self, notes: Sequence[str] = (), sha256: str = "") -> protocol.Answer:
        return {
            "state": self._session.answered_state(),
            "step": self._session.history.step_json(),
            "paint": [each.to_json() for each in self._session.shown],
            "notes": list(notes),
            "sha256": sha256,
        }
