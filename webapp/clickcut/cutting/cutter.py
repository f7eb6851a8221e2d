"""A process that makes cut-outs, shut in as decoders are: `python -m clickcut.cutting.cutter`."""

from __future__ import annotations

from functools import partial
from typing import NoReturn

from clickcut_core.embedding import Embedding
from PIL import Image

from clickcut.cutting.loaded import Loaded
from clickcut.cutting.making import make
from clickcut.cutting.work import Work
from clickcut.encoding.encoder import read_manifest
from clickcut.memory import is_of_memory
from clickcut.native_runtime import completed
from clickcut.photos.late_imports import import_all
from clickcut.processes.answers import Answer
from clickcut.processes.program import Worker, run
from clickcut.settings import Settings


def main() -> None:
    """Work until the server orders nothing more."""
    run(_prepared)


def _prepared(settings: Settings) -> tuple[Worker, int]:
    loaded = completed(_load(settings))
    import_all()
    Image.init()  # what writes files, too
    return partial(_done, settings, loaded), settings.cutout_megabytes


async def _load(settings: Settings) -> Loaded:
    manifest = read_manifest(settings.dist)
    # Later, no file can be opened.
    return await Loaded.around(
        manifest, _no_encoder, proposing=True, threads=settings.encoder_threads, at_once=True
    )


def _no_encoder() -> NoReturn:
    raise RuntimeError("photos are encoded before they come here")


def _done(settings: Settings, loaded: Loaded, work: Work) -> Answer:
    embedding = Embedding.from_bytes(work.embedding, model=loaded.manifest.model)
    making = make(settings, work.order, work.content, name=work.name, loaded=loaded, embedding=embedding)
    try:
        return Answer(completed(making).content)  # asyncio's loop would want what is refused here
    except Exception as error:
        if is_of_memory(error):
            raise MemoryError from error
        raise


if __name__ == "__main__":
    main()
