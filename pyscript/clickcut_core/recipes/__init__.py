"""What a person wants, as values that can be written down and replayed: prompts, edits, looks.

Nothing here runs a graph or sees a pixel.
"""
