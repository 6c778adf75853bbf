"""The soak test: drawn calls under trouble, for as long as one likes. `make soak MINUTES=10`.

It is no part of `make test`. `cases` draws a call from a number, `loops` says what is right,
`routes` are the ways to compute it (an operation in a framework each), `worker` goes through
numbers in a process of its own, `trouble` spoils the code cache meanwhile, and `__main__` starts,
kills and counts workers.
"""
