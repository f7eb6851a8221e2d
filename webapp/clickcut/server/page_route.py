"""The pages people open: the one with the element, and what the API can do.

The first is plain HTML around the element, so that nothing is loaded before the photo. It is in the language
that the browser asks for; the element in it takes that from the page.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from clickcut_core.words.tables import languages
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from clickcut.page.accepted_language import accepted_language
from clickcut.page.api_page import render_api
from clickcut.page.content_security_policy import content_security_policy
from clickcut.page.device_encoder import encoder_bytes
from clickcut.page.gallery import read_gallery
from clickcut.page.licences import read_licences
from clickcut.page.template import Page, render
from clickcut.settings import Settings


def page_router() -> APIRouter:
    """Build the routes; the server's settings are expected on `app.state.settings`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/", response_class=HTMLResponse)
    def index(request: Request) -> HTMLResponse:
        settings: Settings = request.app.state.settings
        wanted = ",".join(request.headers.getlist("Accept-Language"))
        language = accepted_language(wanted, languages())
        runtime = _runtime(settings.dist)
        page = Page(
            runtime=runtime,
            tiles=read_gallery(settings.dist / "samples"),
            api="./",
            licences=read_licences(settings.dist / runtime),
            encoder_bytes=encoder_bytes(settings.dist / runtime),
            language=language,
            nonce=secrets.token_urlsafe(16),
        )
        # Asked for again each time: it names the folder of the runtime that is in force.
        return HTMLResponse(
            render(page),
            headers={
                "Cache-Control": "no-cache",
                "Content-Language": language,
                "Content-Security-Policy": content_security_policy(nonce=page.nonce),
                "Vary": "Accept-Language",
            },
        )

    @router.get("/docs", response_class=HTMLResponse)
    def docs(request: Request) -> HTMLResponse:
        root: str = request.scope.get("root_path", "")
        html = render_api(
            request.app.openapi(),
            document_url=f"{root}{request.app.openapi_url}",
            base_url=f"{request.url.scheme}://{request.url.netloc}{root}",
        )
        return HTMLResponse(html, headers={"Cache-Control": "no-cache"})

    return router


def _runtime(dist: Path) -> str:
    """Give the address of the built runtime's folder, of which there is one at a time."""
    elements = sorted((dist / "runtime").glob("*/element.js"))
    return f"runtime/{elements[0].parent.name}" if elements else "runtime"
