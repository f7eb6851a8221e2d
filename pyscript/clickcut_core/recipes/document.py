"""What is being cut out of one photo: its objects in order, one of them active. Edits give a new document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import ImageSize, Part
from clickcut_core.recipes.bounds import check_counts, check_recipes
from clickcut_core.recipes.look import Look
from clickcut_core.recipes.recipe import Recipe

if TYPE_CHECKING:
    from clickcut_core import protocol

LONGEST_NAME = 60
LAST_NUMBER = 1_000_000  # of an object; far beyond what anybody makes of one photo
# To be told apart by everybody, on any photo, with a light line around: blue first, as for a single object,
# then Okabe and Ito's colours for people with and without colour blindness ("Color Universal Design", 2008).
COLOURS = ("#2684ff", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#f0e442", "#7a5cd6")


@dataclass(frozen=True, slots=True)
class PhotoObject:
    """One object of a photo.

    Attributes
    ----------
    id
        Counts from 1 within a photo, and is never given again.
    name
        As a person called it; empty until then.
    """

    id: int
    name: str = ""
    is_visible: bool = True
    recipe: Recipe = field(default_factory=Recipe)
    look: Look = field(default_factory=Look)

    @property
    def colour(self) -> str:
        """The colour on the photo and in lists, #rrggbb."""
        return COLOURS[(self.id - 1) % len(COLOURS)]

    def to_json(self) -> protocol.DocumentObject:
        """Give the plain form; a look only when there is one."""
        plain: protocol.DocumentObject = {
            "id": self.id,
            "name": self.name,
            "visible": self.is_visible,
            "recipe": self.recipe.to_json(),
        }
        return {**plain, "look": self.look.to_json()} if self.look else plain

    @classmethod
    def from_json(cls, plain: Mapping[str, Any], photo: ImageSize) -> PhotoObject:
        """Read the plain form for a photo of this size, or raise `invalid-prompt`."""
        recipe = Recipe.from_json(plain["recipe"], photo)
        look = Look.from_json(plain.get("look", {}), photo)
        return cls(plain["id"], _checked_name(plain["name"]), bool(plain["visible"]), recipe, look)


