"""What photos are cut out with, loaded once for all of them: encoder and graphs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

from clickcut_core.embedding import Embedding
from clickcut_core.geometry import Part
from clickcut_core.masks.graphs import Graphs
from clickcut_core.proposals.graphs import ProposalGraphs
from clickcut_core.session import Session
from clickcut_models.manifest import Manifest

from clickcut.encoding.encoder import Encoder, read_manifest
from clickcut.native_runtime import NativeRuntime, load_graphs, load_proposal_graphs
from clickcut.photos.photo import Photo, part_sha256
from clickcut.settings import Settings


@dataclass(frozen=True, slots=True)
class Loaded:
    """An encoder and the graphs of a session; those of proposals, too, where they are wanted.

    Attributes
    ----------
    encoder
        Gives the encoder, which is loaded once it is asked for.
    """

    manifest: Manifest
    encoder: Callable[[], Encoder]
    runtime: NativeRuntime
    graphs: Graphs
    proposals: ProposalGraphs | None

    @classmethod
    async def of(cls, settings: Settings, *, proposing: bool = False, encoding: bool = True) -> Loaded:
        """Load everything; without `encoding`, the encoder only if a photo turns out to need it.

        Raises
        ------
        ClickcutError
            About the models.
        """
        manifest = read_manifest(settings.dist)
        encoder = cache(partial(Encoder.from_settings, settings, manifest))
        if encoding:
            encoder()
        return await cls.around(manifest, encoder, proposing=proposing)

    @classmethod
    async def around(
        cls,
        manifest: Manifest,
        encoder: Callable[[], Encoder],
        *,
        proposing: bool,
        threads: int = 0,
        at_once: bool = False,
    ) -> Loaded:
        """Load the graphs around an encoder; how they are loaded and run, see `NativeRuntime`."""
        runtime = NativeRuntime(threads=threads, at_once=at_once)
        return cls(
            manifest=manifest,
            encoder=encoder,
            runtime=runtime,
            graphs=await load_graphs(runtime, manifest),
            proposals=await load_proposal_graphs(runtime, manifest) if proposing else None,
        )

    @property
    def proposal_graphs(self) -> ProposalGraphs:
        """Give the graphs of proposals, which were to be loaded."""
        if self.proposals is None:
            raise RuntimeError("what proposes was not loaded")
        return self.proposals

    async def open(self, photo: Photo, sha256: str) -> Session:
        """Encode a photo, and begin a session of it."""
        return await self.begin(self.encode(photo, sha256))

    async def begin(self, embedding: Embedding) -> Session:
        """Begin a session of a photo that was encoded before, by this model."""
        session = Session(self.runtime, self.graphs)
        await session.set_image(embedding)
        return session

    def encode_part(self, photo: Photo, sha256: str, part: Part) -> Embedding:
        """Encode a part of a photo by itself, for closer looks; `sha256` is the photo's."""
        return self.encode(photo.part(part), part_sha256(sha256, part))

    def encode(self, photo: Photo, sha256: str) -> Embedding:
        """Encode a photo, through the form that its file has; `sha256` is the photo's."""
        content = self.encoder().encode(photo, sha256).to_bytes()
        return Embedding.from_bytes(content, model=self.manifest.model)
