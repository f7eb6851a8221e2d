"""Everything a person can see of a photo, as plain values; see `clickcut_core.protocol`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clickcut_core.opened.photo import Opened
from clickcut_core.recipes.history import History
from clickcut_core.recipes.look import Look

if TYPE_CHECKING:
    from clickcut_core import protocol
    from clickcut_core.recipes.document import PhotoObject


def state_of(opened: Opened | None, history: History, *, is_proposed: bool) -> protocol.SessionState:
    """Describe everything."""
    document = history.current
    return {
        **_situation(opened, history, is_proposed=is_proposed),
        "prompts": document.active.recipe.prompts.to_json(),
        "objects": [
            {**_named(opened, each, document.active_id), "prompts": each.recipe.prompts.to_json()}
            for each in document.objects
            if opened and each.recipe
        ],
    }


def answered_state(opened: Opened | None, history: History, *, is_proposed: bool) -> protocol.AnsweredState:
    """Describe everything but the prompts that stand in the step, whose labels are true of the object."""
    document = history.current
    objects: list[protocol.AnsweredObject] = []
    for each in document.objects:
        if opened and each.recipe:
            told = _named(opened, each, document.active_id)
            if each.recipe.is_inverted:
                told["prompts"] = each.recipe.prompts.to_json()
            objects.append(told)
    return {**_situation(opened, history, is_proposed=is_proposed), "objects": objects}


def _situation(opened: Opened | None, history: History, *, is_proposed: bool) -> protocol.Situation:
    active = history.current.active
    frame = opened and opened.frame
    prediction = opened.prediction(active) if opened and active.recipe else None
    closer = opened.closer(active) if opened and active.recipe else None
    offered = prediction.offer() if prediction else []
    return {
        "photo": {"width": frame.photo.width, "height": frame.photo.height} if frame else None,
        "maskExtent": list(frame.mask_extent) if frame else None,
        "look": active.look.to_json(),
        "lookMost": Look.most(frame.photo) if frame else None,
        "candidates": offered,
        "chosen": opened.chosen(active) if opened and offered else None,
        "active": active.id,
        "proposed": is_proposed,
        "closer": list(closer.corners) if closer else None,
        "canUndo": history.can_undo,
        "canRedo": history.can_redo,
        "timings": {"decode": prediction.milliseconds} if prediction else {},
    }


def _named(opened: Opened, each: PhotoObject, active_id: int) -> protocol.AnsweredObject:
    figures = opened.mask(each).to_json()
    return {
        "id": each.id,
        "name": each.name,
        "colour": each.colour,
        "visible": each.is_visible,
        "active": each.id == active_id,
        "part": list(each.recipe.closer.corners) if each.recipe.closer else None,
        "score": figures["score"],
        "area": figures["area"],
        "bbox": figures["bbox"],
    }
