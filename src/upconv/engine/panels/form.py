"""When panels are the form to take, and what a call with them needs."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from upconv.engine import compiler
from upconv.engine.isa import ISA
from upconv.engine.panels import activation, driver, gradient, pack, unpack
from upconv.engine.panels.plan import Panels, macs_per_output, panels_of
from upconv.engine.problem import Problem

LEAST_SUM = {"first": 100, "last": 32}  # products of an output, above which panels are faster
LEAST_USE = 0.7  # share of the multiply-adds of its panels that a class must need
NARROW = 1.6  # what a tile of one vector costs for each of its columns: it waits for its sums
ALWAYS: bool | None = None  # for tests: take panels wherever they can, or nowhere


def declined(problem: Problem, isa: ISA) -> str | None:
    """Return why panels are not taken for `problem`, or None."""
    if problem.activation not in activation.KINDS:
        return f"panels have no {problem.activation}"
    if ALWAYS is not None:
        return None if ALWAYS else "panels are off"
    products = macs_per_output(problem)
    if products < LEAST_SUM.get(problem.layout, LEAST_SUM["first"]):
        return f"an output is a sum of {products:.0f} products"
    use = _use(panels_of(problem, isa))
    return f"panels would be used to {100 * use:.0f}%" if use < LEAST_USE else None


def _use(plan: Panels) -> float:
    """Return the share of the multiply-adds of all panels that the columns need."""
    needed = spent = 0.0
    for found in plan.classes:
        columns = plan.problem.out_channels * len(found.phases)
        whole, rest = divmod(columns, plan.width)
        vectors = -(-rest // plan.lanes)
        tail = vectors * plan.lanes * (NARROW if vectors == 1 else 1)
        needed += len(found.entries) * columns
        spent += len(found.entries) * (whole * plan.width + tail)
    return needed / spent if spent else 0.0


def gradient_declined(problem: Problem, isa: ISA) -> str | None:
    """Return why panels are not taken for the weight gradient of `problem`, or None."""
    if ALWAYS is not None:
        return None if ALWAYS else "panels are off"
    use = _use(panels_of(problem, isa))
    return f"panels would be used to {100 * use:.0f}%" if use < LEAST_USE else None


class Driver(NamedTuple):
    """The addresses of the compiled functions that every problem of a type shares."""

    run: int
    pack: int
    gradient: int
    unpack: int


@lru_cache(maxsize=16)
def driver_of(instructions: ISA, itemsize: int) -> Driver:
    """Return the compiled driver of a type."""
    text = driver.write_driver(instructions, itemsize)
    names = (driver.NAME, pack.NAME, gradient.NAME, unpack.NAME)
    return Driver(*compiler.functions(text, instructions, names))
