"""The tasks of a call: who takes which block and which sweeps, forward and of a weight gradient.

Each takes a number from a counter of the frame, until there are none. What is done with a sweep is
the form's: `begin` gets the way through the blocks once, and returns it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from upconv.engine import frame
from upconv.engine.ir import I64, Function, Scalar, Value
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


def forward_tasks(
    f: Function, scalar: Scalar, copies: Copies, begin: Callable[[Walk], Callable[[Sweep], None]]
) -> None:
    """Write the loop over tasks (block, chunk of sweeps) but for sweeps without a position."""
    (sweeps,) = frame.fields(f, "sweeps")
    chunks, sweep_count = frame.fields(f, "chunks", "sweep_count")
    walk = Walk(f, scalar, *copies)
    compute = begin(walk)
    with frame.each_task(f, walk.slot) as task:
        block = task // chunks
        walk.take(block)
        first, stop = ((task % chunks + n) * sweep_count // chunks for n in (0, 1))
        with f.loop(first, stop) as index:
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
    parts, groups = frame.fields(f, "parts", "groups")
    chunks, sweep_count = frame.fields(f, "chunks", "sweep_count")
    packed, group_size, sweeps = frame.fields(f, "packed", "part_size", "sweeps")
    walk = Walk(f, scalar, *copies)
    compute = begin(walk)
    blocks = walk.blocks[0] * walk.blocks[1] * walk.blocks[2] * walk.blocks[3]
    with frame.each_task(f, walk.slot) as task:
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
