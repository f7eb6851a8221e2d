import pytest
from clickcut_core.session import Session
from hypothesis import settings

from .fake_runtime import GRAPHS, FakeRuntime, embedding_of

# The same examples each time, however busy the machine.
settings.register_profile("clickcut", derandomize=True, database=None, deadline=None)
settings.load_profile("clickcut")


@pytest.fixture
def runtime():
    return FakeRuntime()


@pytest.fixture
async def session(runtime):
    session = Session(runtime, GRAPHS)
    await session.set_image(embedding_of(1280, 853))
    return session
