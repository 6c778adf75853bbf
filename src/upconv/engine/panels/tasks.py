"""The tasks of a call: who takes which block and which sweeps, forward and of a weight gradient.

Each takes a number from a counter in the arguments, until there are none. What is done with a
sweep is the form's: `begin` gets the way through the blocks once, and returns it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple, TypeAlias

from upconv.engine import args
from upconv.engine.ir import I64, Function, Int, Scalar, Value
from upconv.engine.panels import words
from upconv.engine.panels.walk import Walk

Copies: TypeAlias = tuple[Function, Function]
"""What fills a grid, and what lists positions."""


class Sweep(NamedTuple):
    """One sweep of panels over one block: its number and row, its class, how many positions."""

    block: Value
    at: Value
    row: Value
    number: Value
    positions: Value


class Sums(NamedTuple):
    """Where a weight gradient adds a sweep up: its group, its part, and whether it starts there."""

    group: Value
    target: Value
    fresh: Value


@contextmanager
def emit_tasks(f: Function, walk: Walk, turns: Int = 1) -> Iterator[tuple[Value, Value, Value]]:
    """Write a loop over tasks (block, chunk of sweeps), `turns` of which stay together.

    Yields the block, which `walk` is taken to, the first sweep, and the one behind the last.
    """
    chunks, sweep_count = args.fields(f, "chunks", "sweep_count")
    together = (sweep_count + turns - 1) // turns
    with args.each_task(f, walk.slot) as task:
        block = task // chunks
        walk.take(block)
        first, stop = ((task % chunks + n) * together // chunks * turns for n in (0, 1))
        yield block, first, stop.at_most(sweep_count)


def forward_tasks(
    f: Function, scalar: Scalar, copies: Copies, begin: Callable[[Walk], Callable[[Sweep], None]]
) -> None:
    """Write the loop over the sweeps of all tasks but for those without a position."""
    (sweeps,) = args.fields(f, "sweeps")
    walk = Walk(f, scalar, *copies)
    compute = begin(walk)
    with emit_tasks(f, walk) as (block, first, last), f.loop(first, last) as index:
        row = f.element(sweeps, index * len(words.SWEEP), I64)
        number = f.load(I64, row)
        count = walk.list_class(number)
        with f.when(count > 0):
            compute(Sweep(block, index, row, number, count))


def gradient_tasks(
    f: Function,
    scalar: Scalar,
    copies: Copies,
    begin: Callable[[Walk], Callable[[Sweep, Sums], None]],
) -> None:
    """Write the loop over tasks (group, part of the blocks, chunk of sweeps).

    Sweeps without a position are computed too: their sums start from zero.
    """
    parts, groups = args.fields(f, "parts", "groups")
    chunks, sweep_count = args.fields(f, "chunks", "sweep_count")
    packed, group_size, sweeps = args.fields(f, "packed", "part_size", "sweeps")
    walk = Walk(f, scalar, *copies)
    compute = begin(walk)
    blocks = walk.blocks[0] * walk.blocks[1] * walk.blocks[2] * walk.blocks[3]
    with args.each_task(f, walk.slot) as task:
        part, group = task // chunks % parts, task // chunks // parts
        first, stop = ((task % chunks + n) * sweep_count // chunks for n in (0, 1))
        start = part * blocks // parts
        target = f.element(packed, (part * groups + group) * group_size, scalar.name)
        with f.loop(start, (part + 1) * blocks // parts) as block:
            here = group * blocks + block
            walk.take(here)
            walk.look_ahead(here + 1, block + 1 < (part + 1) * blocks // parts)
            with f.loop(first, stop) as index:
                row = f.element(sweeps, index * len(words.SWEEP), I64)
                number = f.load(I64, row)
                count = walk.list_class(number)
                sweep = Sweep(here, index, row, number, count)
                compute(sweep, Sums(group, target, block.equals(start)))
