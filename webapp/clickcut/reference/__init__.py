"""What the documentation says of the code, written by the code itself.

It needs no Sphinx but for `sphinx_extension`, and changes nothing that it describes.
"""
