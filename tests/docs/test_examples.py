"""Every example in the documents is run, in a folder that has what they assume."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from clickcut.encoding.encoder import Encoder
from clickcut.photos.photo import EncoderInput
from clickcut_core.embedding import Embedding

from tests.browser import photos
from tests.server_process import Server, start_server

from .examples import DOCUMENTS, ROOT, examples

# Commands that are not run here, with the reason; compared by their beginning.
NOT_RUN = {
    "make demo": "serves until it is stopped; what it builds, every other test uses",
    "make test": "runs this",
    "make release": "takes minutes; tests/release builds and installs the same",
    "clickcut serve": "serves until it is stopped; the examples ask one that the test starts",
    "python -m http.server": "serves until it is stopped; tests/browser/published.py starts it so",
    "pip install": "is what made the environment that this runs in",
    "panel serve": "serves until it is stopped; tests/browser/dashboards/test_panel.py opens such apps",
    "pn.bind(f, cut.param.mask)": "lines to choose from, not a program",
    ".venv/bin/clickcut models verify": "takes long; tests/models/test_graph_parity.py runs it",
}
GALLERY = ("cat.png", "flower.jpg", "raccoon.jpg")
IN_FULL = {document.stem for document in DOCUMENTS} - {"README", "api", "exports"}
"""README has what most begin with, and publishes: these three are in the gate."""
WITH_EXAMPLES = [
    pytest.param(document, marks=[pytest.mark.full] if document.stem in IN_FULL else [], id=document.stem)
    for document in DOCUMENTS
    if examples(document)
]


def is_run(said: str) -> bool:
    return not said.startswith(tuple(NOT_RUN))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = start_server(tmp_path_factory.mktemp("cache"), "--cutout-processes", "1")
    yield server
    server.stop()


@pytest.fixture(scope="module", autouse=True)
def _encoded_once() -> Iterator[None]:
    """Commands that are run here encode a photo once between them; its embedding never changes."""
    encode, made = Encoder.encode_input, {}

    def encode_once(self: Encoder, read: EncoderInput, sha256: str, options: Any = None) -> Embedding:
        if sha256 not in made:
            made[sha256] = encode(self, read, sha256, options)
        return made[sha256]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Encoder, "encode_input", encode_once)
        yield


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder that looks like a checkout after `make demo`, and has photos."""
    for name in ("dist", ".venv"):
        (tmp_path / name).symlink_to(ROOT / name)
    for name in GALLERY:
        shutil.copyfile(photos.sample(name), tmp_path / name)
    shutil.copyfile(photos.sample("raccoon.jpg"), tmp_path / "photo.jpg")
    return tmp_path


@pytest.fixture
def album(checkout: Path) -> None:
    """The folder `photos` that two documents publish."""
    (checkout / "photos").mkdir()
    for name in GALLERY:
        shutil.copyfile(checkout / name, checkout / "photos" / name)


@pytest.mark.timeout(400)
@pytest.mark.parametrize("document", WITH_EXAMPLES)
def test_the_examples_do_what_the_document_shows(
    document: Path, checkout: Path, server: Server, request: pytest.FixtureRequest
) -> None:
    if document.stem in {"README", "publish"}:
        request.getfixturevalue("album")
    ran = [example for example in examples(document) if is_run(example.said)]
    for example in ran:
        example.run(checkout, server.url)


def test_what_is_not_run_is_in_some_document() -> None:
    said = [example.said for document in DOCUMENTS for example in examples(document)]
    assert [begin for begin in NOT_RUN if not any(each.startswith(begin) for each in said)] == []


def test_examples_are_found_in_every_language_and_form() -> None:
    found = {document.stem: examples(document) for document in DOCUMENTS}
    assert len(found["command-line"]) >= 8
    assert any(example.fails for example in found["command-line"])
    assert [example.shown for example in found["api"] if "httpx" in example.said] == ["200 105…"]
    (reading,) = [example for example in found["exports"] if "pycocotools" in example.said]
    assert reading.said.count("\n") == 3
    assert reading.shown
    assert [example.said for example in found["README"]][:2] == ["make demo", "make test"]
