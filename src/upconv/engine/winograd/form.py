"""When products at points are the form to take, and what a call with them needs."""

from __future__ import annotations

from functools import lru_cache

from upconv import errors
from upconv.engine import compiler, environment
from upconv.engine.isa import ISA
from upconv.engine.panels.form import Driver
from upconv.engine.problem import Problem, Triple
from upconv.engine.winograd import driver, kernels, pack
from upconv.engine.winograd.plan import Kind, Tiling, best, tilings

ALWAYS: bool | None = None  # for tests: take points wherever they can, or nowhere


def tiling_of(problem: Problem, isa: ISA, images: int, sizes: Triple) -> Tiling | None:
    """Return how a call of these output sizes is computed at points, or None: it is not."""
    if ALWAYS is False or not allowed():
        return None
    if ALWAYS:
        return next(iter(tilings(problem, isa)), None)
    return best(problem, isa, images, sizes)


def allowed() -> bool:
    """Tell whether products may be taken at points: UPCONV_WINOGRAD, "on" where it is not set."""
    text = environment.get("UPCONV_WINOGRAD")
    if text not in ("", "on", "off"):
        raise errors.values.not_a_choice("UPCONV_WINOGRAD", text, ("on", "off"))
    return text != "off"


@lru_cache(maxsize=16)
def driver_of(instructions: ISA, itemsize: int) -> Driver:
    """Return the compiled driver of a type."""
    text = driver.write_driver(instructions, itemsize)
    return Driver(*compiler.functions(text, instructions, (driver.NAME, pack.NAME)))


def functions_of(tiling: Tiling) -> list[tuple[int, int, int]]:
    """Return the addresses of the functions of each class: inputs, weights, outputs."""
    size = tiling.problem.itemsize
    return [_functions(kind, tiling.isa, size) for kind in tiling.kinds]


@lru_cache(maxsize=256)
def _functions(kind: Kind, isa: ISA, itemsize: int) -> tuple[int, int, int]:
    text = kernels.write(isa, itemsize, kind.y, kind.x)
    inputs, weights, outputs = compiler.functions(text, isa, kernels.NAMES)
    return inputs, weights, outputs
