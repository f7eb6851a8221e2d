"""From published weights to verified ONNX graphs: read, write, build, compare.

Nothing here runs in the browser; the browser and the server only see what `build` leaves behind.
"""

import os

# onnxruntime tells its makers how it is used, unless this is set before it is loaded.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
