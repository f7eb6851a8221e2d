"""Counts the bytes between the browser and the server, as they are on the wire."""

import asyncio
import threading


class CountingProxy:
    """Forwards one local port to another and counts what comes back."""

    def __init__(self, target: int) -> None:
        self._target = target
        self.received = 0
        self.port = 0
        started = threading.Event()
        threading.Thread(target=lambda: asyncio.run(self._serve(started)), daemon=True).start()
        started.wait()

    async def _serve(self, started: threading.Event) -> None:
        server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        await server.serve_forever()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self._target)

        async def copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, count: bool) -> None:
            try:
                while data := await source.read(65536):
                    self.received += len(data) if count else 0
                    sink.write(data)
                    await sink.drain()
            except ConnectionError:
                pass
            sink.close()

        await asyncio.gather(copy(reader, there_writer, count=False), copy(there_reader, writer, count=True))
