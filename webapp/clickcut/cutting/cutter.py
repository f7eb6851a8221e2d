"""A process that makes cut-outs for the server: `python -m clickcut.cutting.cutter`, shut in as decoders are.

Orders come on standard input as the server pickled them. Answers go to standard output as a length, JSON and
bytes: whoever took this process over could send nothing that the server would run.
"""

from __future__ import annotations

import json
import os
import pickle
import sys
import traceback
from contextlib import suppress
from typing import IO, Any, NoReturn

from clickcut_core.embedding import Embedding
from clickcut_core.errors import ClickcutError
from PIL import Image

from clickcut.cutting.loaded import Loaded
from clickcut.cutting.making import make
from clickcut.cutting.work import LENGTH, Work
from clickcut.encoding.encoder import read_manifest
from clickcut.native_runtime import completed
from clickcut.photos.decoder import settle
from clickcut.settings import MEGABYTE, Settings

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

_NO_MEMORY = ("bad_alloc", "Failed to allocate")  # as onnxruntime says it


def main() -> None:
    """Work until standard input ends."""
    orders = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a library's word must not get among the answers
    settings: Settings = pickle.load(orders)  # noqa: S301  of the server, which started this
    loaded = completed(_load(settings))
    Image.init()  # formats are imported late otherwise, when nothing can be any more
    is_shut_in = settle()
    if resource is not None:
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        with suppress(ValueError):  # the operator allows less
            resource.setrlimit(resource.RLIMIT_DATA, (settings.cutout_megabytes * MEGABYTE, most))
    _answer(answers, {"is_shut_in": is_shut_in})
    while True:
        try:
            work: Work = pickle.load(orders)  # noqa: S301
        except EOFError:
            return
        except MemoryError:
            os._exit(1)
        _work(settings, loaded, work, answers)


async def _load(settings: Settings) -> Loaded:
    manifest = read_manifest(settings.dist)
    return await Loaded.around(manifest, _no_encoder, proposing=True, threads=settings.encoder_threads)


def _no_encoder() -> NoReturn:
    raise RuntimeError("photos are encoded before they come here")


def _work(settings: Settings, loaded: Loaded, work: Work, answers: IO[bytes]) -> None:
    """Answer an order; without the memory for it, this process ends, and with it whatever it holds."""
    try:
        embedding = Embedding.from_bytes(work.embedding, model=loaded.manifest.model)
        making = make(settings, work.order, work.content, name=work.name, loaded=loaded, embedding=embedding)
        content = completed(making).content  # asyncio's loop would want what is refused here
    except ClickcutError as error:
        _answer(answers, {"error": error.to_json()})
    except MemoryError:
        os._exit(1)
    except Exception as error:
        if any(word in str(error) for word in _NO_MEMORY):
            os._exit(1)
        traceback.print_exc()
        _answer(answers, {"has_failed": True})
    else:
        _answer(answers, {"size": len(content)}, content)


def _answer(answers: IO[bytes], head: dict[str, Any], content: bytes = b"") -> None:
    text = json.dumps(head).encode()
    answers.write(LENGTH.pack(len(text)) + text)
    answers.write(content)
    answers.flush()


if __name__ == "__main__":
    main()
