"""Columns whose positions are a constant step apart: read in whole vectors, then shuffled.

As many positions as a vector has lanes may cross from one row of the output to a later one; the
part in each row is a *run*.
"""

from __future__ import annotations

from typing import NamedTuple

from upconv.engine.codegen.ir import BOOL, I64, Function, Scalar, Value
from upconv.engine.forms.igemm import fields

STEPS = (1, 2, 4)


class Runs(NamedTuple):
    """Positions in at most two runs: lanes below `split` from `begin` on, the others from `rest`.

    Both are offsets of lane 0; `holds` tells at run time whether the positions are so.
    """

    begin: Value
    rest: Value
    split: Value
    holds: Value


def runs_of(f: Function, positions: Value, lanes: int, step: Value) -> Runs:
    """Return the runs of the positions listed at `positions`."""
    begin, last = _word(f, positions, 0, "writes"), _word(f, positions, lanes - 1, "writes")
    # Quotients of x count from the first position of a row.
    split = lanes - (_word(f, positions, lanes - 1, "x") + 1).at_most(lanes)
    before = (split - 1).at_least(0)
    row = f.element(positions, before * len(fields.POSITION), I64)
    holds = (_word(f, row, 0, "writes") - begin).equals(before * step)
    return Runs(begin, last - step * (lanes - 1), split, holds)


def load(f: Function, scalar: Scalar, column: Value, runs: Runs, step: int) -> Value:
    """Return the elements of `column` at every position; those in between are read and dropped."""
    first, rest = (
        _load(f, scalar, f.element(column, at, scalar.name), step) for at in (runs.begin, runs.rest)
    )
    return f.select(_below(f, scalar.lanes, runs.split), first, rest)


def _load(f: Function, scalar: Scalar, place: Value, step: int) -> Value:
    """Return elements `step` apart, from `place` on; nothing behind the last one is read."""
    lanes = scalar.lanes
    last = (lanes - 1) * step + 1 - lanes
    gathered: Value | None = None
    done = 0
    while done < lanes:
        at = min(done * step, last)
        part = f.load(scalar.vector(), f.element(place, at, scalar.name), scalar.size)
        more = min(lanes, done + -(-(at + lanes - done * step) // step))
        picks = [
            lane if lane < done else lanes + min(lane, more - 1) * step - at
            for lane in range(lanes)
        ]
        gathered = f.shuffle(part if gathered is None else gathered, part, picks)
        done = more
    assert gathered is not None  # noqa: S101 - a vector has lanes
    return gathered


def _below(f: Function, lanes: int, count: Value) -> Value:
    """Return a vector of bits: whether a lane's number is below `count`."""
    number = f.splat(f.emit("i32", f"trunc i64 {count.ref} to i32"), lanes)
    listed = ", ".join(f"i32 {lane}" for lane in range(lanes))
    text = f"icmp slt <{lanes} x i32> <{listed}>, {number.ref}"
    return f.emit(f"<{lanes} x {BOOL}>", text)


def _word(f: Function, positions: Value, number: int, name: str) -> Value:
    at = number * len(fields.POSITION) + fields.POSITION.index(name)
    return f.load(I64, f.element(positions, at, I64))
