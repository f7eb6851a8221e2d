"""The network as ONNX, one module for each of its parts."""
