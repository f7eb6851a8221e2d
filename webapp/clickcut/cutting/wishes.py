"""What is wished of a photo, and how it is said to a session."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from clickcut_core.embedding import Embedding
from clickcut_core.errors import ClickcutError
from clickcut_core.files.recipe_file import RecipeFile
from clickcut_core.geometry import ImageSize, Part
from clickcut_core.masks.prediction import Mask
from clickcut_core.recipes.look import Look
from clickcut_core.recipes.prompts import BoxPrompt, PointPrompt
from clickcut_core.session import Session

from clickcut.photos.alpha import average, read_alpha
from clickcut.photos.limits import PhotoLimits

Edit = Literal["fill_holes", "keep_largest", "invert"]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What to cut out, in this order: recipe, subject, mask, box, points, closer look, choice, edits, look.

    `is_subject` asks for what the photo is about, which the rest corrects. `mask` is a mask's file to go on
    from, and `recipe` a cut-out to be made again. `look` replaces the recipe's. With `closer`, the object is
    looked at closer. `is_everything` asks for all that can be told apart, each as an object of its own, and
    goes with nothing else.
    """

    points: Sequence[PointPrompt] = ()
    box: BoxPrompt | None = None
    choice: int | None = None
    mask: bytes | None = None
    edits: Sequence[Edit] = ()
    look: Look | None = None
    recipe: RecipeFile | None = None
    is_subject: bool = False
    closer: bool = False
    is_everything: bool = False

    @property
    def proposes(self) -> bool:
        """Whether something is looked for before anybody has clicked."""
        return self.is_subject or self.is_everything


async def say(
    session: Session,
    wishes: Wishes,
    encode: Callable[[Part], Embedding],
    limits: PhotoLimits | None = None,
) -> Mask:
    """Say to a session with a photo what is wished, and give the active object's mask.

    Parameters
    ----------
    session
        It has a photo.
    wishes
        What to say.
    encode
        Encodes a part of the photo by itself, for closer looks.
    limits
        Of the mask's file.

    Raises
    ------
    ClickcutError
        About a prompt, the recipe or the mask's file.
    """
    box, choice = wishes.box, wishes.choice
    if wishes.recipe is not None:
        for part in session.missing_parts(wishes.recipe.document):
            session.add_part(part, encode(part))
        await session.resume(wishes.recipe.document.to_json())
    if wishes.mask is not None:
        values = read_alpha(wishes.mask, limits or PhotoLimits())
        await session.import_mask(average(values, session.import_grid(ImageSize(*values.shape))))
    if box is not None:
        await session.set_box(box.x0, box.y0, box.x1, box.y1)
    for point in wishes.points:
        await session.add_point(point.x, point.y, point.label)
    if wishes.closer:
        if wanted := session.closer:
            session.add_part(wanted, encode(wanted))
        await session.look_closer()
    if choice is not None:
        await session.choose(choice)
    for edit in wishes.edits:
        await getattr(session, edit)()
    if wishes.look is not None:
        await session.refine(wishes.look.grow, wishes.look.feather, wishes.look.smooth)
    if session.mask is None:
        raise ClickcutError("no-mask")
    return session.mask
