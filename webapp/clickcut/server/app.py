"""The server: one FastAPI app with everything mounted on it, built from settings alone.

What it works with hangs on `app.state`, so that two apps in one process know nothing of each other.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import Depends, FastAPI
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware

from clickcut.cutting.cutters import Cutters
from clickcut.encoding.cache import EmbeddingCache
from clickcut.encoding.choice import choose_encoder
from clickcut.encoding.encoder import read_manifest
from clickcut.encoding.engine import Engine
from clickcut.encoding.service import EncoderService
from clickcut.encoding.shared_work import SharedWork
from clickcut.metrics import Metrics
from clickcut.photos.decoder import PhotoDecoder
from clickcut.photos.limits import PhotoLimits
from clickcut.ray.engine_choice import make_engine
from clickcut.server.api import api_router
from clickcut.server.api_description import EMBEDDING_TYPE, name_components
from clickcut.server.bounds.bearer_tokens import BearerTokens
from clickcut.server.bounds.client_limits import ClientLimits
from clickcut.server.bounds.memory import Memory
from clickcut.server.bounds.other_sites import OtherSites
from clickcut.server.bounds.upload import Uploads
from clickcut.server.cutouts import cutouts_router
from clickcut.server.middleware.cross_origin import add_cross_origin, named_origins
from clickcut.server.middleware.head_requests import HeadRequests
from clickcut.server.middleware.headers import SecurityHeaders
from clickcut.server.middleware.host_names import HostNames, host_names
from clickcut.server.middleware.problems import UnexpectedErrors, add_problems
from clickcut.server.middleware.request_log import RequestLog
from clickcut.server.middleware.request_metrics import RequestMetrics
from clickcut.server.middleware.root_path import RootPath
from clickcut.server.page_route import page_router
from clickcut.server.static_files import BuiltFiles
from clickcut.settings import Settings

FILES = ("/runtime", "/samples")
"""Paths of built files, which are folders in `dist`, too."""


def create_app(settings: Settings, *, engine: Engine | None = None) -> FastAPI:
    """Build the server. Its models are verified now and loaded once it runs.

    Parameters
    ----------
    engine
        Encodes in place of the one that the settings ask for. The app starts and closes it.

    Raises
    ------
    ClickcutError
        `model-missing`, `model-altered`, `encoder-unusable`, `ray-missing`, `tokens-unusable`,
        `origin-unusable` or `hosts-unusable`.
    """
    manifest = read_manifest(settings.dist)
    choice = choose_encoder(settings.encoder, manifest)
    metrics = Metrics()
    cache = EmbeddingCache.of(settings, model=manifest.model, encoder=choice.name)
    decoder = PhotoDecoder(
        PhotoLimits(max_megapixels=settings.max_megapixels),
        processes=settings.decode_processes,
        seconds=settings.decode_seconds,
        megabytes=settings.decode_megabytes,
    )

    encoder = EncoderService(
        engine or make_engine(settings, choice, manifest),
        model=manifest.model,
        choice=choice,
        cache=cache,
        decoder=decoder,
        work=SharedWork(most=settings.queue, seconds=settings.encode_seconds, on_change=metrics.pending.set),
        metrics=metrics,
    )

    cutters = Cutters(settings, on_change=metrics.cutouts.set)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        # Not awaited: /healthz answers meanwhile.
        loading = asyncio.gather(encoder.start(), decoder.start(), cutters.start())
        yield
        await loading
        await cutters.close()
        await encoder.close()
        await decoder.close()

    app = FastAPI(
        title="clickcut",
        summary="Click a photo, get the object: the encoder behind it.",
        version=version("clickcut"),
        lifespan=lifespan,
        openapi_url="/api/v1/openapi.json",
        redirect_slashes=False,  # it would lead to whatever host the client named
        # FastAPI's own pages load scripts from another host; ours is in `page_route`.
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.metrics = metrics
    app.state.encoder = encoder
    app.state.decoder = decoder
    app.state.cutters = cutters
    app.state.clients = ClientLimits(at_once=settings.client_photos, per_minute=settings.client_rate)
    app.state.uploads = Uploads(
        max_megabytes=settings.max_megabytes,
        seconds=settings.upload_seconds,
    )
    app.state.memory = Memory(settings.upload_memory)
    add_problems(app)
    origins = named_origins(settings.origins)
    tokens = [Depends(BearerTokens(settings.tokens))] if settings.tokens else []
    # The last one added is the outermost.
    # For the page and the API's JSON. Built files have compressed twins; an embedding would lose 8 %, for
    # several times the processor's time that the rest of its answer takes.
    app.add_middleware(
        GZipMiddleware,
        minimum_size=1024,
        compresslevel=5,
        exclude_content_types=(*DEFAULT_EXCLUDED_CONTENT_TYPES, EMBEDDING_TYPE),
    )
    app.add_middleware(HeadRequests, files=FILES)
    app.add_middleware(RootPath, asked=settings.root_path)
    app.add_middleware(UnexpectedErrors)
    add_cross_origin(app, origins)
    app.add_middleware(HostNames, hosts=host_names(settings.hosts))
    app.add_middleware(RequestMetrics, metrics=metrics)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(RequestLog)
    senders = [Depends(OtherSites(origins))]
    app.include_router(api_router(tokens, senders=senders))
    if settings.cutout_processes:
        app.include_router(cutouts_router(tokens, senders=senders))
    for path in FILES:
        app.mount(path, BuiltFiles(settings.dist / path.removeprefix("/")))
    app.include_router(page_router())
    name_components(app)
    return app
