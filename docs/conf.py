"""Sphinx's settings for the site that `make docs` builds."""

from importlib import metadata

project = "clickcut"
version = release = metadata.version(project)
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "clickcut.reference.sphinx_extension",
]
highlight_language = "text"
myst_heading_anchors = 3  # as code hosts have them: links to a heading work there and here

default_role = "literal"  # in docstrings, `x` is code
autodoc_member_order = "bysource"
python_use_unqualified_type_names = True

html_theme = "furo"
html_title = f"{project} {release}"
html_favicon = "_static/icon.svg"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
