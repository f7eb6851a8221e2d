"""Photos of the gallery, each test's own work on them."""

import pytest
from clickcut.encoding.encoder import Encoder

from tests.masks import work
from tests.masks.work import Work, open_sample


@pytest.fixture
def coffee() -> Work:
    """600 × 400: a cup on a saucer on a table."""
    return open_sample("coffee.png")


@pytest.fixture
def cat() -> Work:
    return open_sample("cat.png")


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return work.encoder()
