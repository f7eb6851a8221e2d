"""What goes wrong is said in a sentence, with a way on, and nothing is lost."""

import base64
import hashlib
import io
import json
import os
import re
import shutil
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import onnx
import pytest
from clickcut_core.words.en.sentences import SENTENCES
from PIL import Image
from playwright.sync_api import Page

from tests.browser import photos
from tests.browser.driver import Element, open_page
from tests.server_process import ROOT, Server, launch

NEXT_ERROR = """
() => { window.nextError = new Promise((resolve) => {
  const element = document.querySelector("click-cut")
  element.addEventListener("clickcut-error", ({ detail }) => resolve(detail), { once: true })
}) }
"""


def bomb() -> bytes:
    """A PNG of a few bytes that claims 60000 × 60000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


def truncated_jpeg() -> bytes:
    return photos.sample("flower.jpg").read_bytes()[:40_000]


def flat(width: int, height: int) -> bytes:
    return photos.png(Image.new("RGB", (width, height), "teal"))


BAD_PHOTOS = {
    "empty-photo": b"",
    "not-a-photo": b"This is a text, not a photo. " * 20,
    "truncated-photo": truncated_jpeg(),
    "too-many-pixels": bomb(),
    "photo-too-small": flat(1, 1),
    "photo-too-narrow": flat(1, 8000),
}


IN_THE_GATE = ("not-a-photo", "too-many-pixels")  # tests/server has the others, too


@pytest.mark.parametrize(
    "code",
    [code if code in IN_THE_GATE else pytest.param(code, marks=pytest.mark.full) for code in BAD_PHOTOS],
)
def test_a_bad_photo_is_refused_and_the_open_one_stays(element: Element, code: str) -> None:
    element.click(610, 330)
    before = element.mask()
    element.page.evaluate(NEXT_ERROR)
    element.drop("photo.png", BAD_PHOTOS[code])
    error = element.page.evaluate("window.nextError")
    assert error["code"] == code
    assert element.error() == error["message"]
    assert error["message"].startswith(SENTENCES[code][:12])
    assert [(p["x"], p["y"]) for p in element.state["prompts"]["points"]] == [(610, 330)]
    assert (element.mask() == before).all()
    element.page.locator("click-cut .banner button:last-child").click()


@pytest.mark.full  # tests/unit and tests/server have what is first
def test_an_animated_photo_opens_with_its_first_picture_and_says_so(element: Element) -> None:
    first = Image.open(photos.sample("flower.jpg")).convert("RGB").resize((320, 200))
    buffer = io.BytesIO()
    first.save(buffer, "GIF", save_all=True, append_images=[Image.new("RGB", first.size, "red")])
    element.drop("film.gif", buffer.getvalue())
    element.wait_ready()
    element.page.locator("click-cut .status", has_text="the first one is used").wait_for()
    element.click(155, 90)
    assert element.mask()[90, 155]


def test_another_models_embedding_is_refused(element: Element) -> None:
    path = photos.sample("cat.png").with_suffix(".clickcut")
    own = path.read_bytes()
    length = struct.unpack("<Q", own[:8])[0]
    model = json.loads(own[8 : 8 + length])["__metadata__"]["model"]
    other = own.replace(model.encode(), b"0123456789abcdef")
    for code, content in (
        ("embedding-model", other),
        ("embedding-checksum", own[:-1] + bytes([own[-1] ^ 1])),
        ("embedding-format", b"<html>not an embedding</html>"),
        ("embedding-photo", photos.sample("coffee.png").with_suffix(".clickcut").read_bytes()),
    ):
        found = element.evaluate(
            """
            const bytes = Uint8Array.from(atob(argument[1]), (c) => c.charCodeAt(0))
            const embedding = URL.createObjectURL(new Blob([bytes]))
            return element.load(argument[0], { embedding }).catch((error) => error.code)
            """,
            [photos.address("cat.png"), base64.b64encode(content).decode()],
        )
        assert found == code
    assert element.state["photo"] == {"width": 1024, "height": 768}


WORKER = re.compile(r"/worker\.js$")


@pytest.fixture
def altered_dist(tmp_path: Path) -> Iterator[Path]:
    """The built files, with another decoder in the browser's bundle."""
    dist = tmp_path / "dist"
    shutil.copytree(ROOT / "dist", dist, copy_function=os.link)  # no file is written in its place
    yield dist


