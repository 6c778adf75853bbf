"""When the implicit GEMM is taken, and the compiled driver of such a call."""

from __future__ import annotations

from typing import NamedTuple

from upconv.bounded_cache import memoised
from upconv.engine.codegen import compiler
from upconv.engine.codegen.compiler import Address, Addresses, Source
from upconv.engine.forms.direct.plan import LATENCY, x_sources
from upconv.engine.forms.igemm import activation, driver, gradient, pack, tables, unpack
from upconv.engine.forms.igemm.layout import Schedule
from upconv.engine.forms.igemm.plan import IgemmPlan, igemm_plan_of, macs_per_output
from upconv.engine.forms.igemm.specialisation import gradient_specialisation_of, specialisation_of
from upconv.engine.problem import Problem
from upconv.engine.process.isa import ISA

NAMES = (driver.NAME, pack.NAME)
LINE = 64
LEAST_SUM = {"first": 100, "last": 8}  # products per output from which implicit GEMM is faster
LEAST_UTILISATION = 0.7  # least share of useful multiply-adds
NARROW = 1.15  # cost per column of a tile of one vector, relative to wider ones
LEAST_REDUCTION_VECTORS = 8  # least vectors of channels for a weight that is read in place
MOST_POSITIONS_PER_CHANNEL = 0.5  # up to so many, that is cheaper than packing the weight
LEAST_GRADIENT_UTILISATION = 0.4  # the same of a weight gradient
ALWAYS: bool | None = None  # for tests: take the implicit GEMM wherever possible, or nowhere


def declined(problem: Problem, isa: ISA) -> str | None:
    """Return why the implicit GEMM is declined for `problem`, or None."""
    if ALWAYS is not None:
        return None if ALWAYS else "implicit GEMM is off"
    products = macs_per_output(problem)
    if products < LEAST_SUM.get(problem.layout, LEAST_SUM["first"]):
        return f"an output is a sum of {products:.0f} products"
    utilisation = _utilisation(igemm_plan_of(problem, isa))
    return (
        f"its panels would be used to {100 * utilisation:.0f}%"
        if utilisation < LEAST_UTILISATION
        else None
    )


