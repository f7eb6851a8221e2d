import ast
from pathlib import Path

import clickcut
import httpx
import pytest
from clickcut.server.app import create_app
from clickcut.server.middleware.problems import STATUS
from clickcut_core.errors import ClickcutError
from clickcut_core.words.en.sentences import SENTENCES
from starlette.exceptions import HTTPException

from tests.server.conftest import serving
from tests.server_process import AS_PHOTO

SERVER = (
    "server/api",
    "server/api_description",
    "server/app",
    "server/bounds/client_limits",
    "encoding/encoder",
    "encoding/service",
    "encoding/encoder_check",
    "photos/photo",
    "photos/colour",
    "photos/decoder",
    "photos/limits",
    "server/bounds/presence",
    "server/middleware/problems",
    "encoding/shared_work",
    "server/static_files",
    "server/bounds/upload",
)


def test_every_code_that_the_server_raises_has_a_status():
    folder = Path(clickcut.__file__).parent
    literals = {
        node.value
        for name in SERVER
        for node in ast.walk(ast.parse((folder / f"{name}.py").read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    raised = literals & set(SENTENCES)
    assert len(raised) >= 14
    assert raised <= set(STATUS)


def test_every_status_is_of_a_known_code():
    assert set(STATUS) <= set(SENTENCES)
    assert all(400 <= status < 600 for status in STATUS.values())


@pytest.mark.asyncio(loop_scope="session")
async def test_an_unexpected_error_is_logged_and_tells_the_client_nothing(settings, engine, caplog):
    app = create_app(settings, engine=engine)

    @app.get("/broken")
    async def broken() -> None:
        raise RuntimeError("secret /path/of/ours")

    async with serving(app) as client:
        response = await client.get("/broken")
    assert response.status_code == 500
    told = response.json()
    assert told["code"] == "server-failed"
    assert told["request"] == told["values"]["request"] == response.headers["x-request-id"]
    assert told["request"] in told["detail"]
    (record,) = [record for record in caplog.records if record.message == "unexpected error"]
    assert record.request == told["request"]
    assert "secret" not in response.text
    assert response.headers["cross-origin-embedder-policy"] == "require-corp"
    assert "secret /path/of/ours" in caplog.text


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize(("status", "code"), [(401, "invalid-request"), (502, "server-failed")])
async def test_other_http_errors_keep_their_status(settings, engine, status, code):
    app = create_app(settings, engine=engine)

    @app.get("/refused")
    async def refused() -> None:
        raise HTTPException(status)

    async with serving(app) as client:
        response = await client.get("/refused")
    assert (response.status_code, response.json()["code"]) == (status, code)


@pytest.mark.asyncio(loop_scope="session")
async def test_a_parameter_that_does_not_fit_is_named(settings, engine):
    app = create_app(settings, engine=engine)

    @app.get("/count")
    async def count(number: int) -> int:
        return number

    async with serving(app) as client:
        response = await client.get("/count?number=many")
    assert (response.status_code, response.json()["code"]) == (400, "invalid-request")
    assert "number" in response.json()["detail"]


@pytest.mark.parametrize(("damage", "code"), [("remove", "model-missing"), ("append", "model-altered")])
def test_missing_or_altered_models_are_told_before_the_server_starts(tmp_path, settings, damage, code):
    models = tmp_path / "dist" / "models"
    models.mkdir(parents=True)
    for file in (settings.dist / "models").iterdir():
        (models / file.name).write_bytes(file.read_bytes())
    encoder = models / "encoder.onnx"
    encoder.unlink() if damage == "remove" else encoder.write_bytes(encoder.read_bytes() + b"\0")
    with pytest.raises(ClickcutError) as caught:
        create_app(type(settings)(dist=tmp_path / "dist", cache_dir=tmp_path))
    assert caught.value.code == code
    assert "encoder.onnx" in caught.value.message


@pytest.mark.asyncio(loop_scope="session")
async def test_before_the_models_are_loaded_the_server_lives_but_is_not_ready(settings):
    app = create_app(settings)  # not started
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://clickcut.test", headers=AS_PHOTO
    ) as client:
        assert (await client.get("/healthz")).json() == {"status": "ok"}
        for response in (
            await client.get("/readyz"),
            await client.post("/api/v1/embeddings", content=b"photo"),
        ):
            assert (response.status_code, response.json()["code"]) == (503, "not-ready")
            assert response.headers["retry-after"] == "5"
