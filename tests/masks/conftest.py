"""Photos of the gallery, each test's own work on them."""

import pytest
from clickcut.encoding.encoder import Encoder
from clickcut.settings import Settings

from tests.masks.work import DIST, Work, manifest, open_sample


@pytest.fixture
def coffee() -> Work:
    """600 × 400: a cup on a saucer on a table."""
    return open_sample("coffee.png")


@pytest.fixture
def cat() -> Work:
    return open_sample("cat.png")


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return Encoder.from_settings(Settings(dist=DIST, encoder_threads=1), manifest())
