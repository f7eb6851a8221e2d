"""One photo of `clickcut cut`: cut out, written, and told about."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from clickcut_core.errors import ClickcutError
from clickcut_core.proposals.proposal import Proposal
from clickcut_core.words.en.sentences import NOTES
from PIL import Image

from clickcut.cutting.files import STANDARD, check_writable, read_file, write_file
from clickcut.cutting.known_embeddings import OF_ANOTHER_PICTURE, KnownEmbeddings
from clickcut.cutting.loaded import Loaded
from clickcut.cutting.making import Facts, Made, Order, make
from clickcut.memory import memory_told
from clickcut.settings import Settings

UNNAMED = "photo"
"""What a photo from standard input is called."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a photo that was cut: to people as text, to programs as JSON."""

    path: Path
    facts: Facts

    def __str__(self) -> str:
        facts = self.facts
        if facts.mask is None:
            lines = [f"{self.path}: {facts.count} objects"]
        else:
            share = facts.mask.area / (facts.size.width * facts.size.height)
            lines = [f"{self.path}: {share:.1%} of the photo, confidence {facts.mask.score:.2f}"]
        if facts.subject and facts.subject.others:
            others = "; ".join(_options(each) for each in facts.subject.others)
            lines.append(f"  Something else may be meant: {others}.")
        return "\n".join([*lines, *(f"  {NOTES[note]}" for note in facts.notes)])

    def to_json(self) -> dict[str, Any]:
        """Give the plain form."""
        return {"file": str(self.path), **self.facts.to_json()}


@dataclass(frozen=True, slots=True)
class CutOne:
    """What is wished of each photo, and what it is made with; `loaded` only of several photos.

    `besides` are the files that are read beside photos, none of which is to be written to.
    """

    settings: Settings
    order: Order
    behind: Image.Image | None
    embeddings: KnownEmbeddings = field(default_factory=KnownEmbeddings)
    loaded: Loaded | None = None
    besides: tuple[Path, ...] = ()

    async def load(self) -> Loaded:
        """Load what photos are cut with; the encoder waits for a photo whose embedding isn't known."""
        is_encoding = self.embeddings.place is None
        return await Loaded.of(self.settings, proposing=self.order.wishes.proposes, encoding=is_encoding)

    def cut(self, photo: Path, path: Path, *, content: bytes | None = None) -> Told:
        """Cut an object out of a photo and write the file.

        Raises
        ------
        ClickcutError
            Whatever is wrong with the photo, a wish or the place of the file.
        """
        check_writable(path)
        made = self.make(photo, content=content)
        write_file(path, made.content)
        return Told(path, made.facts)

    def make(self, photo: Path, *, content: bytes | None = None) -> Made:
        """Make the file of a photo, whose content is given where it was read already.

        Raises
        ------
        ClickcutError
            Whatever is wrong with the photo or a wish, or `too-little-memory`.
        """
        with memory_told():
            content = read_file(photo) if content is None else content
            return asyncio.run(self._made(content, UNNAMED if photo == STANDARD else photo.name))

    async def _made(self, content: bytes, name: str) -> Made:
        loaded, embedding = self.loaded, None
        if self.embeddings.place is not None:
            loaded = loaded or await self.load()
            embedding = self.embeddings.find(name, content, loaded.manifest.model)
        making = partial(
            make, self.settings, self.order, content, name=name, loaded=loaded, behind=self.behind
        )
        try:
            return await making(embedding=embedding)
        except ClickcutError as error:
            if not (self.embeddings.is_folder and error.code in OF_ANOTHER_PICTURE):
                raise
        return await making()  # it counts as none


def _options(proposal: Proposal) -> str:
    """Give what asks for a proposal on the command line."""
    return f"--point {proposal.point.x:.10g},{proposal.point.y:.10g} --choose {proposal.mask}"
