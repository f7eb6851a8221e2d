"""The page on which a folder is labelled: one window's, and what its keys and buttons do."""

from __future__ import annotations

import asyncio
import html
import io
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

import panel as pn
from clickcut_core.errors import ClickcutError
from clickcut_core.files.recipe_file import RecipeFile
from clickcut_core.recipes.document import LONGEST_NAME, PhotoObject

from clickcut.settings import Settings
from clickcut.studio.keys import Keys
from clickcut.studio.labels import PhotoLabels, coco, made_labels, yolo
from clickcut.studio.pair import Pair
from clickcut.studio.photo_folder import PhotoFolder

_log = logging.getLogger(__name__)
FIRST_CLASSES = ("object",)
_WITH_KEYS = 9
_HINT = "A class goes to the object you are clicking, and to those you click next, until you choose another."


class Labelling:
    """What one window shows of a folder.

    Parameters
    ----------
    folder, settings
        What is labelled, and how.
    maker
        A thread that makes the labels of what was accepted.
    """

    def __init__(self, folder: PhotoFolder, settings: Settings, maker: ThreadPoolExecutor) -> None:
        self._folder = folder
        self._settings = settings
        self._maker = maker
        self._number = 0
        self._chosen: int | None = None
        self._pair = Pair(self._keep)
        self._keys = Keys(self._act)
        names = folder.classes or FIRST_CLASSES
        self._place = pn.widgets.Select(name="Photo")
        self._classes = pn.widgets.TextInput(name="Classes, with commas between them", value=", ".join(names))
        self._buttons = pn.Column(margin=0)
        self._told = pn.pane.Alert("", alert_type="warning", visible=False)
        self._progress = pn.indicators.Progress(max=len(folder.photos), sizing_mode="stretch_width")
        self._count = pn.pane.Markdown("", margin=(0, 10))
        self._accept = pn.widgets.Button(name="Accept, next photo (A)", button_type="primary")
        self._back = pn.widgets.Button(name="Back (Shift+A)")
        self._unreadable: set[int] = set()
        self._place.param.watch(self._chosen_place, "value")
        self._classes.param.watch(lambda event: self._name_classes(event.new), "value")
        self._accept.on_click(lambda _: self._keys.press("accept"))
        self._back.on_click(lambda _: self._keys.press("back"))
        self.sidebar = [
            self._keys,
            self._progress,
            self._count,
            self._place,
            pn.Row(self._accept, self._back),
            self._classes,
            _HINT,
            self._buttons,
            self._download("Labels as COCO JSON", "labels.json", self._coco),
            self._download("Labels for YOLO (ZIP)", "labels-yolo.zip", self._yolo),
        ]
        self.main = [self._told, self._pair.view]
        self._name_classes(", ".join(names))
        numbers = range(len(folder.photos))
        first = self._folder.next_open(0) or 0
        order = (*numbers[first:], *numbers[:first])
        self._show(next(filter(self._opens, order), first))

    def close(self) -> None:
        """Leave the photos: the window is gone, or another one writes."""
        self._pair.close()

    def _act(self, data: dict[str, Any]) -> None:
        """Do what a key or button says; see `Keys`."""
        act = data.get("act")
        self._told.visible = False
        try:
            if act == "choose":
                self._choose(data.get("number"))
            elif act == "failed":
                self._tell(
                    "Nothing was done, as the photo is not open. Wait for it, or choose it from the list."
                )
            elif data.get("photo") == self._number:
                self._leave(str(act), str(data.get("recipe", "")))
        except ClickcutError as error:
            self._tell(error.message)
        finally:
            if act in ("accept", "back"):
                self._keys.press("shown")

    def _choose(self, number: object) -> None:
        if isinstance(number, int) and 0 <= number < len(self._keys.classes):
            self._chosen = number
            self._show_classes()

    def _leave(self, act: str, recipe: str) -> None:
        if recipe:
            self._pair.cut.read_recipe(recipe)
        elif self._pair.cut.recipe:  # the page has yet to do what is kept, which must not be lost
            self._tell("Nothing was done, as the photo was still being opened. Press the key again.")
            return
        if act == "accept":
            self._accepted(recipe)
        elif act == "back":
            self._keep(self._number, recipe)
            count = len(self._folder.photos)
            before = ((self._number - step) % count for step in range(1, count))
            self._show(next(filter(self._opens, before), self._number))

    def _accepted(self, text: str) -> None:
        name = self._folder.photos[self._number]
        unnamed = [each for each in _said(text) if each.is_visible and not each.name]
        if unnamed:
            self._tell(
                f"Nothing was accepted: {len(unnamed)} object(s) have no class. Press the key of one, "
                "1 to 9, and accept again."
            )
            return
        self._folder.keep_recipe(name, text)
        self._folder.accept(name)
        self._maker.submit(made_labels, self._folder, name, self._settings).add_done_callback(_log_failure)
        following = self._following(self._number)
        while following is not None and not self._opens(following):
            following = self._following(following)
        if following is not None:
            self._show(following)
        else:
            self._refresh()
            left = f", but {len(self._unreadable)} that can't be read" if self._unreadable else ""
            self._tell(f"All photos are done{left}. Take the labels home on the left.")

    def _show(self, number: int) -> None:
        """Show a photo; where it can't be opened that is told, and the one before stays."""
        if self._opens(number):
            self._pair.show(number)
            self._number = self._keys.photo = number
        self._refresh()
        if pn.state.curdoc is not None:
            # Once this answer is under way: reading a photo takes longer than showing the one behind.
            pn.state.curdoc.add_next_tick_callback(self._prepare)

    def _prepare(self) -> None:
        """Open the photo behind that will be next."""
        following = self._following((self._number + 1) % len(self._folder.photos))
        if following is not None:
            self._opens(following)

    def _following(self, first: int) -> int | None:
        return self._folder.next_open(first, besides=self._unreadable)

    def _opens(self, number: int) -> bool:
        """Tell whether a photo is there, or could be opened behind; what is wrong with it is told."""
        if self._pair.has(number):
            return True
        name = self._folder.photos[number]
        path = self._folder.path(name)
        try:
            recipe = self._folder.recipe(name)
            try:
                self._pair.open(number, path, recipe)
            except ClickcutError as error:
                if not error.code.startswith("recipe"):
                    raise
                aside = self._folder.put_aside(name)
                self._pair.open(number, path, "")
                self._tell(f"What was kept of {name} does not fit it any more, and is {aside.name} now.")
        except (ClickcutError, OSError) as error:
            self._unreadable.add(number)
            self._tell(f"{name} is left out. {error.message if isinstance(error, ClickcutError) else error}")
        else:
            self._unreadable.discard(number)
        return self._pair.has(number)

    def _keep(self, number: int, recipe: str) -> None:
        """Keep what was clicked; a photo that was done is open again if it is other objects."""
        name = self._folder.photos[number]
        try:
            before = self._folder.recipe(name)
            self._folder.keep_recipe(name, recipe)
            if self._folder.is_accepted(name) and _said(before) != _said(recipe):
                self._folder.reopen(name)
                self._refresh()
        except ClickcutError as error:
            self._tell(error.message)

    def _name_classes(self, text: str) -> None:
        said = (" ".join(each.split())[:LONGEST_NAME] for each in text.split(","))
        names = list(dict.fromkeys(filter(None, said)))
        self._keys.classes = names or list(FIRST_CLASSES)
        self._chosen = None
        self._show_classes()
        try:
            self._folder.classes = self._keys.classes
        except ClickcutError as error:
            self._tell(error.message)

    def _show_classes(self) -> None:
        buttons = []
        for number, name in enumerate(self._keys.classes):
            key = f"{number + 1}  " if number < _WITH_KEYS else ""
            kind = "primary" if number == self._chosen else "default"
            button = pn.widgets.Button(name=f"{key}{name}", button_type=kind, button_style="outline")
            button.on_click(partial(self._press_class, number))
            buttons.append(button)
        self._buttons.objects = buttons

    def _press_class(self, number: int, _: object) -> None:
        self._keys.press("choose", number=number)

    def _refresh(self) -> None:
        done = set(self._folder.accepted())
        photos = self._folder.photos
        self._progress.value = len(done)
        self._count.object = f"{len(done)} of {len(photos)} photos done"
        options = {f"{'✓ ' if name in done else ''}{name}": number for number, name in enumerate(photos)}
        self._place.param.update(options=options, value=self._number)

    def _chosen_place(self, event: Any) -> None:
        if event.new is not None and event.new != self._number:
            self._told.visible = False
            self._show(event.new)
            self._keys.press("shown")

    def _tell(self, text: str) -> None:
        """Say something, below what was said since the last key."""
        before = f"{self._told.object}\n\n" if self._told.visible else ""
        self._told.param.update(object=before + html.escape(text), visible=True)

    def _download(
        self, label: str, filename: str, make: Callable[[list[str]], bytes]
    ) -> pn.widgets.FileDownload:
        async def made() -> io.BytesIO:
            """Make it in the other thread, after what is being made there."""
            self._told.visible = False
            problems: list[str] = []
            try:
                content = await asyncio.get_running_loop().run_in_executor(self._maker, make, problems)
            except ClickcutError as error:
                problems.append(error.message)
                raise
            finally:
                for problem in problems:
                    self._tell(problem)
            return io.BytesIO(content)

        return pn.widgets.FileDownload(callback=made, filename=filename, label=label)

    def _coco(self, problems: list[str]) -> bytes:
        return coco(self._made(problems)).encode()

    def _yolo(self, problems: list[str]) -> bytes:
        return yolo(self._made(problems), self._keys.classes)

    def _made(self, problems: list[str]) -> list[tuple[str, PhotoLabels]]:
        """Give the labels of all that are done; what is wrong with one is noted, and it is left out."""
        made = []
        for name in self._folder.accepted():
            try:
                name.encode()
                made.append((name, made_labels(self._folder, name, self._settings)))
            except (ClickcutError, OSError, ValueError) as error:
                why = error.message if isinstance(error, ClickcutError) else str(error)
                problems.append(f"{name!r} is not among the labels. {why}")
        return made


def _said(recipe: str) -> tuple[PhotoObject, ...]:
    """Give the objects of a recipe's text; none of one that can't be read."""
    try:
        objects = RecipeFile.from_text(recipe).document.objects if recipe else ()
    except ClickcutError:
        return ()
    return tuple(each for each in objects if each.recipe)


def _log_failure(made: Future[Any]) -> None:
    if not made.cancelled() and (error := made.exception()) is not None:
        _log.error("labels could not be made, and will be once they are taken home: %s", error)
