"""Parameters that layers of every rank share, documented once and shown by each."""

from __future__ import annotations

import inspect
from typing import TypeVar

_T = TypeVar("_T", bound=type)

_HEADING = "Parameters\n----------\n"
# What follows the parameters in a docstring.
_AFTER = ("Raises ", "Source:", ">>> ")


def with_parameters(layer: _T) -> _T:
    """Put the section "Parameters" of a class's `__init__` into the docstring of the class.

    The section is written once, where the arguments are, for all ranks; `help`, notebooks and the
    reference show it for each of them. It goes before what is raised, the source and the example.
    Under `python -OO` there are no docstrings, and nothing is done.

    >>> class Base:
    ...     def __init__(self, size):
    ...         '''Make the layer.
    ...
    ...         Parameters
    ...         ----------
    ...         size
    ...             How large.
    ...         '''
    >>> @with_parameters
    ... class Layer(Base):
    ...     '''A layer.
    ...
    ...     Raises nothing.
    ...     '''
    >>> [line.strip() for line in Layer.__doc__.splitlines() if line]
    ['A layer.', 'Parameters', '----------', 'size', 'How large.', 'Raises nothing.']
    """
    written = (inspect.getdoc(vars(kind).get("__init__")) or "" for kind in layer.__mro__)
    section = next((text[text.index(_HEADING) :] for text in written if _HEADING in text), None)
    if layer.__doc__ is None or section is None:
        return layer
    lines = inspect.cleandoc(layer.__doc__).splitlines()
    place = next((n for n, line in enumerate(lines) if line.startswith(_AFTER)), len(lines))
    before, after = "\n".join(lines[:place]).rstrip(), "\n".join(lines[place:])
    layer.__doc__ = "\n\n".join(filter(None, (before, section.rstrip(), after)))
    return layer
