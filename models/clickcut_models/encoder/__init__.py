"""The network that makes an embedding of a photo, and what its weights are called and sized.

It knows nothing of prompts or masks.
"""
