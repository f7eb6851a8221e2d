"""Every word that a person reads: one folder a language, each with the same three tables.

English is what the others are measured by. Nothing is imported here, because the browser's Python comes by
for its English sentences alone.
"""
