"""shell/worker/bridge.js and pyodide's proxies as Python sees them, for tests on CPython."""

from dataclasses import dataclass

from clickcut_core.runtime import CODES, KeptTensor, Tensor

from .fake_runtime import BrokenError, FakeRuntime


@dataclass
class JsValue:
    """As a JsProxy of an array or a TypedArray."""

    value: object

    def to_py(self):
        return list(self.value)

    def to_bytes(self):
        return bytes(memoryview(self.value).cast("B"))


class Bridge:
    """Tensors cross as lists and numbers; a failing run raises with `message`."""

    def __init__(self):
        self.runtime = FakeRuntime()
        self.message = "Error: failed to call OrtRun()"

    async def run(self, graph, feeds, keep):
        unpacked = {
            name: (KeptTensor if isinstance(data, int) else Tensor)(
                dtype, tuple(dims), data if isinstance(data, int) else data.cast(CODES[dtype])
            )
            for name, dtype, dims, data in feeds
        }
        try:
            outputs = await self.runtime.run(graph, unpacked, keep=keep)
        except BrokenError:
            raise RuntimeError(self.message) from None
        return [
            (
                name,
                tensor.dtype,
                JsValue(tensor.dims),
                tensor.handle if isinstance(tensor, KeptTensor) else JsValue(tensor.data),
            )
            for name, tensor in outputs.items()
        ]

    def release(self, handle):
        assert isinstance(handle, int)
        self.runtime.release(handle)
