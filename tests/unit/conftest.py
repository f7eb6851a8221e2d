import pytest
from clickcut_core.session import Session

from .fake_runtime import GRAPHS, FakeRuntime, embedding_of


@pytest.fixture
def runtime():
    return FakeRuntime()


@pytest.fixture
async def session(runtime):
    session = Session(runtime, GRAPHS)
    await session.set_image(embedding_of(1280, 853))
    return session
