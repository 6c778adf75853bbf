"""When products at points are the form to take, and what a call with them needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from upconv.engine import compiler, environment
from upconv.engine.bounded_cache import memoised
from upconv.engine.compiler import Source
from upconv.engine.ir import Module
from upconv.engine.isa import ISA
from upconv.engine.panels import words
from upconv.engine.panels.form import Driver
from upconv.engine.panels.layout import Schedule
from upconv.engine.panels.needs import gradient_needs_of, needs_of
from upconv.engine.panels.plan import panels_of
from upconv.engine.problem import Problem, Triple
from upconv.engine.winograd import driver, gradient, kernels, pack, unpack
from upconv.engine.winograd.cost import LEAST_GAIN, best, direct_cost, least
from upconv.engine.winograd.plan import Tiling, tilings
from upconv.engine.winograd.points import Transform

ALWAYS: bool | None = None  # for tests: take points wherever they can, or nowhere


def tiling_of(problem: Problem, isa: ISA, images: int, sizes: Triple) -> Tiling | None:
    """Return how a call of these output sizes is computed at points, or None: it is not."""
    if ALWAYS is False or not allowed():
        return None
    if ALWAYS:
        return next(iter(tilings(problem, isa)), None)
    return best(problem, isa, images, sizes)


Way: TypeAlias = tuple[Problem, int, Triple]
"""A problem with its images and output sizes."""


def gradient_tiling(ways: tuple[Way, ...], isa: ISA) -> tuple[int, Tiling] | None:
    """Return which way, and how, a weight gradient is summed at points, or None: it is not."""
    if ALWAYS is False or not allowed():
        return None
    return _gradient_tiling(ways, isa, 0 if ALWAYS else LEAST_GAIN)


@memoised("plans", 256)
def _gradient_tiling(
    ways: tuple[Way, ...], isa: ISA, least_gain: float
) -> tuple[int, Tiling] | None:
    options = []
    for number, way in enumerate(ways):
        cost, tiling = least(way[0], isa, *way[1:], gradient=True)
        if tiling is not None:
            options.append((cost, number, tiling))
    if not options:
        return None
    cost, number, tiling = min(options, key=lambda option: option[:2])
    problem, images, sizes = ways[number]
    plain = direct_cost(panels_of(problem, isa), images, sizes)
    return (number, tiling) if cost * least_gain < plain else None


def allowed() -> bool:
    """Tell whether products may be taken at points: UPCONV_WINOGRAD, "on" where it is not set."""
    return environment.WINOGRAD.value()


def driver_of(tiling: Tiling, listed: Schedule) -> Driver:
    """Return the compiled driver with what a call needs, whose classes get their functions."""
    needs = needs_of(listed, tiling.panels.lanes, driver.LINEAR)
    given = (tiling.isa, tiling.problem.itemsize, needs)
    own = Source(driver.write_driver, given, (driver.NAME, pack.NAME))
    return _compiled(tiling, listed, own, kernels.write, kernels.NAMES)


def gradient_of(tiling: Tiling, listed: Schedule) -> Driver:
    """Return the same for a weight gradient."""
    given = (tiling.isa, tiling.problem.itemsize, gradient_needs_of(listed, tiling.panels.lanes))
    own = Source(gradient.write_gradient, given, (gradient.NAME, unpack.NAME))
    return _compiled(tiling, listed, own, kernels.write_gradient, kernels.GRADIENT_NAMES)


def _compiled(
    tiling: Tiling,
    listed: Schedule,
    own: Source,
    write: Callable[[ISA, int, Transform, Transform], Module],
    names: tuple[str, ...],
) -> Driver:
    size = tiling.problem.itemsize
    of_classes = [Source(write, (tiling.isa, size, kind.y, kind.x), names) for kind in tiling.kinds]
    found, *functions = compiler.addresses(tiling.isa, own, *of_classes)
    at = words.KIND.index("inputs")
    listed.tables["kinds"][:, at : at + len(names)] = functions
    run, turn = found
    return Driver(run, turn, tuple(functions))
