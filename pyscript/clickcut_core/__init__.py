"""The decisions of clickcut, in plain Python: the same modules run in the browser and on CPython.

Nothing here may import a package outside the standard library.
"""
