"""Summaries: the shapes of a whole model, with scale, taps per phase and cost of every step.

::

    front   summary(): whatever it is given -> Summary
    inputs  what a caller says of the input, made what the reader of a framework takes
    rows    the nodes of a model, as `upconv.checkerboards.readers` record them -> rows
    chain   rows of layers that are only written down, as `Geometry` and channels
    report  the rows and their totals, as a table in text and in HTML, and as a dictionary
"""

from upconv.summaries.front import summary
from upconv.summaries.report import Row, Summary

__all__ = ["Row", "Summary", "summary"]
