"""Benchmarks: layers written as lines, libraries to compare, wrong results."""

from __future__ import annotations

from upconv.errors.tree import ArgumentError, UpconvError, compose


def not_a_layer(line: str, why: str) -> ArgumentError:
    return ArgumentError(
        compose(
            "`--layer` must be nine words: ndim N C_in spatial C_out kernel stride padding groups",
            f"{line!r}, with {why}",
            remedy="Write for example --layer '2 1 64 128x128 32 2 2 0 1'",
        )
    )


def layer_too_large(line: str, size: float, most: int) -> ArgumentError:
    return ArgumentError(
        compose(
            f"The arrays of a layer must take at most {most / 2**30:g} GiB in total",
            f"{line!r}, which takes {size / 2**30:,.0f} GiB",
            remedy="Measure a smaller layer of the same kind: fewer images, or a smaller input",
        )
    )


def not_installed(name: str, package: str) -> ArgumentError:
    return ArgumentError(
        compose(
            "`--peers` must name frameworks that are installed",
            f"{name}, without the module {package!r}",
            remedy="Omit --peers to use those that are installed",
        )
    )


def wrong_result(case: str, name: str, error: float, tolerance: float) -> UpconvError:
    return UpconvError(
        compose(
            f"A result must be within {tolerance:.0e} of the reference before it is timed",
            f"a result of {name} on {case} that differs by {error:.1e} of its largest value",
            remedy="This is a bug in upconv: please report it with the output of `upconv info`",
        )
    )
