import asyncio
import hashlib

import numpy as np
import pytest
from clickcut.server.api_description import EMBEDDING_TYPE
from clickcut.server.app import create_app
from clickcut.settings import Settings
from clickcut_core.embedding import Embedding
from PIL import Image
from safetensors.numpy import load

from tests.server import photos
from tests.server.conftest import figure, serving

pytestmark = pytest.mark.asyncio(loop_scope="session")

URL = "/api/v1/embeddings"
RUNS = "clickcut_encode_seconds_count"


async def model(client) -> str:
    return (await client.get("/readyz")).json()["model"]


async def test_a_photo_is_encoded_once_and_known_from_then_on(client):
    photo = photos.file(photos.picture(seed=9))
    runs = await figure(client, RUNS)
    first = await client.post(URL, content=photo)
    second = await client.post(URL, content=photo)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.content == second.content
    assert await figure(client, RUNS) == runs + 1
    sha256 = hashlib.sha256(photo).hexdigest()
    for response in (first, second):
        assert response.headers["content-type"] == EMBEDDING_TYPE
        assert response.headers["etag"] == f'"{hashlib.sha256(response.content).hexdigest()}"'
        assert response.headers["location"] == f"{URL}/{sha256}?model={await model(client)}"


async def test_the_file_names_photo_model_and_sizes_and_is_standard_safetensors(client):
    photo = photos.file(photos.picture(seed=10))
    content = (await client.post(URL, content=photo)).content
    embedding = Embedding.from_bytes(content, model=await model(client))
    assert embedding.photo_sha256 == hashlib.sha256(photo).hexdigest()
    assert str(embedding.frame.photo) == "300 × 100"
    assert embedding.notes == ()
    assert load(content)["image_embeddings"].shape == (1, 256, 64, 64)


async def test_an_embedding_is_sent_as_it_is_to_those_who_accept_gzip_too(client):
    made = await client.post(URL, content=photos.file(photos.picture(seed=10)))
    got = await client.get(made.headers["location"], headers={"Accept-Encoding": "gzip"})
    for response in (made, got):
        assert "content-encoding" not in response.headers
        assert int(response.headers["content-length"]) == len(made.content)
    page = await client.get("/", headers={"Accept-Encoding": "gzip"})
    assert page.headers["content-encoding"] == "gzip"


async def test_get_gives_the_same_file_for_good(client):
    made = await client.post(URL, content=photos.file(photos.picture(seed=10)))
    location = made.headers["location"]
    for path in (
        location,
        location.split("?")[0],
        location.replace("embeddings/", "embeddings/").upper().lower(),
    ):
        got = await client.get(path)
        assert (got.status_code, got.content) == (200, made.content)
        assert got.headers["etag"] == made.headers["etag"]
        assert got.headers["cache-control"] == "public, max-age=31536000, immutable"
    head = await client.head(location)
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) == len(made.content)


@pytest.mark.parametrize("shape", ["{}", "W/{}", '"other", {}', "*"])
async def test_who_has_it_is_not_sent_it_again(client, shape):
    made = await client.post(URL, content=photos.file(photos.picture(seed=10)))
    etag = made.headers["etag"]
    same = await client.get(made.headers["location"], headers={"If-None-Match": shape.format(etag)})
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", etag)
    assert "immutable" in same.headers["cache-control"]
    other = await client.get(made.headers["location"], headers={"If-None-Match": '"other"'})
    assert other.status_code == 200


async def test_another_models_embedding_is_unknown(client):
    made = await client.post(URL, content=photos.file(photos.picture(seed=10)))
    response = await client.get(made.headers["location"].split("?")[0] + "?model=0000000000000000")
    assert (response.status_code, response.json()["code"]) == (404, "unknown-photo")


async def test_a_page_may_ask_for_a_photo_without_an_error_where_it_is_not_known(client):
    digits = hashlib.sha256(b"a photo that was never sent").hexdigest()
    address = f"{URL}/{digits}?model={await model(client)}"
    assert (await client.get(address)).status_code == 404
    for method in ("GET", "HEAD"):
        answer = await client.request(method, f"{address}&unknown=204")
        assert (answer.status_code, answer.content) == (204, b"")
        assert answer.headers["cache-control"] == "no-store"  # it may be known a moment later
        assert answer.headers["clickcut-max-megabytes"] == "1"
        assert answer.headers["clickcut-max-megapixels"] == "1"
    wrong = await client.get(f"{address}&unknown=200")
    assert (wrong.status_code, wrong.json()["code"]) == (400, "invalid-request")
    made = await client.post(URL, content=photos.file(photos.picture(seed=10)))
    known = await client.get(made.headers["location"] + "&unknown=204")
    assert (known.status_code, known.content) == (200, made.content)


@pytest.mark.full
async def test_an_animation_is_encoded_by_its_first_frame_and_says_so(client):
    response = await client.post(URL, content=photos.animation("GIF"))
    assert response.status_code == 201
    embedding = Embedding.from_bytes(response.content, model=await model(client))
    assert embedding.notes == ("first-frame",)


def tensors(content: bytes) -> dict[str, np.ndarray]:
    return load(content)


@pytest.mark.full  # tests/server/reading has the pixels
async def test_a_turned_photo_and_its_upright_twin_have_the_same_embedding(client):
    stored = photos.picture(300, 200, seed=15)
    turned = await client.post(URL, content=photos.file(stored, exif=photos.orientation(6)))
    upright = await client.post(URL, content=photos.file(stored.transpose(Image.Transpose.ROTATE_270)))
    assert turned.content != upright.content  # two photos, by their hashes
    for name, values in tensors(upright.content).items():
        assert np.array_equal(tensors(turned.content)[name], values)


