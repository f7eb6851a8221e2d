"""What strangers' recipes take of a dashboard's memory doesn't stay, and others are answered meanwhile."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlsplit

import psutil
import pytest
from clickcut.photos.photo import photo_sha256
from clickcut_core.files.recipe_file import PhotoIdentity, RecipeFile
from clickcut_core.geometry import ImageSize, Part
from clickcut_core.recipes.bounds import MOST_CLOSER
from clickcut_core.recipes.document import Document

from tests.browser import photos
from tests.browser.dashboards.panel_server import panel_serve
from tests.browser.dashboards.test_panel_websocket import connected
from tests.browser.dashboards.visitor import Visitor
from tests.masks.work import manifest

CAT = photos.sample("cat.png")
SHA256 = photo_sha256(CAT.read_bytes())
MOST_GROWTH = 50_000_000  # bytes: 32 masks that were shown, and 15 objects, are 49 million
MOST_WORK = 300  # seconds for one of them, beside others
# Each contradicts the one before.
PLACES = [(60 + 13 * at % 330, 40 + 7 * at % 220, at % 2) for at in range(24)]


def recipe(name: str, *objects: list[tuple[int, int, int]], parts: Sequence[Part | None] = ()) -> str:
    """Objects of clicks each, all of one name, looked at closer in these parts; the last is active."""
    text = RecipeFile(manifest().model, PhotoIdentity(SHA256, "cat.png", ImageSize(300, 451)), 1, Document())
    told = [
        {"id": at, "name": name, "visible": True, "recipe": {**clicks(each), "closer": part and part.corners}}
        for at, (each, part) in enumerate(zip(objects, parts or [None] * len(objects), strict=True), 1)
    ]
    about = {"objects": told, "active": len(told), "count": len(told)}
    return json.dumps({**json.loads(text.to_text()), "document": about})


def clicks(points: list[tuple[int, int, int]]) -> dict[str, object]:
    said = [{"x": x, "y": y, "label": label} for x, y, label in points]
    return {"points": said, "box": None, "start": 1, "choices": [None] * len(said)}


def click(name: str) -> str:
    return recipe(name, [(220, 150, 1)])


def server_of(address: str) -> psutil.Process:
    port = urlsplit(address).port
    listening = {each: [c.laddr.port for c in each.net_connections()] for each in psutil.Process().children()}
    return next(each for each, ports in listening.items() if port in ports)


@contextmanager
def watched(process: psutil.Process) -> Iterator[list[int]]:
    """Resident memory, again and again as long as it lasts."""
    seen, is_over = [process.memory_info().rss], Event()

    def look() -> None:
        while not is_over.wait(0.05):
            seen.append(process.memory_info().rss)

    watch = Thread(target=look)
    watch.start()
    try:
        yield seen
    finally:
        is_over.set()
        watch.join()


def parts(first: int) -> list[Part]:
    """As many parts of the photo as a recipe may look at closer, others for each number."""
    return [Part(at, first, 420 + at, 280 + first) for at in range(MOST_CLOSER)]


# As many points as a message holds; points that take a second look each; as many objects as a photo may have;
# as many parts of the photo as may be looked at closer, and then as many others.
ATTACKS = {
    "refused": recipe("refused", [(x, y, 1) for x, y, _ in PLACES * 700]),
    "contradicted": recipe("contradicted", PLACES),
    "crowded": recipe("crowded", *[[(x, y, 1)] for x, y, _ in PLACES * 9][:200]),
    "closer": recipe("closer", *[[(220, 150, 1)]] * MOST_CLOSER, parts=parts(0)),
    "other-parts": recipe("other-parts", *[[(220, 150, 1)]] * MOST_CLOSER, parts=parts(1)),
}


@pytest.mark.full  # it serves a dashboard of its own, and replays for a minute
@pytest.mark.timeout(4 * MOST_WORK)
def test_recipes_that_attack_take_no_memory_and_hold_up_nobody(tmp_path: Path) -> None:
    app = "tests/browser/dashboards/seen.py"
    with panel_serve(tmp_path, app, "--num-threads", "2") as address:
        page = f"{address}seen"
        own = "/".join(page.split("/")[:3])
        with connected(page, own) as one, connected(page, own) as other:
            attacker, visitor = Visitor(one, MOST_WORK), Visitor(other, MOST_WORK)
            for each in (attacker, visitor):
                each.say(SHA256, click("first"))
                each.wait_for("first")
            with watched(server_of(address)) as memory:
                for place, (name, text) in enumerate(ATTACKS.items()):
                    attacker.say(SHA256, text)
                    visitor.say(SHA256, click(f"beside-{place}"))
                    visitor.wait_for(f"beside-{place}")
                    attacker.wait_for("recipe-format" if name == "refused" else name)
                    attacker.say(SHA256, click(f"after-{place}"))
                    attacker.wait_for(f"after-{place}")
            assert max(memory) - memory[0] < MOST_GROWTH
