"""The API's own tests, as they are, against an app whose photos are encoded in a replica."""

import inspect

import pytest
import pytest_asyncio
from clickcut.app import create_app

from . import test_answers, test_bad_requests, test_embeddings_api
from .conftest import serving, small_dist, small_settings

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.timeout(300),  # Ray starts within
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning"),  # Ray's own
]


@pytest.fixture(scope="module")
def shared_dist(tmp_path_factory):
    return small_dist(tmp_path_factory.mktemp("dist"))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def client(shared_dist, tmp_path_factory):
    settings = small_settings(shared_dist, tmp_path_factory.mktemp("cache"), engine="ray")
    async with serving(create_app(settings), seconds=240) as client:
        yield client


def _tests_of(module):
    """Those of the shared server; the others make apps of their own."""
    return {
        name: test
        for name, test in vars(module).items()
        if name.startswith("test_") and "client" in inspect.signature(test).parameters
    }


for _module in (test_embeddings_api, test_answers, test_bad_requests):
    globals().update(_tests_of(_module))
