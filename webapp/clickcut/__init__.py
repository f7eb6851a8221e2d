"""The server, the command line and the components: whoever turns photos into embeddings.

Nothing here runs in the browser.
"""

import os

# onnxruntime tells its makers how it is used, unless this is set before it is loaded.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
