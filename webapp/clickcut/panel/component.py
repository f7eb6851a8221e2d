"""`ClickCut`: the `<click-cut>` element as a Panel component.

The browser decodes clicks and tells the recipe; everything else a reader asks for is made of that, here, when
it is asked for. What pixels mean is `OpenedPhoto`'s.
"""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import param
from bokeh.document import Document
from clickcut_core.errors import ClickcutError
from clickcut_core.files.recipe_file import RecipeFile
from clickcut_core.files.shapes import Shape
from numpy.typing import NDArray
from panel.config import config
from panel.custom import JSComponent

from clickcut.panel.loaded_models import loaded_models
from clickcut.panel.opened_photo import OpenedPhoto
from clickcut.panel.owner_checked import OwnerChecked
from clickcut.panel.runtime_address import runtime_address
from clickcut.photos.photo_file import photo_file
from clickcut.settings import MEGABYTE, settings_from_environment

TOOLS = ("include", "exclude", "box", "paint", "erase", "everything")
_MADE = ("objects", "mask", "cutout")
_log = logging.getLogger(__name__)


class ClickCut(JSComponent):
    """A photo whose objects are clicked out of it.

    Parameters
    ----------
    photo
        What `photo_file` takes, or None; also as a reference, such as `file_input.param.value`.
    **params
        `recipe`, `tool`, `disabled`, and what any Panel component takes for its place in a layout.

    Raises
    ------
    ClickcutError
        About the photo, the recipe, the models or the runtime. The same goes for setting `photo` and
        `recipe`, which then keep what they had.
    """

    photo = OwnerChecked(default=None, allow_refs=True, doc="The photo, as it was given.")
    recipe = OwnerChecked(default="", allow_refs=True, doc="All that was said of the photo, as text.")
    objects = param.Dynamic(default=[], constant=True, doc="The element's `state.objects`, a dict each.")
    mask = param.Dynamic(
        default=None, constant=True, doc="The active object's mask, bool (height, width), or None."
    )
    cutout = param.Dynamic(
        default=None, constant=True, doc="The active object's cut-out, a Pillow image RGBA, or None."
    )
    error = param.Dict(
        default=None, allow_None=True, constant=True, doc="The newest failure, its code and message, or None."
    )
    tool: Any = param.Selector(default="include", objects=list(TOOLS), allow_refs=True, doc="What clicks do.")
    disabled = param.Boolean(default=False, allow_refs=True, doc="Whether clicks and keys do nothing.")

    # What travels; click_cut.js has the other end.
    _photo_file = param.Dict(default=None, allow_None=True)
    _work = param.Dict(default={"key": "", "recipe": "", "objects": []})
    _runtime = param.Dict(default={})
    _scheme = param.String(default="light")

    _esm = Path(__file__).with_name("click_cut.js")
    _rename: ClassVar[dict[str, str | None]] = dict.fromkeys(("photo", "recipe", "error", *_MADE))
    _opened: OpenedPhoto | None = None

    def __init__(self, photo: Any = None, **params: Any) -> None:
        recipe = params.pop("recipe", "")
        if params.get("width") is None:
            params.setdefault("sizing_mode", "stretch_width")
        super().__init__(**params)  # type: ignore[no-untyped-call]
        self.param.update(photo=photo, recipe=recipe)

    def __repr__(self, depth: int = 0) -> str:
        """Say which photo it is, without making anything for it."""
        return f"ClickCut({self._opened.name if self._opened else None!r})"

    def mask_of(self, object_id: int) -> NDArray[np.bool_] | None:
        """Make the mask of one of `objects`, by its id.

        Raises
        ------
        ClickcutError
            `no-object`.
        """
        recipe = self._read_recipe()
        return self._opened.mask(recipe, object_id) if self._opened and recipe else None

    def shapes(self) -> list[Shape]:
        """Make the visible objects as shapes, topmost last, of which `clickcut_core` writes COCO and SVG."""
        recipe = self._read_recipe()
        return self._opened.shapes(recipe) if self._opened and recipe else []

    def read_recipe(self, text: str) -> RecipeFile:
        """Read a recipe of the open photo, and change nothing.

        Raises
        ------
        ClickcutError
            `no-photo`, `recipe-format` or `recipe-photo`.
        """
        if self._opened is None:
            raise ClickcutError("no-photo")
        return self._opened.checked(text)

    def check(self, name: str, value: Any) -> None:
        """Look at a new `photo` or `recipe`; see `OwnerChecked`."""
        try:
            if name == "photo":
                before, self._opened = self._opened, None if value is None else _open(value)
                if before is not None:
                    before.leave()
            elif value and self._opened is None:
                raise ClickcutError("no-photo")
            elif value and self._opened is not None:
                self._opened.checked(value)
        except ClickcutError as error:
            self._fail(error.code, error.message)
            raise

    @param.depends("photo", watch=True)
    def _send_photo(self) -> None:
        opened = self._opened
        key = opened.sha256 if opened else ""
        file = opened and {"key": key, "name": opened.name, "content": opened.for_browsers}
        work = {"key": key, "recipe": self.recipe if self._fits() else "", "objects": None}
        self.param.update(_photo_file=file, _work=work)

    def _answer(self, wanted: str) -> None:
        """Give a page the embedding that it asks for, or say that it isn't made yet.

        Pages ask, because of a page that is still being made nobody knows what has reached it, and because a
        component may be changed by its document's thread alone, not by the encoder's.
        """
        opened = self._opened
        if opened is None or opened.sha256 != wanted or not opened.embedding.done():
            self._send_msg({"key": wanted})
            return
        failure = opened.embedding.exception()
        if failure is None:
            self._send_msg({"key": wanted, "content": opened.embedding.result()})
            return
        _log.error("the photo could not be encoded", exc_info=failure)
        known = failure if isinstance(failure, ClickcutError) else ClickcutError("internal-error")
        self._fail(known.code, known.message)
        self._send_msg({"key": wanted, "failure": known.to_json()})

    @param.depends("recipe", watch=True)
    def _send_recipe(self) -> None:
        if self._opened and self.recipe != self._work["recipe"]:
            self._work = {"key": self._opened.sha256, "recipe": self.recipe, "objects": None}

    @param.depends("_work", watch=True)
    def _take_work(self) -> None:
        """Tell whoever watches of a new recipe, whether it was clicked or set; make only what is watched."""
        work = self._work
        if work["key"] != (self._opened.sha256 if self._opened else ""):
            return  # of the photo before
        try:
            if self._opened and work["recipe"]:
                self._opened.checked(work["recipe"])
        except ClickcutError as error:  # a page sent it; Panel would log all of it
            self._fail(error.code, error.message)
            return
        values = {"recipe": work["recipe"], "error": None}
        for name in _MADE:
            make = partial(self._make, name, work["recipe"])
            values[name] = make() if name in self.param.watchers else make
        if work["objects"] is not None:
            values["objects"] = work["objects"]
        with param.edit_constant(self):
            self.param.update(values)

    def _make(self, name: str, recipe: str) -> Any:
        if self._opened and recipe:
            return getattr(self._opened, name)(self._opened.checked(recipe))
        return [] if name == "objects" else None

    def _read_recipe(self) -> RecipeFile | None:
        return self._opened.checked(self.recipe) if self._opened and self.recipe else None

    def _fits(self) -> bool:
        """Whether the recipe is of the photo."""
        try:
            return self._read_recipe() is not None
        except ClickcutError:
            return False

    def _handle_msg(self, data: dict[str, Any]) -> None:
        """Take the element's failures, which are shown there and only noted here, and what it asks for."""
        if "error" in data:
            self._fail(data["error"]["code"], data["error"]["message"])
        elif "wanted" in data:
            self._answer(data["wanted"])

    def _fail(self, code: str, message: str) -> None:
        with param.edit_constant(self):
            self.error = {"code": code, "message": message}

    @property
    def _synced_params(self) -> list[str]:
        """Keep Panel from watching, and so from making, what never travels."""
        return [name for name in super()._synced_params if self._rename.get(name, name) is not None]

    def _get_properties(self, doc: Document | None) -> dict[str, Any]:
        """Add what depends on the page."""
        properties: dict[str, Any] = super()._get_properties(doc)
        address = runtime_address(settings_from_environment().dist / "runtime", doc)
        failure = ClickcutError("runtime-unreachable", url=address).message
        scheme = "dark" if config.theme == "dark" else "light"
        properties["data"].update(_runtime={"address": address, "failure": failure}, _scheme=scheme)
        return properties


def _open(photo: Any) -> OpenedPhoto:
    settings = settings_from_environment()
    file = photo_file(photo, max_bytes=settings.max_megabytes * MEGABYTE)
    return OpenedPhoto(file, loaded_models(settings))
