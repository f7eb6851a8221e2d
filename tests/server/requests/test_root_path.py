"""A server that a proxy serves under a path, whether or not the proxy takes the path off."""

from dataclasses import replace
from pathlib import Path

import pytest
from clickcut.server.app import create_app
from clickcut.server.middleware.root_path import RootPath

from tests.server import photos
from tests.server.conftest import SharedEngine, serving, small_settings

URL = "/api/v1/embeddings"


@pytest.mark.parametrize("asked", ["/clickcut", "clickcut/", "/clickcut/"])
def test_a_path_is_meant_however_its_slashes_are_written(asked: str):
    assert RootPath(None, asked=asked).path == "/clickcut"
    assert RootPath(None, asked="").path == RootPath(None, asked="/").path == ""


@pytest.mark.asyncio(loop_scope="session")
async def test_links_keep_the_proxys_prefix(shared_dist: Path, tmp_path: Path, engine: SharedEngine):
    settings = replace(small_settings(shared_dist, tmp_path), root_path="/clickcut")
    async with serving(create_app(settings, engine=engine)) as client:
        made = await client.post(URL, content=photos.file(photos.picture(seed=10)))
        location = made.headers["location"]
        assert location.startswith(f"/clickcut{URL}/")
        for path in (location, location.removeprefix("/clickcut")):
            assert (await client.get(path)).content == made.content
        for path in ("/runtime/clickcut.js", "/healthz", "/"):
            plain, prefixed = await client.get(path), await client.get(f"/clickcut{path}")
            assert (plain.status_code, prefixed.status_code) == (200, 200)
            assert (await client.head(f"/clickcut{path}")).status_code == 200
        document = (await client.get("/api/v1/openapi.json")).json()
        assert document["servers"] == [{"url": "/clickcut"}]
