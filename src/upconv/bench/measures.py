"""The kinds of measurement: one row each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from upconv.bench import apart, layers
from upconv.bench.cases import CASES, TINY, Case
from upconv.bench.session import Row, Session

Measured = Iterator[Row]


class Measure(NamedTuple):
    """One measurement: its title, the unit shown and its number per measured unit, the function
    that measures all cases, and the default cases. `in_process` says whether the libraries run in
    this process or in child processes.
    """

    title: str
    unit: str
    scale: float
    run: Callable[[Session, Sequence[Case]], Measured]
    cases: tuple[Case, ...]
    has_roof: bool = False
    in_process: bool = True


def _each(
    one: Callable[[Session, Case], Measured],
) -> Callable[[Session, Sequence[Case]], Measured]:
    def run(session: Session, cases: Sequence[Case]) -> Measured:
        for number, case in enumerate(cases, 1):
            yield from one(session.counting(number, len(cases)), case)

    return run


def _named(*names: str) -> tuple[Case, ...]:
    return tuple(CASES[name] for name in names)


_ALL = tuple(CASES.values())
MEASURES = {
    "forward": Measure("Forward", "ms", 1e3, _each(layers.forward), _ALL, has_roof=True),
    "backward": Measure(
        "Forward and backward: gradients of x, weight and bias",
        "ms",
        1e3,
        _each(layers.backward),
        _ALL,
        has_roof=True,
    ),
    "first-call": Measure(
        "The first call of a new layer, including compilation",
        "ms",
        1e3,
        apart.first_call,
        _named("k3s2", "dcgan_g2", "fcn8s_up8", "istft_1024", "nnunet_3d"),
        in_process=False,
    ),
    "lengths": Measure(
        "A call, when every call has a different length",
        "ms",
        1e3,
        _each(layers.lengths),
        _named("hifigan_u1", "hifigan_u4", "istft_1024"),
    ),
    "overhead": Measure(
        "Overhead: a call of a layer with almost no arithmetic",
        "µs",
        1e6,
        _each(layers.forward),
        tuple(TINY.values()),
    ),
    "memory": Measure(
        "Peak memory of a call, without its input and output",
        "MiB",
        2.0**-20,
        apart.memory,
        _ALL,
        in_process=False,
    ),
}
