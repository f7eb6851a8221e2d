"""The session as the worker's JavaScript sees it: method names and JSON in, JSON out.

Nothing but numbers and strings crosses, so that no Python object has to be destroyed over there.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import Any

from clickcut_core import device_encoding
from clickcut_core.bridge_runtime import BridgeRows, BridgeRuntime
from clickcut_core.colour_profile import profile_of
from clickcut_core.cutout import COCO, LABELS_FILE, MASK, PNG, ZIP, cutout_name, cutout_names
from clickcut_core.embedding import LAYOUT, Embedding
from clickcut_core.errors import ClickcutError
from clickcut_core.export_options import ExportOptions
from clickcut_core.geometry import ImageSize
from clickcut_core.image import Graphs
from clickcut_core.known_answer import KnownAnswer
from clickcut_core.open_photo import Shown
from clickcut_core.recipe_file import PhotoIdentity, RecipeFile
from clickcut_core.session import Session
from clickcut_core.shape_files import WRITERS

EDITS = frozenset(
    {
        *("add_point", "move_point", "delete_point", "set_box", "delete_box", "choose", "cycle", "clear"),
        *("stroke", "invert", "fill_holes", "keep_largest", "refine"),
        *("add_object", "select_object", "delete_object", "rename_object", "show_object", "move_object"),
        *("undo", "redo", "restore", "resume"),
    }
)


class WorkerSession:
    """Owns one element's session and answers the worker's calls, one at a time."""

    def __init__(self, bridge: Any, model: str, *graphs: int) -> None:  # in the order of `Graphs`
        self._model = model
        self._runtime = BridgeRuntime(bridge)
        self._graphs = Graphs(*graphs)
        self._session = Session(self._runtime, self._graphs)
        self._photo_sha256 = ""

    async def open(self, content: Any, width: int, height: int) -> str:
        """Open the embedding file in a JavaScript Uint8Array for a photo of this size as displayed."""
        try:
            embedding = Embedding.from_bytes(content.to_bytes(), model=self._model)
            shown = ImageSize(height=height, width=width)
            if embedding.frame.photo != shown:
                raise ClickcutError("embedding-photo", expected=embedding.frame.photo, found=shown)
            await self._session.set_image(embedding)
        except ClickcutError as error:
            return json.dumps({"error": error.to_json()})
        self._photo_sha256 = embedding.photo_sha256
        return self._answer(notes=embedding.notes, sha256=embedding.photo_sha256)

    def close(self) -> None:
        """Let go of the photo and of every tensor made for it."""
        self._session.close()

    def encoding(self, width: int, height: int) -> str:
        """Say what the encoder's worker has to do for a photo of this size; see `device_encoding.plan`."""
        try:
            plan = device_encoding.plan(ImageSize(height=height, width=width))
        except ClickcutError as error:
            return json.dumps({"error": error.to_json()})
        return json.dumps(plan)

    def write_embedding(self, photo: Any, width: int, height: int, tensors: Any) -> str:
        """Write the embedding file of a photo, whose file is in a JavaScript Uint8Array: `{"file"}`, Base64.

        `tensors` is a JavaScript object that has the bytes of each of the encoder's outputs under its name.
        """
        made = {name: getattr(tensors, name).to_bytes() for name in LAYOUT}
        size = ImageSize(height=height, width=width)
        embedding = device_encoding.embedding_of(photo.to_bytes(), size, made, model=self._model)
        return json.dumps({"file": base64.b64encode(embedding.to_bytes()).decode()})

    async def call(self, name: str, arguments: str) -> str:
        """Call an edit of the session by name, with its arguments as a JSON list."""
        try:
            if name not in EDITS:
                raise ClickcutError("invalid-prompt", reason=f"There is no edit named {name}.")
            await getattr(self._session, name)(*json.loads(arguments))
        except ClickcutError as error:
            return json.dumps({"error": error.to_json()})
        return self._answer()

    async def import_grid(self, width: int, height: int) -> str:
        """Tell how a mask file of this size is averaged for `import_mask`."""
        try:
            grid = self._session.import_grid(ImageSize(height=height, width=width))
        except ClickcutError as error:
            return json.dumps({"error": error.to_json()})
        return json.dumps(grid.to_json())

    async def import_mask(self, alpha: Any) -> str:
        """Import the mask whose averages are in a JavaScript Uint8Array."""
        try:
            await self._session.import_mask(alpha.to_bytes())
        except ClickcutError as error:
            return json.dumps({"error": error.to_json()})
        return self._answer()

    async def preview(self, x: float, y: float) -> str:
        """Answer a hover: the mask to paint."""
        try:
            masks, index = await self._session.preview(x, y)
        except ClickcutError as error:
            return json.dumps({"error": error.to_json()})
        return json.dumps({"handle": masks.handle, "index": index})

    def candidates(self) -> str:
        """Give the masks that are offered."""
        return json.dumps(_paint(self._session.candidates))

    async def check(self, known_answer: str) -> str:
        """Check the runtime with the JSON that was built with it; see `KnownAnswer`."""
        try:
            difference = await KnownAnswer.from_json(known_answer).check(self._runtime, self._graphs)
        except ClickcutError as error:
            return json.dumps({"error": error.to_json()})
        return json.dumps({"difference": difference})

    async def mask(self, object_id: int | None = None) -> str:
        """Make a mask at photo resolution: strips `[[start, stop, handle], …]` that the caller frees."""
        strips: list[tuple[int, int, int]] = []
        try:
            async for strip in self._session.mask_strips(object_id):
                strips.append((strip.start, strip.stop, strip.mask.handle))
        except ClickcutError as error:
            for _, _, handle in strips:
                self._runtime.release(handle)
            return json.dumps({"error": error.to_json()})
        return json.dumps({"strips": strips, **self._session.state()["photo"]})

    async def plan(self, photo_name: str, options: str, object_id: int | None, address: str | None) -> str:
        """Say which files are to be made of the photo: `{"name", "type", "files": […], "keepsProfile"}`.

        A file is `{"name", "type", "text"}`, or `{"name", "type", "object", "isMask", "recipe"}` where a
        picture is to be made with `cutout`. Several are put into one archive of that name. Recipes are only
        there when the photo's address is told.
        """
        try:
            wanted = ExportOptions.from_json(json.loads(options))
            media_type = wanted.media_type
            if media_type == ZIP:
                files = await self._every_file(photo_name, address)
                name = cutout_name(photo_name, ZIP)
            elif media_type in WRITERS:
                name = cutout_name(photo_name, media_type, object_name=self._name_of(object_id))
                files = [await self._shape_file(photo_name, media_type, name, object_id)]
            else:
                meant = self._session.exported(object_id)
                name = cutout_name(photo_name, media_type, object_name=meant.name)
                files = [self._picture(photo_name, media_type, name, meant.id, address)]
        except ClickcutError as error:
            return json.dumps({"error": error.to_json()})
        return json.dumps(
            {"name": name, "type": media_type, "files": files, "keepsProfile": wanted.keeps_profile}
        )

    def profile(self, head: Any) -> str:
        """Find the colour profile in a JavaScript Uint8Array, a file's first bytes: Base64 or null."""
        profile = profile_of(head.to_bytes())
        return json.dumps({"profile": profile and base64.b64encode(profile).decode()})

    async def cutout(self, photo: Any, options: str, object_id: int) -> str:
        """Exchange a photo's pixels, which JavaScript holds, for the cut-out's: `{"crop", "background"}`.

        `photo.width` is in pixels, `photo.rows(start, stop)` gives the handle of a tensor,
        `photo.replace(start, handle, alpha)` takes the cut-out's rows out of two, and `photo.subject()` gives
        the box of all that is not wholly cut away as JSON. `crop` is what to keep of the picture, or null.
        """
        try:
            wanted = ExportOptions.from_json(json.loads(options))
            async for strip in self._session.cutout_strips(BridgeRows(photo), object_id):
                try:
                    photo.replace(strip.start, strip.pixels.handle, strip.alpha.handle)
                finally:
                    self._runtime.release(strip.pixels)
                    self._runtime.release(strip.alpha)
            size = ImageSize(**self._session.state()["photo"])
            crop = wanted.box(json.loads(photo.subject()), size) if wanted.crop else None
        except ClickcutError as error:
            return json.dumps({"error": error.to_json()})
        return json.dumps({"crop": crop, "background": wanted.background})

    async def _every_file(self, photo_name: str, address: str | None) -> list[dict[str, Any]]:
        objects = self._session.visible()
        names = cutout_names(photo_name, [each.name for each in objects])
        pictures = [
            self._picture(photo_name, PNG, name, each.id, address)
            for name, each in zip(names, objects, strict=True)
        ]
        return [*pictures, await self._shape_file(photo_name, COCO, LABELS_FILE, None)]

    async def _shape_file(
        self, photo_name: str, media_type: str, name: str, object_id: int | None
    ) -> dict[str, Any]:
        """Write masks as shapes: all visible objects, or the one named."""
        shapes = await self._session.shapes(object_id)
        text = WRITERS[media_type](shapes[0].runs.size, photo_name, shapes)
        return {"name": name, "type": media_type, "text": text}

    def _picture(
        self, photo_name: str, media_type: str, name: str, object_id: int, address: str | None
    ) -> dict[str, Any]:
        carries = media_type == PNG and address is not None
        recipe = self._recipe(photo_name, address or "", object_id).to_text() if carries else None
        is_mask = media_type == MASK
        return {"name": name, "type": media_type, "object": object_id, "isMask": is_mask, "recipe": recipe}

    def _name_of(self, object_id: int | None) -> str:
        return "" if object_id is None else self._session.history.current.find(object_id).name

    async def write_recipe(self, photo_name: str, address: str, object_id: int | None = None) -> str:
        """Give the text that makes an object again: `{"recipe"}`."""
        try:
            recipe = self._recipe(photo_name, address, object_id)
        except ClickcutError as error:
            return json.dumps({"error": error.to_json()})
        return json.dumps({"recipe": recipe.to_text()})

    async def read_recipe(self, text: str) -> str:
        """Check a text from a file: `{"photo", "document", "notes"}`, or what is wrong with it."""
        try:
            recipe = RecipeFile.from_text(text)
        except ClickcutError as error:
            return json.dumps({"error": error.to_json()})
        return json.dumps(
            {
                "photo": {"address": "", **recipe.photo.to_json()},
                "document": recipe.document.to_json(),
                "notes": recipe.notes(self._model),
            }
        )

    def _recipe(self, photo_name: str, address: str, object_id: int | None) -> RecipeFile:
        document = self._session.history.current
        size = ImageSize(**self._session.state()["photo"])
        photo = PhotoIdentity(self._photo_sha256, photo_name, size, address)
        return RecipeFile(self._model, photo, object_id or document.active_id, document)

    def _answer(self, notes: tuple[str, ...] = (), sha256: str = "") -> str:
        return json.dumps(
            {
                "state": self._session.state(),
                "step": self._session.history.step_json(),
                "paint": _paint(self._session.shown),
                "notes": notes,
                "sha256": sha256,
            }
        )


def _paint(shown: Sequence[Shown]) -> list[dict[str, Any]]:
    return [
        {"id": each.id, "handle": each.masks.handle, "index": each.index, "fades": each.fades}
        for each in shown
    ]
