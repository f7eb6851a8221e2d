"""What is written for others to read: recipes, shapes, names and kinds of files.

Nothing here opens a file, or decides what a mask is.
"""
