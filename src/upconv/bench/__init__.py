"""Measurements of upconv beside whichever frameworks are installed: `upconv bench`.

`cases` are the layers, `peers` whoever computes them, `expected` the results that everybody is held
against before anything is timed, `turns` the clock, `roof` what the machine could do, `measures`
what is measured, `report` the table and the JSON.
"""
