"""From published weights to verified ONNX graphs: read, write, build, compare.

Nothing here runs in the browser; the browser and the server only see what `build` leaves behind.
"""
