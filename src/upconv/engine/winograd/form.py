"""When products at points are the form to take, and what a call with them needs."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

from upconv import errors
from upconv.engine import compiler, environment
from upconv.engine.ir import Module
from upconv.engine.isa import ISA
from upconv.engine.panels.form import Driver
from upconv.engine.panels.needs import Needs
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


@lru_cache(maxsize=1024)
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
    text = environment.get("UPCONV_WINOGRAD")
    if text not in ("", "on", "off"):
        raise errors.values.not_a_choice("UPCONV_WINOGRAD", text, ("on", "off"))
    return text != "off"


@lru_cache(maxsize=64)
def driver_of(instructions: ISA, itemsize: int, needs: Needs) -> Driver:
    """Return the compiled driver of a type, with what is needed of it."""
    module = driver.write_driver(instructions, itemsize, needs)
    return Driver(*compiler.functions(module, instructions, (driver.NAME, pack.NAME)))


@lru_cache(maxsize=64)
def gradient_of(instructions: ISA, itemsize: int, needs: Needs) -> Driver:
    """Return the compiled driver of the weight gradients of a type."""
    module = gradient.write_gradient(instructions, itemsize, needs)
    return Driver(*compiler.functions(module, instructions, (gradient.NAME, unpack.NAME)))


def functions_of(tiling: Tiling) -> list[tuple[int, int, int]]:
    """Return the addresses of the functions of each class: for inputs, outputs and weights."""
    return _of_each_class(tiling, kernels.write, kernels.NAMES)


def gradient_functions_of(tiling: Tiling) -> list[tuple[int, int, int]]:
    """Return the addresses of the same for the gradients of outputs and weights."""
    return _of_each_class(tiling, kernels.write_gradient, kernels.GRADIENT_NAMES)


Write: TypeAlias = Callable[[ISA, int, Transform, Transform], Module]


def _of_each_class(
    tiling: Tiling, write: Write, names: tuple[str, ...]
) -> list[tuple[int, int, int]]:
    size = tiling.problem.itemsize
    return [_functions(kind.y, kind.x, tiling.isa, size, write, names) for kind in tiling.kinds]


@lru_cache(maxsize=512)
def _functions(
    y: Transform, x: Transform, isa: ISA, itemsize: int, write: Write, names: tuple[str, ...]
) -> tuple[int, int, int]:
    module = write(isa, itemsize, y, x)
    inputs, outputs, weights = compiler.functions(module, isa, names)
    return inputs, outputs, weights
