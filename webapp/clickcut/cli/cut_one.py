"""One photo of `clickcut cut`: cut out, written, and told about."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clickcut_core.errors import ClickcutError
from clickcut_core.files.export_options import ExportOptions
from clickcut_core.files.shape_files import WRITERS
from clickcut_core.geometry import ImageSize
from clickcut_core.masks.prediction import Mask
from clickcut_core.proposals.proposal import Proposal
from clickcut_core.words.en.sentences import NOTES
from PIL import Image

from clickcut.cutting.cut_out import Wishes, cut_out, outline, outline_everything
from clickcut.cutting.cutout_files import save
from clickcut.cutting.files import check_writable, read_file, writing
from clickcut.cutting.loaded import Loaded
from clickcut.cutting.subject import Picked
from clickcut.settings import Settings


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a photo that was cut: to people as text, to programs as JSON.

    `mask` is None of all objects of a photo, of which there are `count`.
    """

    path: Path
    size: ImageSize
    mask: Mask | None
    notes: tuple[str, ...] = ()
    subject: Picked | None = None
    count: int = 1

    def __str__(self) -> str:
        if self.mask is None:
            lines = [f"{self.path}: {self.count} objects"]
        else:
            share = self.mask.area / (self.size.width * self.size.height)
            lines = [f"{self.path}: {share:.1%} of the photo, confidence {self.mask.score:.2f}"]
        if self.subject and self.subject.others:
            others = "; ".join(_options(each) for each in self.subject.others)
            lines.append(f"  Something else may be meant: {others}.")
        return "\n".join([*lines, *(f"  {NOTES[note]}" for note in self.notes)])

    def to_json(self) -> dict[str, Any]:
        """Give the plain form."""
        plain: dict[str, Any] = {"file": str(self.path), "width": self.size.width, "height": self.size.height}
        if self.mask is None:
            plain["count"] = self.count
        else:
            plain.update(self.mask.to_json())
        if self.subject:
            plain["subject"] = _plain(self.subject.proposal)
            plain["sure"] = self.subject.is_sure
            plain["others"] = [_plain(each) for each in self.subject.others]
        return {**plain, "notes": list(self.notes)}


@dataclass(frozen=True, slots=True)
class CutOne:
    """What is wished of each photo, and what it is made with; `loaded` only of several photos.

    `besides` are the files that are read beside photos, none of which is to be written to.
    """

    settings: Settings
    wishes: Wishes
    wanted: ExportOptions
    behind: Image.Image | None
    has_recipe: bool
    loaded: Loaded | None = None
    besides: tuple[Path, ...] = ()

    def cut(self, photo: Path, path: Path) -> Told:
        """Cut an object out of a photo and write the file.

        Raises
        ------
        ClickcutError
            Whatever is wrong with the photo, a wish or the place of the file.
        """
        check_writable(path)
        content, media_type = read_file(photo), self.wanted.media_type
        if media_type in WRITERS:
            outlined = asyncio.run(outline(self.settings, content, self.wishes, loaded=self.loaded))
            size = outlined.shape.runs.size
            with writing(path):
                path.write_text(WRITERS[media_type](size, photo.name, [outlined.shape]), "utf-8")
            return Told(path, size, outlined.mask, outlined.notes, outlined.subject)
        made = cut_out(
            self.settings,
            content,
            self.wishes,
            name=photo.name,
            wanted=self.wanted,
            behind=self.behind,
            loaded=self.loaded,
        )
        done = asyncio.run(made)
        with writing(path):
            save(
                done.image, path, media_type, done.recipe.to_text() if self.has_recipe else None, done.profile
            )
        return Told(path, done.photo, done.mask, done.notes, done.subject)


def cut_everything(cutter: CutOne, photo: Path, path: Path) -> Told:
    """Outline all objects of a photo and write the file; raises what `CutOne.cut` does."""
    media_type = cutter.wanted.media_type
    if media_type not in WRITERS:
        reason = "all objects of a photo are written as shapes: use --format coco, coco-polygons or svg"
        raise ClickcutError("invalid-option", reason=reason)
    check_writable(path)
    shapes, notes = asyncio.run(outline_everything(cutter.settings, read_file(photo)))
    size = shapes[0].runs.size
    with writing(path):
        path.write_text(WRITERS[media_type](size, photo.name, shapes), "utf-8")
    return Told(path, size, None, notes, count=len(shapes))


def _options(proposal: Proposal) -> str:
    """Give what asks for a proposal on the command line."""
    return f"--point {proposal.point.x:.10g},{proposal.point.y:.10g} --choose {proposal.mask}"


def _plain(proposal: Proposal) -> dict[str, Any]:
    point = proposal.point
    return {"x": point.x, "y": point.y, "choose": proposal.mask, "score": round(proposal.score, 2)}
