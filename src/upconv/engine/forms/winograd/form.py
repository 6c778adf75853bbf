"""When Winograd is taken, and the compiled driver of such a call."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from upconv import environment
from upconv.bounded_cache import memoised
from upconv.engine.codegen import compiler
from upconv.engine.codegen.compiler import Source
from upconv.engine.codegen.ir import Module
from upconv.engine.forms.igemm import fields
from upconv.engine.forms.igemm.form import Driver
from upconv.engine.forms.igemm.layout import Schedule
from upconv.engine.forms.igemm.plan import igemm_plan_of
from upconv.engine.forms.igemm.specialisation import gradient_specialisation_of, specialisation_of
from upconv.engine.forms.winograd import driver, gradient, kernels, pack, unpack
from upconv.engine.forms.winograd.cost import LEAST_GAIN, best, direct_cost, least
from upconv.engine.forms.winograd.plan import Tiling, tilings
from upconv.engine.forms.winograd.transforms import Transform
from upconv.engine.problem import Problem, Triple
from upconv.engine.process.isa import ISA

ALWAYS: bool | None = None  # for tests: take Winograd wherever it is possible, or nowhere


def tiling_of(problem: Problem, isa: ISA, images: int, sizes: Triple) -> Tiling | None:
    """Return the Winograd tiling of a call of these output sizes, or None: it is declined."""
    if ALWAYS is False or not allowed():
        return None
    if ALWAYS:
        return next(iter(tilings(problem, isa)), None)
    return best(problem, isa, images, sizes)


Way: TypeAlias = tuple[Problem, int, Triple]
"""A problem with its images and output sizes."""


def gradient_tiling(ways: tuple[Way, ...], isa: ISA) -> tuple[int, Tiling] | None:
    """Return which way, and with which tiling, Winograd sums a weight gradient, if it does."""
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
    plain = direct_cost(igemm_plan_of(problem, isa), images, sizes)
    return (number, tiling) if cost * least_gain < plain else None


def allowed() -> bool:
    """Whether UPCONV_WINOGRAD allows the form: it is "on" unless set."""
    return environment.WINOGRAD.value()


def driver_of(tiling: Tiling, schedule: Schedule) -> Driver:
    """Return the compiled driver of a call; the transforms' addresses go to `class_transforms`."""
    specialisation = specialisation_of(schedule, tiling.panels.lanes, driver.LINEAR)
    arguments = (tiling.isa, tiling.problem.itemsize, specialisation)
    source = Source(driver.write_driver, arguments, (driver.NAME, pack.NAME))
    return _compiled(tiling, schedule, source, kernels.write, kernels.NAMES)


def gradient_of(tiling: Tiling, schedule: Schedule) -> Driver:
    """Return the same for a weight gradient."""
    arguments = (
        tiling.isa,
        tiling.problem.itemsize,
        gradient_specialisation_of(schedule, tiling.panels.lanes),
    )
    source = Source(gradient.write_gradient, arguments, (gradient.NAME, unpack.NAME))
    return _compiled(tiling, schedule, source, kernels.write_gradient, kernels.GRADIENT_NAMES)


def _compiled(
    tiling: Tiling,
    schedule: Schedule,
    own: Source,
    write: Callable[[ISA, int, Transform, Transform], Module],
    names: tuple[str, ...],
) -> Driver:
    size = tiling.problem.itemsize
    of_classes = [
        Source(write, (tiling.isa, size, class_transform.y, class_transform.x), names)
        for class_transform in tiling.class_transforms
    ]
    exported, *transforms = compiler.addresses(tiling.isa, own, *of_classes)
    at = fields.CLASS_TRANSFORM.index("input_transform")
    schedule.tables["class_transforms"][:, at : at + len(names)] = transforms
    run, packing = exported
    return Driver(run, packing, tuple(transforms))
