import json
import sys
from dataclasses import astuple
from types import ModuleType

import pytest
from clickcut_core.session import Session
from hypothesis import settings

from .fake_bridge import Bridge, JsValue
from .fake_runtime import GRAPHS, FakeRuntime, embedding_of
from .worker import EMBEDDING

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


@pytest.fixture
def bridge():
    return Bridge()


@pytest.fixture
def worker(bridge, monkeypatch):
    ffi = ModuleType("pyodide.ffi")
    ffi.to_js = lambda value: value
    monkeypatch.setitem(sys.modules, "pyodide", ModuleType("pyodide"))
    monkeypatch.setitem(sys.modules, "pyodide.ffi", ffi)
    for name in ("bridge_runtime", "worker_session"):
        monkeypatch.delitem(sys.modules, f"clickcut_core.{name}", raising=False)
    from clickcut_core.worker_session import WorkerSession  # noqa: PLC0415  needs the stand-in

    yield WorkerSession(bridge, "model-a", *astuple(GRAPHS), "survey", "propose")
    for name in ("bridge_runtime", "worker_session"):
        sys.modules.pop(f"clickcut_core.{name}", None)


@pytest.fixture
async def opened(worker):
    assert "error" not in json.loads(await worker.open(JsValue(EMBEDDING), 64, 48))
    return worker
