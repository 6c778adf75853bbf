"""A small typed graph of operations on axes, passes over it, and an executor; no framework.

An adapter reads a framework's graph into `nodes`, `passes` rewrite it, `constants` finds what
depends on weights alone, `lifetimes` says which memory may be overwritten, and `executor` runs it.
"""