@pytest.mark.parametrize(
    ("graph", "code", "damage"),
    [
        ("decoder", "model-altered", "alter"),
        pytest.param("decoder", "model-missing", "remove", marks=pytest.mark.full),
        pytest.param("weights", "model-altered", "alter", marks=pytest.mark.full),
        pytest.param("weights", "model-missing", "remove", marks=pytest.mark.full),
    ],
)
def test_a_wrong_model_file_stops_the_page_with_a_reason(
    page: Page, altered_dist: Path, tmp_path: Path, graph: str, code: str, damage: str
) -> None:
    (model,) = altered_dist.glob(f"runtime/*/models/{graph}.onnx")
    content = bytearray(model.read_bytes())
    for file in model.parent.glob(f"{model.name}*"):  # its compressed twins, too
        file.unlink()
    if damage == "alter":
        content[len(content) // 2] ^= 1
        model.write_bytes(content)
    server = launch(tmp_path / "cache", "--dist", str(altered_dist))
    try:
        page.goto(server.url)
        element = Element(page)
        assert element.evaluate("return element.ready.catch((error) => error.code)") == code
        assert model.name in element.error()
    finally:
        server.kill()


@pytest.mark.full
def test_a_decoder_that_answers_wrong_is_found_out(page: Page, altered_dist: Path, tmp_path: Path) -> None:
    """A kernel is exchanged; the bundle believes the file to be its own, so only its answer tells."""
    (decoder,) = altered_dist.glob("runtime/*/models/decoder.onnx")
    model = onnx.load(decoder, load_external_data=False)
    for node in model.graph.node:
        if node.op_type == "Relu":
            node.op_type = "Sigmoid"
    own, wrong = decoder.read_bytes(), model.SerializeToString()
    worker = decoder.parents[1] / "worker.js"
    program = worker.read_text().replace(*(hashlib.sha256(content).hexdigest() for content in (own, wrong)))
    for path, content in ((decoder, wrong), (worker, program.encode())):
        for file in path.parent.glob(f"{path.name}*"):
            file.unlink()
        path.write_bytes(content)
    page.add_init_script(
        "addEventListener('clickcut-error', ({ detail }) => { window.failed = detail.code })"
    )
    server = launch(tmp_path / "cache", "--dist", str(altered_dist))
    try:
        page.goto(server.url)
        page.wait_for_function("() => window.failed")
        assert page.evaluate("window.failed") == "wrong-answer"
        runtime = Element(page).state["runtime"]
        assert runtime["verified"] is False
        assert (runtime["threads"], runtime["reason"]) == (1, "wrong-answer")  # tried before giving up
        assert "can't be trusted" in Element(page).error()
    finally:
        server.kill()


@pytest.mark.full
def test_an_engine_that_is_not_there_is_told_and_the_console_names_its_address(
    page: Page, server: Server
) -> None:
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.route(WORKER, lambda route: route.fulfill(status=404))
    page.goto(server.url)
    element = Element(page)
    page.locator("click-cut .banner", has_text=SENTENCES["engine-unreachable"]).wait_for()
    address = page.evaluate("new URL(document.querySelector('script[type=module]').src).origin")
    assert [text for text in told if text.startswith(f"clickcut: no engine at {address}/runtime/")]
    page.unroute(WORKER)
    page.get_by_role("button", name="Try again").click()
    element.wait_ready()
    assert element.click(610, 330)["area"] > 0


def test_a_dead_worker_is_replaced_and_the_clicks_are_kept(page: Page, server: Server) -> None:
    element = open_page(page, server.url)
    element.click(610, 330)
    element.click(900, 600, button="right")
    before = element.mask()
    page.evaluate(NEXT_ERROR)
    (worker,) = (worker for worker in page.workers if "worker.js" in worker.url)
    worker.evaluate("() => self.close()")
    assert page.evaluate("window.nextError")["code"] == "worker-died"
    assert len(element.state["prompts"]["points"]) == 2
    page.get_by_role("button", name="Restart").click()
    element.wait_ready()
    assert (element.mask() == before).all()
    element.evaluate("await element.undo()")
    assert len(element.state["prompts"]["points"]) == 1


@pytest.mark.full
@pytest.mark.parametrize(
    "fault",
    [
        "void Promise.reject(new Error('of nobody'))",
        "setTimeout(() => { throw new Error('of nobody') })",
    ],
)
def test_an_error_that_nobody_catches_in_the_worker_is_its_death_and_is_told(
    page: Page, server: Server, fault: str
) -> None:
    element = open_page(page, server.url)
    page.evaluate(NEXT_ERROR)
    (worker,) = (worker for worker in page.workers if "worker.js" in worker.url)
    worker.evaluate(f"() => {{ {fault} }}")
    assert page.evaluate("window.nextError")["code"] == "worker-died"
    later = "return element.addPoint(610, 330).catch(({ code }) => code)"
    assert element.evaluate(later) == "worker-died"
    page.get_by_role("button", name="Restart").click()
    element.wait_ready()
    assert element.click(610, 330)["area"] > 1000


@pytest.mark.full
def test_a_server_that_goes_away_leaves_the_open_photo_working(page: Page, tmp_path: Path) -> None:
    server = launch(tmp_path / "cache")
    element = open_page(page, server.url)
    server.kill()
    element.click(610, 330)
    assert element.mask()[330, 610]
    page.evaluate(NEXT_ERROR)
    element.drop("new.png", photos.crop("cat.png", 300, 200))
    assert page.evaluate("window.nextError")["code"] == "server-unreachable"
    assert element.mask()[330, 610]
    assert element.cutout().size == (1024, 768)
    page.get_by_role("button", name="Try again").wait_for()


@pytest.mark.parametrize(
    "call",
    ["addPoint(-1, 5)", "addPoint(NaN, 5)", "addPoint(5, 768)", "addPoint(5, 5, 7)", "setBox(5, 5, 5, 5)"],
)
def test_a_prompt_off_the_photo_is_refused(element: Element, call: str) -> None:
    element.click(610, 330)
    assert element.evaluate(f"return element.{call}.catch((error) => error.code)") == "invalid-prompt"
    assert len(element.state["prompts"]["points"]) == 1


@pytest.mark.full
def test_a_load_that_was_overtaken_does_not_mix_photos(element: Element) -> None:
    """A is open, B is being opened when C comes and fails: the next click must still mean A."""
    element.click(610, 330)
    before = element.mask()
    element.evaluate(
        """
        const overtaken = element.load(argument[0], { embedding: argument[1] })
        const failing = element.load(argument[2])
        await Promise.allSettled([overtaken, failing])
        """,
        [photos.address("cat.png"), photos.embedding_address("cat.png"), "no-such-photo.jpg"],
    )
    element.wait_ready()
    assert element.state["photo"] == {"width": 1024, "height": 768}
    assert (element.mask() == before).all()
    element.click(900, 600, button="right")
    assert element.mask().shape == (768, 1024)
    element.page.locator("click-cut .banner button:last-child").click()
