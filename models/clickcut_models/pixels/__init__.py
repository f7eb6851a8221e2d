"""Graphs that work at the photo's resolution: masks, edges and cut-outs, in strips.

None of them decides what the object is.
"""
