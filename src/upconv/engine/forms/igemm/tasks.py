"""The tasks of a call, forward and of a weight gradient: which block, which column blocks.

Each thread takes task numbers from a counter in the arguments until none are left. What is computed
is up to the form: `begin` gets the block iterator once, and returns the function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple, TypeAlias

from upconv.engine.calls import args
from upconv.engine.codegen.ir import I64, Function, Int, Scalar, Value
from upconv.engine.forms.igemm import fields
from upconv.engine.forms.igemm.block_iterator import BlockIterator

Copies: TypeAlias = tuple[Function, Function]
"""What fills a grid, and what lists positions."""


class ColumnBlock(NamedTuple):
    """A column block on a block of positions: number and row, class, and number of positions."""

    block: Value
    at: Value
    row: Value
    number: Value
    positions: Value


class Sums(NamedTuple):
    """Where a weight gradient adds up a column block: group, address, whether it starts at 0."""

    group: Value
    target: Value
    fresh: Value


@contextmanager
def emit_tasks(
    f: Function, iterator: BlockIterator, blocks_per_round: Int = 1
) -> Iterator[tuple[Value, Value, Value]]:
    """Write a loop over tasks (block, chunk of column blocks), in rounds of `blocks_per_round`.

    Yields the block, which `iterator` has gone to, and the range of column blocks.
    """
    chunks, column_block_count = args.fields(f, "chunks", "column_block_count")
    rounds = (column_block_count + blocks_per_round - 1) // blocks_per_round
    with args.each_task(f, iterator.slot) as task:
        block = task // chunks
        iterator.take(block)
        first, stop = ((task % chunks + n) * rounds // chunks * blocks_per_round for n in (0, 1))
        yield block, first, stop.at_most(column_block_count)


def forward_tasks(
    f: Function,
    scalar: Scalar,
    copies: Copies,
    begin: Callable[[BlockIterator], Callable[[ColumnBlock], None]],
) -> None:
    """Write the loop over the column blocks of all tasks, except those without a position."""
    (column_blocks,) = args.fields(f, "column_blocks")
    iterator = BlockIterator(f, scalar, *copies)
    compute = begin(iterator)
    with emit_tasks(f, iterator) as (block, first, last), f.loop(first, last) as index:
        row = f.element(column_blocks, index * len(fields.COLUMN_BLOCK), I64)
        number = f.load(I64, row)
        count = iterator.list_class(number)
        with f.when(count > 0):
            compute(ColumnBlock(block, index, row, number, count))


def gradient_tasks(
    f: Function,
    scalar: Scalar,
    copies: Copies,
    begin: Callable[[BlockIterator], Callable[[ColumnBlock, Sums], None]],
) -> None:
    """Write the loop over tasks (group, part of the blocks, chunk of column blocks).

    Column blocks without a position are computed too: their sums start at zero.
    """
    parts, groups = args.fields(f, "parts", "groups")
    chunks, column_block_count = args.fields(f, "chunks", "column_block_count")
    packed, group_size, column_blocks = args.fields(f, "packed", "group_size", "column_blocks")
    iterator = BlockIterator(f, scalar, *copies)
    compute = begin(iterator)
    blocks = iterator.blocks[0] * iterator.blocks[1] * iterator.blocks[2] * iterator.blocks[3]
    with args.each_task(f, iterator.slot) as task:
        part, group = task // chunks % parts, task // chunks // parts
        first, stop = ((task % chunks + n) * column_block_count // chunks for n in (0, 1))
        start = part * blocks // parts
        target = f.element(packed, (part * groups + group) * group_size, scalar.name)
        with f.loop(start, (part + 1) * blocks // parts) as block:
            here = group * blocks + block
            iterator.take(here)
            iterator.look_ahead(here + 1, block + 1 < (part + 1) * blocks // parts)
            with f.loop(first, stop) as index:
                row = f.element(column_blocks, index * len(fields.COLUMN_BLOCK), I64)
                number = f.load(I64, row)
                count = iterator.list_class(number)
                column_block = ColumnBlock(here, index, row, number, count)
                compute(column_block, Sums(group, target, block.equals(start)))
