"""The API as it describes itself: named types in its OpenAPI document, and a page for people at `/docs`."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from clickcut.server.app import create_app

from tests.server.conftest import SharedEngine, serving, small_settings

REFERENCE = re.compile(r'"\$ref": "#/components/schemas/(\w+)"')


@pytest.mark.asyncio(loop_scope="session")
async def test_what_answers_hold_has_names_in_the_document(
    shared_dist: Path, tmp_path: Path, engine: SharedEngine
) -> None:
    async with serving(create_app(small_settings(shared_dist, tmp_path), engine=engine)) as client:
        document = (await client.get("/api/v1/openapi.json")).json()
    named = set(document["components"]["schemas"])
    assert {"Health", "Problem", "Readiness"} <= named
    assert set(REFERENCE.findall(json.dumps(document))) <= named
    for operations in document["paths"].values():
        for operation in operations.values():
            problem = operation["responses"]["500"]["content"]["application/problem+json"]["schema"]
            assert "server-failed" in problem["allOf"][1]["properties"]["code"]["enum"]


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("root", ["", "/clickcut"])
async def test_the_api_can_be_read_as_a_page_that_loads_nothing(
    root: str, shared_dist: Path, tmp_path: Path, engine: SharedEngine
) -> None:
    settings = replace(small_settings(shared_dist, tmp_path), root_path=root)
    async with serving(create_app(settings, engine=engine)) as client:
        page = await client.get("/docs")
        link = re.search(r'href="([^"]+)"', page.text)
        assert link
        document = (await client.get(link[1])).json()
    assert link[1] == f"{root}/api/v1/openapi.json"
    assert page.headers["content-type"].startswith("text/html")
    assert all(path in page.text for path in document["paths"])
    assert "<code>too-many-bytes</code>" in page.text
    assert not re.search(r"<script|<img|<link|url\(", page.text)
    assert f"{root}/api/v1/embeddings -o photo.clickcut" in page.text
