"""How Sphinx builds one language of the site; `python -m tools.docs` calls it with `-D language=…`."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

import crosswalk
from tools.docs.search import BilingualSearch

project = "crosswalk"
version = release = crosswalk.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_click"]
myst_heading_anchors = 4
default_role = "code"  # docstrings write code between single backticks
autodoc_member_order = "bysource"
smartquotes = False  # two hyphens are an option of a command, not a dash
python_maximum_signature_line_length = 88
html_theme = "furo"
html_title = "crosswalk"
html_static_path = ["static"]
html_css_files = ["crosswalk.css"]
html_js_files = [("filter.js", {"defer": "defer"})]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_search_language = BilingualSearch.lang


def setup(app: Sphinx) -> dict[str, Any]:
    """Search both scripts in both languages."""
    app.add_search_language(BilingualSearch)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
