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
# The page's colours and letters; its style is webapp/clickcut/page/page.css.
_LETTERS = {"font-stack": "system-ui, sans-serif"}
html_theme_options = {
    "light_css_variables": {
        **_LETTERS,
        "color-brand-primary": "#1763d6",
        "color-brand-content": "#1763d6",
        "color-background-primary": "#f6f7f9",
        "color-background-secondary": "#fff",
        "color-background-border": "#d6dbe2",
        "color-foreground-primary": "#1b2027",
    },
    "dark_css_variables": {
        **_LETTERS,
        "color-brand-primary": "#6ea8ff",
        "color-brand-content": "#6ea8ff",
        "color-background-primary": "#17191e",
        "color-background-secondary": "#22262d",
        "color-background-border": "#363d48",
        "color-foreground-primary": "#e9ecf1",
    },
}
html_title = f"{project} {release}"
html_favicon = "_static/icon.svg"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
