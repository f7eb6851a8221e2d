"""Graphs that follow a click or a stroke: masks that obey, measures, choices, bounds.

None of them sees the photo's pixels.
"""
