"""Benchmarks of upconv against the installed frameworks: `upconv bench`.

`cases` are the layers, `peers` the libraries, `expected` the results that all libraries are checked
against before anything is timed, `turns` the interleaved timing, `roof` the limits of the machine,
`measures` the kinds of measurement, `report` the table and the JSON.
"""
