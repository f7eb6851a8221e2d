"""Photos that strangers chose: told apart, measured, decoded, and nothing kept of them.

Nothing here knows of HTTP or of the encoder.
"""
