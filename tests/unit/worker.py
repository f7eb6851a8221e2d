"""The worker's session on CPython: Pyodide's conversions are stood in for, everything else is the core's."""

import json

from .fake_runtime import embedding_of

EMBEDDING = embedding_of(64, 48).to_bytes()


async def call(session, name, *arguments):
    return json.loads(await session.operate(name, json.dumps(arguments)))
