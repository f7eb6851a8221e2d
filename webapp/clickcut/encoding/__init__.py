"""A photo in, its embedding out: which encoder, when, and what is kept of its answers.

Nothing here knows of HTTP.
"""