@dataclass(frozen=True, slots=True)
class Document:
    """The objects of a photo, the topmost last; there is at least one, and one is active.

    `count` is how many were ever made, so that none gets an earlier one's id and colour.
    """

    objects: tuple[PhotoObject, ...] = (PhotoObject(1),)
    active_id: int = 1
    count: int = 1

    @property
    def active(self) -> PhotoObject:
        """The object that prompts go to."""
        return self.objects[self._place(self.active_id)]

    def with_recipe(self, recipe: Recipe) -> Document:
        """Exchange the active object's recipe; of what is empty, no look is left."""
        return self._changed(self.active_id, recipe=recipe, look=self.active.look if recipe else Look())

    def with_look(self, look: Look) -> Document:
        """Give the active object's edge another look."""
        return self._changed(self.active_id, look=look)

    def with_new_object(self) -> Document:
        """Add an empty object at the end, active."""
        added = PhotoObject(self.count + 1)
        return Document((*self.objects, added), added.id, added.id)

    def with_active(self, object_id: int) -> Document:
        """Make another object the active one; an empty one that is left behind was not meant, and goes."""
        self._place(object_id)
        kept = tuple(each for each in self.objects if each.id == object_id or each.recipe or each.name)
        return replace(self, objects=kept, active_id=object_id)

    def with_name(self, object_id: int, name: str) -> Document:
        """Name an object; spaces around the name are dropped, an empty name takes it back."""
        return self._changed(object_id, name=_checked_name(name))

    def with_visibility(self, object_id: int, is_visible: bool) -> Document:
        """Show or hide an object."""
        return self._changed(object_id, is_visible=is_visible)

    def with_place(self, object_id: int, place: int) -> Document:
        """Move an object to another place in the order, counted from 0."""
        moved = self.objects[self._place(object_id)]
        others = [each for each in self.objects if each.id != object_id]
        others.insert(min(max(0, int(place)), len(others)), moved)
        return replace(self, objects=tuple(others))

    def without(self, object_id: int) -> Document:
        """Delete an object; its neighbour becomes active, or a new one when there is none left."""
        place = self._place(object_id)
        objects = tuple(each for each in self.objects if each.id != object_id)
        if not objects:
            return replace(self, objects=()).with_new_object()
        active = objects[min(place, len(objects) - 1)].id if object_id == self.active_id else self.active_id
        return replace(self, objects=objects, active_id=active)

    def find(self, object_id: int) -> PhotoObject:
        """Give an object by its id, or raise `no-object`."""
        return self.objects[self._place(object_id)]

    def exported(self, object_id: int | None = None) -> PhotoObject:
        """Give the object that is meant: the one named, else the active one.

        While that one is still empty, it is the topmost visible one.

        Raises
        ------
        ClickcutError
            `no-mask`, `no-object`.
        """
        if object_id is not None:
            return self.find(object_id)
        visible = (each for each in reversed(self.objects) if each.is_visible)
        for each in (self.active, *visible):
            if each.recipe:
                return each
        raise ClickcutError("no-mask")

    def visible(self) -> list[PhotoObject]:
        """Give the visible objects that are not empty, the topmost last.

        Raises
        ------
        ClickcutError
            `no-mask`.
        """
        found = [each for each in self.objects if each.is_visible and each.recipe]
        if not found:
            raise ClickcutError("no-mask")
        return found

    @property
    def closer(self) -> set[Part]:
        """The parts of the photo that objects are looked at closer in."""
        return {each.recipe.closer for each in self.objects if each.recipe.closer}

    def to_json(self) -> protocol.Document:
        """Give the plain form."""
        return {
            "objects": [each.to_json() for each in self.objects],
            "active": self.active_id,
            "count": self.count,
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any], photo: ImageSize) -> Document:
        """Read the plain form for a photo of this size.

        Raises
        ------
        ClickcutError
            `invalid-prompt`, `no-object` or what `checked` raises.
        """
        listed = [each["recipe"] for each in plain["objects"]]
        check_counts(
            objects=len(listed),
            points=sum(len(each["points"]) for each in listed),
            edits=sum(len(edits) for each in listed for edits in each.get("edits", ())),
        )
        ids = [each["id"] for each in plain["objects"]]
        if len(set(ids)) < len(ids) or not all(map(_is_number, [*ids, plain["count"]])):
            raise ClickcutError(
                "invalid-prompt", reason=f"Objects are numbered from 1 to {LAST_NUMBER}, each once."
            )
        objects = tuple(PhotoObject.from_json(each, photo) for each in plain["objects"])
        document = cls(objects, plain["active"], max([plain["count"], *ids]))
        document._place(document.active_id)
        return document.checked()

    def checked(self) -> Document:
        """Give the document itself.

        Raises
        ------
        ClickcutError
            `too-many-objects`, `too-many-points`, `too-many-edits` or `too-many-closer`.
        """
        check_recipes([each.recipe for each in self.objects])
        return self

    def _changed(self, object_id: int, **fields: Any) -> Document:
        place = self._place(object_id)
        changed = replace(self.objects[place], **fields)
        return replace(self, objects=(*self.objects[:place], changed, *self.objects[place + 1 :]))

    def _place(self, object_id: int) -> int:
        for place, each in enumerate(self.objects):
            if each.id == object_id:
                return place
        raise ClickcutError("no-object", id=object_id)


def _is_number(value: object) -> bool:
    return type(value) is int and 1 <= value <= LAST_NUMBER


def _checked_name(name: object) -> str:
    if not isinstance(name, str):
        raise ClickcutError("invalid-prompt", reason="An object's name is a text.")
    return " ".join(name.split())[:LONGEST_NAME]
