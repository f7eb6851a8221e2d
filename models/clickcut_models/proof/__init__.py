"""Proof that the graphs are right: compared with the stock ones, and an answer to ask a browser for.

Nothing here is part of a graph.
"""
