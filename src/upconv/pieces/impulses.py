"""What a step reads on one axis, found from its effect: inputs are changed, outputs compared.

For views, slices and everything else whose name does not say it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from upconv.axis import Axis
from upconv.relations import (
    Everything,
    Mode,
    Pattern,
    Relation,
    Same,
    Spans,
    Window,
    inside,
    merged,
)

Run: TypeAlias = Callable[[Any], Any]
Places: TypeAlias = frozenset[int]

_MIDDLE = 48  # positions that are changed, one after the other
_ENDS = 4
_CHECKED = 4096  # outputs
_PERIODS = 16
_MODES: tuple[Mode, ...] = ("zeros", "reflect", "replicate", "circular")


class Effect(NamedTuple):
    """The axis of the result on which an axis continues, None if on none, and the relation."""

    axis: int | None
    relation: Relation


class NotFound(Exception):  # noqa: N818 - never leaves upconv
    """Why the effect is not known."""


def effect(run: Run, shape: Sequence[int], axis: int) -> Effect:
    """Return what a step does on an axis of its input; raises NotFound if that is not known."""
    size = shape[axis]
    try:
        changed, outputs = _changed(run, shape, axis)
    except Exception as error:  # the code of a model fails in any way
        raise NotFound("it does not run by itself") from error
    if size == 1:
        raise NotFound("it is not known at a size of 1")
    moving = [n for n in range(len(outputs)) if len({places[n] for places in changed.values()}) > 1]
    if not moving:
        return Effect(None, Everything(keeps=False))
    if len(moving) > 1:
        raise NotFound("it cuts the axis into pieces")
    (to,) = moving
    places = {j: one[to] for j, one in changed.items()}
    return Effect(to, _fitted(places, size, outputs[to]))


def _changed(
    run: Run, shape: Sequence[int], axis: int
) -> tuple[dict[int, list[Places]], tuple[int, ...]]:
    """Return, for some inputs of an axis, the outputs that change with them, on every axis."""
    random = np.random.default_rng(0)
    x: NDArray[Any] = random.standard_normal(tuple(shape))
    try:
        y = np.asarray(run(x))
    except Exception:  # weights of a step may be in float32
        x = x.astype(np.float32)
        y = np.asarray(run(x))
    found = {}
    for j in _chosen(shape[axis]):
        other = x.copy()
        index = (slice(None),) * axis + (j,)
        other[index] = random.standard_normal(other[index].shape)
        differs = np.asarray(run(other)) != y
        found[j] = [
            frozenset(np.flatnonzero(differs.any(axis=_others(y.ndim, n))).tolist())
            for n in range(y.ndim)
        ]
    return found, y.shape


def _others(ndim: int, axis: int) -> tuple[int, ...]:
    return tuple(n for n in range(ndim) if n != axis)


def _chosen(size: int) -> list[int]:
    if size <= _MIDDLE:
        return list(range(size))
    middle = range(size // 2 - _MIDDLE // 2, size // 2 + _MIDDLE // 2)
    return [*range(_ENDS), *middle, *range(size - _ENDS, size)]


def _fitted(places: dict[int, Places], size: int, outputs: int) -> Relation:
    """Return the relation by which inputs reach these outputs."""
    inner = [j for j in places if size // 4 <= j < size - size // 4] or list(places)
    for period in range(1, min(_PERIODS, len(inner) // 2) + 1):
        step = _step(places, inner, period)
        if step is None or step * size % period:
            continue
        more = outputs - step * size // period
        phases = _phases(places, inner[:period], period, step)
        relation = _named(Pattern(period, phases, more))
        if abs(more) > relation.extent + period:
            continue
        for mode in _MODES:
            one = relation if mode == "zeros" else _with_mode(relation, mode)
            if outputs > _CHECKED or _predicts(one, places, size, outputs):
                return one
    raise NotFound("its outputs do not read the same inputs everywhere")


def _step(places: dict[int, Places], inner: list[int], period: int) -> int | None:
    """Return by how many outputs the effect moves if the input moves by a period."""
    steps = set[int | None]()
    for j in inner:
        if j + period not in places or j + period > inner[-1]:
            continue
        here, there = places[j], places[j + period]
        if not here or not there:
            steps.add(None if here or there else 0)
            continue
        by = min(there) - min(here)
        steps.add(by if frozenset(o + by for o in here) == there else None)
    steps.discard(0)
    step = steps.pop() if len(steps) == 1 else None
    return step if step is not None and step > 0 else None


def _phases(
    places: dict[int, Places], inputs: list[int], period: int, step: int
) -> tuple[Spans, ...]:
    found: list[list[tuple[int, int]]] = [[] for _ in range(step)]
    for j in inputs:
        for o in places[j]:
            n, r = divmod(o, step)
            found[r].append((j - period * n, j - period * n + 1))
    return tuple(map(merged, found))


def _named(pattern: Pattern) -> Relation:
    """Return a pattern as a window at stride 1 where it is one, which fits every size."""
    if pattern.unit != 1 or len(pattern.phases) != 1 or len(pattern.phases[0]) != 1:
        return pattern
    ((first, stop),) = pattern.phases[0]
    kernel = stop - first
    if (first, kernel, pattern.more) == (0, 1, 0):
        return Same()
    return Window(Axis(kernel, 1, 1, -first, pattern.more + kernel - 1 + first))


def _with_mode(relation: Relation, mode: Mode) -> Relation:
    if isinstance(relation, Window):
        return Window(relation.axis, mode)
    if isinstance(relation, Pattern):
        return Pattern(relation.unit, relation.phases, relation.more, mode)
    return relation


def _predicts(relation: Relation, places: dict[int, Places], size: int, outputs: int) -> bool:
    """Tell whether a relation gives the outputs that changed, at the ends of the axis too."""
    found: dict[int, set[int]] = {j: set() for j in places}
    for o in range(outputs):
        for first, stop in inside(relation.reads(((o, o + 1),)), size, relation.mode):
            for j in range(first, stop):
                if j in found:
                    found[j].add(o)
    return all(found[j] == places[j] for j in places)
