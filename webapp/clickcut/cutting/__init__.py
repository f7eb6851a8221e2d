"""Cut-outs on native onnxruntime, for the command line and for Python programs."""