@pytest.mark.full
async def test_the_command_lines_encoder_gives_the_same_bytes(client, encoder):
    photo = photos.file(photos.picture(seed=16), "JPEG")
    response = await client.post(URL, content=photo)
    assert encoder.encode_photo(photo).to_bytes() == response.content


async def test_the_same_photo_asked_for_at_once_is_encoded_once(client):
    photo = photos.file(photos.picture(seed=17))
    runs = await figure(client, RUNS)
    responses = await asyncio.gather(*(client.post(URL, content=photo) for _ in range(5)))
    assert sorted(response.status_code for response in responses) == [200, 200, 200, 200, 201]
    assert len({response.content for response in responses}) == 1
    assert await figure(client, RUNS) == runs + 1


async def test_a_bad_photo_asked_for_at_once_is_refused_to_everyone(client):
    photo = photos.file(photos.picture(seed=18), "JPEG")[:-500]
    responses = await asyncio.gather(*(client.post(URL, content=photo) for _ in range(3)))
    assert {response.json()["code"] for response in responses} == {"truncated-photo"}


@pytest.mark.full
async def test_while_a_photo_is_encoded_the_server_answers(client):
    encoding = asyncio.create_task(client.post(URL, content=photos.file(photos.picture(seed=20))))
    answered = 0
    while not encoding.done():
        assert (await client.get("/healthz")).status_code == 200
        answered += 1
        await asyncio.sleep(0)
    assert answered > 10
    assert (await encoding).status_code == 201


@pytest.mark.full
async def test_a_client_that_leaves_does_not_stop_it_for_the_others(settings, engine):
    photo = photos.file(photos.picture(seed=24))
    app = create_app(settings, engine=engine)
    async with serving(app) as client:
        leaving = asyncio.create_task(app.state.encoder.encode(photo))
        async with asyncio.timeout(60):
            while await figure(client, "clickcut_photos_pending") == 0:  # noqa: ASYNC110  seen from outside
                await asyncio.sleep(0)
        staying = asyncio.create_task(app.state.encoder.encode(photo))
        (piece,) = app.state.encoder._work._pieces.values()
        async with asyncio.timeout(60):
            while piece.waiting < 2:  # noqa: ASYNC110  nothing tells whoever joins
                await asyncio.sleep(0)
        leaving.cancel()
        file, _, is_new = await staying
        assert (leaving.cancelled(), is_new) == (True, False)
        assert (await client.post(URL, content=photo)).content == file
        assert await figure(client, RUNS) == 1


@pytest.mark.full
async def test_two_apps_share_nothing_but_the_models(settings, engine, tmp_path):
    photo = photos.file(photos.picture(seed=25))
    one, two = (
        create_app(each, engine=engine) for each in (settings, Settings(cache_dir=tmp_path / "other"))
    )
    async with serving(one) as first, serving(two) as second:
        made = await first.post(URL, content=photo)
        assert (await second.get(made.headers["location"])).status_code == 404
        assert (await figure(first, RUNS), await figure(second, RUNS)) == (1, 0)
        assert (await second.post(URL, content=photo)).status_code == 201


@pytest.mark.full
async def test_without_a_cache_photos_are_encoded_but_not_known(tmp_path, engine):
    app = create_app(Settings(cache_dir=tmp_path, cache_megabytes=0), engine=engine)
    async with serving(app) as client:
        made = await client.post(URL, content=photos.file(photos.picture()))
        assert made.status_code == 201
        assert (await client.get(made.headers["location"])).status_code == 404


async def test_a_restarted_server_knows_the_photo_and_no_photo_is_on_the_disk(settings, engine):
    photo = photos.file(photos.picture(seed=26))
    async with serving(create_app(settings, engine=engine)) as client:
        made = await client.post(URL, content=photo)
    async with serving(create_app(settings, engine=engine)) as client:
        known = await client.post(URL, content=photo)
        assert (known.status_code, known.content) == (200, made.content)
        assert await figure(client, RUNS) == 0
    kept = [path.read_bytes() for path in settings.cache_dir.rglob("*") if path.is_file()]
    assert kept == [made.content]


async def test_the_png_of_a_photo_is_upright_and_neither_kept_nor_cached(client):
    stored = photos.picture(seed=27)
    content = photos.file(stored, "TIFF", exif=photos.orientation(6))
    response = await client.post("/api/v1/photos", content=content)
    assert (response.status_code, response.headers["content-type"]) == (200, "image/png")
    assert response.headers["cache-control"] == "no-store"
    expected = photos.file(stored.transpose(Image.Transpose.ROTATE_270), compress_level=1)
    assert response.content == expected


async def test_the_description_of_the_api_names_every_route(client):
    described = (await client.get("/api/v1/openapi.json")).json()
    assert {(path, method) for path, methods in described["paths"].items() for method in methods} >= {
        (URL, "post"),
        (f"{URL}/{{photo_sha256}}", "get"),
        ("/api/v1/photos", "post"),
        ("/healthz", "get"),
        ("/readyz", "get"),
        ("/metrics", "get"),
    }
    ours = [described["paths"][path] for path in (URL, f"{URL}/{{photo_sha256}}", "/api/v1/photos")]
    assert "HTTPValidationError" not in str(ours)  # FastAPI's own shape of errors is never sent
