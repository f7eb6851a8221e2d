"""Who may use the API at all: those with a token, and pages of other sites, where the operator says so."""

import dataclasses
from pathlib import Path

import httpx
import pytest
from clickcut.server.app import create_app
from clickcut.server.bounds.bearer_tokens import BearerTokens
from clickcut.settings import Settings
from clickcut_core.errors import ClickcutError

from tests.server.conftest import SharedEngine, serving
from tests.server.photos import file, picture

EMBEDDINGS = "/api/v1/embeddings"
TOKEN, OTHER = "a-token-of-some-length", "another-token-for-others"
SITE = "https://site.example"


@pytest.fixture
def guarded(settings: Settings, tmp_path: Path) -> Settings:
    tokens = tmp_path / "tokens"
    tokens.write_text(f"# of the robots\n{TOKEN}\n\n{OTHER}  # of the others\n")
    return dataclasses.replace(settings, tokens=tokens, origins=f"{SITE}, http://localhost:8000")


@pytest.mark.asyncio(loop_scope="session")
async def test_only_those_who_send_a_token_are_answered(guarded: Settings, engine: SharedEngine):
    photo = file(picture())
    async with serving(create_app(guarded, engine=engine)) as client:
        refused = await client.post(EMBEDDINGS, content=photo)
        assert (refused.status_code, refused.json()["code"]) == (401, "token-needed")
        assert refused.headers["WWW-Authenticate"] == "Bearer"
        for wrong in (
            f"Bearer {TOKEN[:-1]}",
            "Bearer",
            f"Basic {TOKEN}",
            "Bearer é",
            f"Bearer {TOKEN}{TOKEN}",
        ):
            answer = await client.post(EMBEDDINGS, content=photo, headers={b"Authorization": wrong.encode()})
            assert answer.status_code == 401, wrong
        for right, status in ((TOKEN, 201), (OTHER, 200)):
            headers = {"Authorization": f"Bearer {right}"}
            answer = await client.post(EMBEDDINGS, content=photo, headers=headers)
            assert answer.status_code == status
        known = answer.headers["Location"]
        assert (await client.get(known)).status_code == 401
        assert (await client.head(known)).status_code == 401
        assert (await client.post("/api/v1/photos", content=photo)).status_code == 401
        assert (await client.get("/metrics")).status_code == 401
        answer = await client.get(known, headers=headers)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"].startswith("private")
        for path in ("/", "/healthz", "/readyz"):
            assert (await client.get(path)).status_code == 200


@pytest.mark.asyncio(loop_scope="session")
async def test_a_photo_of_those_without_a_token_is_not_even_read(guarded: Settings, engine: SharedEngine):
    read = 0

    async def body():
        nonlocal read
        read += 1
        yield b"\xff"

    async with serving(create_app(guarded, engine=engine)) as client:
        assert (await client.post(EMBEDDINGS, content=body())).status_code == 401
    assert read == 0


@pytest.mark.asyncio(loop_scope="session")
async def test_the_document_names_tokens_where_they_are_asked_for(
    guarded: Settings, client: httpx.AsyncClient, engine: SharedEngine
):
    async with serving(create_app(guarded, engine=engine)) as asking:
        paths = (await asking.get("/api/v1/openapi.json")).json()["paths"]
    assert paths[EMBEDDINGS]["post"]["security"] == [{"HTTPBearer": []}]
    assert "security" not in paths["/healthz"]["get"]
    free = (await client.get("/api/v1/openapi.json")).json()["paths"]
    assert "security" not in free[EMBEDDINGS]["post"]


@pytest.mark.parametrize("content", [b"", b"# nothing\n", b"short\n", b"\xff" * 40])
def test_a_file_without_good_tokens_is_refused(tmp_path: Path, content: bytes):
    tokens = tmp_path / "tokens"
    tokens.write_bytes(content)
    with pytest.raises(ClickcutError) as refused:
        BearerTokens(tokens)
    assert refused.value.code == "tokens-unusable"
    assert "\xff" not in refused.value.message


def test_a_missing_file_of_tokens_is_refused(tmp_path: Path):
    with pytest.raises(ClickcutError, match="No such file"):
        BearerTokens(tmp_path / "none")


@pytest.mark.asyncio(loop_scope="session")
async def test_pages_of_a_named_site_may_use_the_api(guarded: Settings, engine: SharedEngine):
    asked = {
        "Origin": SITE,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    async with serving(create_app(guarded, engine=engine)) as client:
        allowed = await client.options(EMBEDDINGS, headers=asked)
        assert allowed.status_code == 200
        assert allowed.headers["Access-Control-Allow-Origin"] == SITE
        answer = await client.post(EMBEDDINGS, content=b"no photo", headers={"Origin": SITE})
        assert answer.headers["Access-Control-Allow-Origin"] == SITE
        assert "Retry-After" in answer.headers["Access-Control-Expose-Headers"]
        assert "Origin" in answer.headers["Vary"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        refused = await client.options(EMBEDDINGS, headers={**asked, "Origin": "https://evil.example"})
        assert refused.status_code == 400
        for origin in ("https://evil.example", f"{SITE}.evil.example", "null"):
            answer = await client.get("/healthz", headers={"Origin": origin})
            assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.asyncio(loop_scope="session")
async def test_no_other_site_is_let_in_unless_it_is_named(client: httpx.AsyncClient):
    answer = await client.get("/healthz", headers={"Origin": SITE})
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("origins", ["*", "site.example", "https://site.example/", "ftp://a", "https://a/b"])
def test_what_is_no_origin_is_refused(settings: Settings, origins: str):
    with pytest.raises(ClickcutError) as refused:
        create_app(dataclasses.replace(settings, origins=origins))
    assert refused.value.code == "origin-unusable"
