"""Sphinx: the course, its pictures from `figures.py`, and the reference from the docstrings."""

from __future__ import annotations

import inspect
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "torch")  # the pages of Keras need one

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import figures  # noqa: E402 - beside this file
from docutils import nodes  # noqa: E402

import upconv  # noqa: E402

project = "upconv"
author = "The upconv developers"
copyright = author  # noqa: A001 - Sphinx's name
release = version = upconv.info().version

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.doctest",
    "sphinx.ext.viewcode",
    "figures",
]
exclude_patterns = ["_generated/**"]
nitpicky = True
# Names of other projects are not looked up; everything of our own is.
nitpick_ignore_regex = [("py:.*", r"(?!upconv).*")]

myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "none"  # the docstrings say it; ArrayLike alone would fill five lines
autodoc_preserve_defaults = True
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_param = False  # arguments that share a description stay together
napoleon_custom_sections = ["Returns"]  # as text; Napoleon looks for a type before a colon
napoleon_attr_annotations = False  # an argument is not the attribute of its name

default_role = "code"

doctest_global_setup = "import numpy as np, upconv"
doctest_test_doctest_blocks = ""  # the docstrings' examples run with the tests

maximum_signature_line_length = 80  # a longer one has a line for each argument

html_theme = "furo"
html_title = "upconv"
html_static_path = ["_static", "_generated/static"]
html_css_files = ["course.css"]
html_show_sphinx = False
html_show_sourcelink = False  # an eye in the corner that explains nothing
html_copy_source = False

figures.make(HERE / "_generated")

# "(N, C_in, *i)" is a shape; to reStructuredText the star would begin an emphasis.
_STAR = re.compile(r"(?<![`*\\\w])\*(?=\w)")


def _docstring(app, what, name, obj, options, lines):  # noqa: ARG001 - Sphinx's
    """Make of a docstring what Napoleon expects: it runs after this."""
    lines[:] = list(_with_notes(_with_shapes(lines)))


def _signature(app, what, name, obj, options, signature, returns):  # noqa: ARG001 - Sphinx's
    """Show the arguments of Keras' layers, whose `__new__` hides them."""
    if what != "class" or signature != "(*args, **kwargs)":
        return None
    plain = [
        parameter.replace(annotation=inspect.Parameter.empty)
        for parameter in inspect.signature(obj).parameters.values()
    ]
    return str(inspect.Signature(plain)), None


def _plain(app, doctree):  # noqa: ARG001 - Sphinx's
    """Leave formulas uncoloured: as Python, a prime would begin a string."""
    for block in doctree.findall(nodes.literal_block):
        if "language" not in block and not block.astext().startswith(">>>"):
            block["language"] = "none"


def _with_shapes(lines: list[str]) -> Iterator[str]:
    """Escape stars outside of `code` and examples."""
    for line in lines:
        parts = re.split(r"(`+[^`]*`+)", line)
        example = line.lstrip().startswith((">>>", "..."))
        yield (
            line
            if example
            else "".join(p if n % 2 else _STAR.sub(r"\*", p) for n, p in enumerate(parts))
        )


def _with_notes(lines: Iterable[str]) -> Iterator[str]:
    """Begin a section where errors and sources are named, or an example follows parameters."""
    noted = parameters = False
    for line in lines:
        parameters |= line == "Parameters"
        if line.startswith(("Raises ", "Source:")):
            yield from ("",) if noted else ("", "Notes", "-----")
            noted, parameters = True, False
        elif parameters and line.startswith(">>>"):
            yield from ("", "Example", "-------")
            parameters = False
        yield line


def setup(app):
    """Let docstrings be written for people."""
    app.connect("autodoc-process-docstring", _docstring, priority=100)
    app.connect("autodoc-process-signature", _signature)
    app.connect("doctree-read", _plain)
