"""How wishes become masks: which graphs run, on what, and which mask is shown.

Nothing here knows of files, pages or the history.
"""