def _utilisation(plan: IgemmPlan) -> float:
    """Return the share of the multiply-adds of all panels that belong to existing columns."""
    needed = spent = 0.0
    for phase_class in plan.classes:
        columns = plan.problem.out_channels * len(phase_class.phases)
        whole, rest = divmod(columns, plan.width)
        vectors = -(-rest // plan.lanes)
        tail = vectors * plan.lanes * (NARROW if vectors == 1 else 1)
        needed += len(phase_class.entries) * columns
        spent += len(phase_class.entries) * (whole * plan.width + tail)
    return needed / spent if spent else 0.0


def takes_gradient(utilisation: float) -> bool:
    """Whether the implicit GEMM is taken for a weight gradient with this utilisation."""
    return utilisation >= LEAST_GRADIENT_UTILISATION if ALWAYS is None else ALWAYS


@memoised("plans", 256)
def gradient_utilisation(problem: Problem, isa: ISA) -> float:
    """Return the share of the multiply-add units that the tiles of a weight gradient keep busy.

    A tile of few sums waits for their latency. Positions of a grid are at least as far apart as
    there are input channels, so entries are taken to be contiguous if those are few.
    """
    plan = igemm_plan_of(problem, isa)
    line = LINE // problem.itemsize
    end_to_end = problem.in_channels < line and problem.axes[2].dilation == 1
    rows = problem.in_channels * (len(x_sources(problem)) if end_to_end else 1)
    needed = spent = 0.0
    for phase_class in plan.classes:
        columns = problem.out_channels * len(phase_class.phases)
        whole, rest = divmod(columns, plan.width)
        panels = [(whole, plan.tile.vectors)] + ([(1, -(-rest // plan.lanes))] if rest else [])
        entries = len(phase_class.entries) * problem.in_channels / rows
        needed += entries * rows * columns / plan.lanes
        for count, vectors in panels:
            sizes = tables.covered(rows, gradient.sizes_of(plan.tile, vectors), vectors)
            spent += entries * count * sum(max(size * vectors, LATENCY) for size in sizes)
    return needed / spent if spent else 0.0


class IgemmChoice(NamedTuple):
    """The implicit GEMM of a call; the instruction set of its reduction-vectorised kernel, or None.

    `weight_in_place` means that the weight is read from the caller's array, not packed.
    """

    plan: IgemmPlan
    reduction_isa: ISA | None = None
    weight_in_place: bool = False

    def driver(self, schedule: Schedule) -> Driver:
        """Return the compiled driver, specialised to the call."""
        plan, size = self.plan, self.plan.problem.itemsize
        if self.reduction_isa is not None:
            specialisation = specialisation_of(
                schedule, self.reduction_isa.lanes(size), activation.KINDS
            )
            return driver_of(
                Source(
                    driver.write_reduction_vectorised,
                    (self.reduction_isa, size, specialisation),
                    NAMES,
                )
            )
        specialisation = specialisation_of(schedule, plan.lanes, activation.KINDS)
        return driver_of(Source(driver.write_driver, (plan.isa, size, specialisation), NAMES))


class Driver(NamedTuple):
    """The addresses of a driver and of the function that packs its weight or unpacks its gradient.

    `code` keeps alive the functions that it calls through tables.
    """

    run: Address
    pack: Address
    code: tuple[Addresses, ...] = ()


def gradient_of(plan: IgemmPlan, schedule: Schedule) -> Driver:
    """Return the compiled driver of a weight gradient, specialised to the call."""
    arguments = (plan.isa, plan.problem.itemsize, gradient_specialisation_of(schedule, plan.lanes))
    return driver_of(Source(driver.write_gradient, arguments, (gradient.NAME, unpack.NAME)))


def driver_of(source: Source) -> Driver:
    """Return the compiled driver of a source, whose first argument is the instruction set."""
    (exported,) = compiler.addresses(source.arguments[0], source)
    run, pack = exported
    return Driver(run, pack)


def choose(
    problem: Problem,
    isa: ISA,
    *,
    channels_last: bool,
    single_position: bool = False,
    weight_row_major: bool = False,
) -> IgemmChoice | None:
    """Return the implicit GEMM that computes `problem`, or None if it is declined.

    `channels_last`: the channels of the input are contiguous. `single_position`: the output has one
    position, so that no other form fills vectors. `weight_row_major`: the weight is a matrix with
    one row of input channels per column.
    """
    if channels_last and _vectorises_reduction(problem, isa, weight_row_major=weight_row_major):
        plan = igemm_plan_of(problem, isa._replace(bits=8 * problem.itemsize))
        return IgemmChoice(plan, isa, weight_row_major)
    for width in isa.widths():
        if declined(problem, width) is None:
            return IgemmChoice(igemm_plan_of(problem, width))
    if single_position and ALWAYS is None:
        width = max(isa.widths(), key=lambda width: _utilisation(igemm_plan_of(problem, width)))
        return IgemmChoice(igemm_plan_of(problem, width))
    return None


def reads_weight_in_place(problem: Problem, isa: ISA, positions: int) -> bool:
    """Whether a matrix product is reduction-vectorised along the rows of its unpacked weight.

    The lanes of every output are then added up at the end, which costs less than packing if there
    are few positions.
    """
    if ALWAYS is False:
        return False
    channels = problem.in_channels
    least = LEAST_REDUCTION_VECTORS * isa.lanes(problem.itemsize)
    return channels >= least and positions <= MOST_POSITIONS_PER_CHANNEL * channels


def _vectorises_reduction(problem: Problem, isa: ISA, *, weight_row_major: bool) -> bool:
    """Whether to vectorise the reduction: for one column, or where the weight is read in place."""
    if ALWAYS is False:
        return False
    lanes = isa.lanes(problem.itemsize)
    if weight_row_major:
        return True
    if problem.out_channels > 1 or problem.in_channels < lanes:
        return False
    return all(len(phase_class.phases) == 1 for phase_class in igemm_plan_of(problem, isa).classes)
