"""Mutation testing of what computes: one line changed at a time, and the tests that reach it run.

`make mutate` draws a sample. Operators and rewriting are Cosmic Ray's; which tests to run for a
line is what coverage.py saw. A mutant that no test notices is printed with its difference: it
wants a test, or an entry in `equivalent.toml` that says why nothing can notice it.
"""
