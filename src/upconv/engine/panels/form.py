"""When panels are the form to take, and what a call with them needs."""

from __future__ import annotations

from typing import NamedTuple

from upconv.engine import compiler
from upconv.engine.bounded_cache import memoised
from upconv.engine.compiler import Address, Addresses, Source
from upconv.engine.isa import ISA
from upconv.engine.panels import activation, driver, gradient, pack, tables, unpack
from upconv.engine.panels.layout import Schedule
from upconv.engine.panels.needs import gradient_needs_of, needs_of
from upconv.engine.panels.plan import Panels, macs_per_output, panels_of
from upconv.engine.plan import LATENCY, x_sources
from upconv.engine.problem import Problem

NAMES = (driver.NAME, pack.NAME)
LINE = 64
LEAST_SUM = {"first": 100, "last": 8}  # products of an output, above which panels are faster
LEAST_USE = 0.7  # share of the multiply-adds of its panels that a class must need
NARROW = 1.15  # what a tile of one vector costs for each of its columns
LEAST_ALONG = 8  # vectors of channels, from which a weight in rows is read as it lies
MOST_ALONG = 0.5  # positions for each channel, up to which that costs less than packing it
LEAST_GRADIENT_USE = 0.4  # the same of a weight gradient
ALWAYS: bool | None = None  # for tests: take panels wherever they can, or nowhere


def declined(problem: Problem, isa: ISA) -> str | None:
    """Return why panels are not taken for `problem`, or None."""
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


def takes_gradient(use: float) -> bool:
    """Tell whether panels are taken for a weight gradient that uses so much of the units."""
    return use >= LEAST_GRADIENT_USE if ALWAYS is None else ALWAYS


@memoised("plans", 256)
def gradient_use(problem: Problem, isa: ISA) -> float:
    """Return the share of the units that the tiles of a weight gradient keep busy.

    A tile of few sums waits for them; one position of a grid to the next is at least as far as
    the input channels, so entries are taken to lie end to end where those are few.
    """
    plan = panels_of(problem, isa)
    line = LINE // problem.itemsize
    near = problem.in_channels < line and problem.axes[2].dilation == 1
    rows = problem.in_channels * (len(x_sources(problem)) if near else 1)
    needed = spent = 0.0
    for found in plan.classes:
        columns = problem.out_channels * len(found.phases)
        whole, rest = divmod(columns, plan.width)
        panels = [(whole, plan.tile.vectors)] + ([(1, -(-rest // plan.lanes))] if rest else [])
        entries = len(found.entries) * problem.in_channels / rows
        needed += entries * rows * columns / plan.lanes
        for count, vectors in panels:
            sizes = tables.covered(rows, gradient.sizes_of(plan.tile, vectors), vectors)
            spent += entries * count * sum(max(size * vectors, LATENCY) for size in sizes)
    return needed / spent if spent else 0.0


class Taken(NamedTuple):
    """The panels of a call, the instruction set of sums along the channels, or None.

    `as_it_lies` tells whether the weight is read so, and not packed.
    """

    plan: Panels
    along: ISA | None = None
    as_it_lies: bool = False

    def driver(self, listed: Schedule) -> Driver:
        """Return the compiled driver with what a call needs of it."""
        plan, size = self.plan, self.plan.problem.itemsize
        if self.along is not None:
            needs = needs_of(listed, self.along.lanes(size), activation.KINDS)
            return driver_of(Source(driver.write_along, (self.along, size, needs), NAMES))
        needs = needs_of(listed, plan.lanes, activation.KINDS)
        return driver_of(Source(driver.write_driver, (plan.isa, size, needs), NAMES))


class Driver(NamedTuple):
    """The addresses of a driver and of what packs its weights, or unpacks their gradient.

    `code` holds the addresses of what it calls through tables.
    """

    run: Address
    pack: Address
    code: tuple[Addresses, ...] = ()


def gradient_of(plan: Panels, listed: Schedule) -> Driver:
    """Return the compiled driver of a weight gradient, with what it needs."""
    given = (plan.isa, plan.problem.itemsize, gradient_needs_of(listed, plan.lanes))
    return driver_of(Source(driver.write_gradient, given, (gradient.NAME, unpack.NAME)))


def driver_of(source: Source) -> Driver:
    """Return the compiled driver that a source writes for the instruction set it begins with."""
    (found,) = compiler.addresses(source.arguments[0], source)
    run, pack = found
    return Driver(run, pack)


def taken(
    problem: Problem, isa: ISA, *, channels_last: bool, single: bool = False, rows: bool = False
) -> Taken | None:
    """Return the panels that compute `problem`, or None where they are declined.

    `channels_last` tells whether the input's channels are neighbours in memory, `single` whether
    there is a single position: then a tile's vectors have nothing else to lie along. `rows`
    tells whether the weight lies in rows of input channels, one column behind the other.
    """
    if channels_last and _sums_along(problem, isa, rows=rows):
        plan = panels_of(problem, isa._replace(bits=8 * problem.itemsize))
        return Taken(plan, isa, rows)
    for width in isa.widths():
        if declined(problem, width) is None:
            return Taken(panels_of(problem, width))
    if single and ALWAYS is None:
        width = max(isa.widths(), key=lambda width: _use(panels_of(problem, width)))
        return Taken(panels_of(problem, width))
    return None


def reads_rows(problem: Problem, isa: ISA, positions: int) -> bool:
    """Tell whether a product of matrices is summed along rows of its weight, as they lie.

    The lanes of every output have to be added up then, and the weight need not be packed.
    """
    if ALWAYS is False:
        return False
    channels = problem.in_channels
    least = LEAST_ALONG * isa.lanes(problem.itemsize)
    return channels >= least and positions <= MOST_ALONG * channels


def _sums_along(problem: Problem, isa: ISA, *, rows: bool) -> bool:
    """Tell whether sums go along the channels: in one column, or where nothing is packed so."""
    if ALWAYS is False:
        return False
    lanes = isa.lanes(problem.itemsize)
    if rows:
        return True
    if problem.out_channels > 1 or problem.in_channels < lanes:
        return False
    return all(len(found.phases) == 1 for found in panels_of(problem, isa).classes)
