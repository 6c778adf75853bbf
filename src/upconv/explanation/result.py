"""`upconv.explain` and the `Explanation` that it returns."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Literal, TypeAlias, cast

from numpy.typing import ArrayLike

from upconv.arguments import Padding, PerAxis, as_choice
from upconv.explanation.numbers import sizes
from upconv.explanation.record import Array, Step
from upconv.explanation.scene import Scene, scene_of
from upconv.explanation.show import Show
from upconv.explanation.steps import check, steps
from upconv.explanation.subject import Subject, subject_of
from upconv.explanation.views import VIEWS

View: TypeAlias = Literal["scatter", "zeros", "matrix", "phases", "convolution"]


def explain(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: PerAxis = 1,
    padding: Padding = 0,
    output_padding: PerAxis = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
    view: View = "scatter",
) -> Explanation:
    """Explain one transposed convolution number by number, in one of several views.

    x (C_in, *i), weight (C_in, C_out/groups, *k), on 1 or 2 axes -> steps that end with
    (C_out, *o) where, on each axis::

        o = (i - 1)·s + d·(k - 1) + 1 - begin - end

    Parameters
    ----------
    x
        One example: (C_in, *i), (1, C_in, *i), or just (*i) for one channel. Numbers of any type;
        the computation is in float64.
    weight
        As in `upconv.conv_transpose`, or just (*k) for one input and one output channel. For
        view="convolution" as in `upconv.conv`.
    bias
        (C_out,), or None.
    stride, padding, output_padding, dilation, groups
        As in `upconv.conv_transpose`; for view="convolution" as in `upconv.conv`.
    view
        "scatter": stamp the kernel times each input cell, and add where stamps overlap. "zeros":
        insert zeros, pad, flip the kernel, slide. "matrix": the transposed matrix of the
        convolution times the input. "phases": a sub-kernel for each of the s interleaved
        outputs. "convolution": the ordinary convolution, for comparison.

    Returns
    -------
    An `Explanation`, which iterates over its steps, is displayed in notebooks, and has `.text()`,
    `.figure()` and `.save()`.

    Raises ArgumentError, GeometryError, ShapeError or ArgumentTypeError that names the argument;
    also if a grid would have more than 40 cells per side, or for more than 2,000 steps.
    Source: arXiv 1603.07285, chapter 4.

    Examples
    --------
    >>> import upconv
    >>> explanation = upconv.explain([[0, 1], [2, 3]], [[4, 1], [2, 3]], stride=1)
    >>> explanation.output[0]
    array([[ 0.,  4.,  1.],
           [ 8., 16.,  6.],
           [ 4., 12.,  9.]])
    >>> print(explanation.steps[2].sentence)
    INPUT (1, 0) = 2 times the KERNEL is stamped on the OUTPUT. 2 cells already have a value, to
    which it is added.
    """
    view = as_choice(view, "view", cast("tuple[View, ...]", tuple(VIEWS)))
    subject = subject_of(
        x,
        weight,
        bias,
        stride=stride,
        padding=padding,
        output_padding=output_padding,
        dilation=dilation,
        groups=groups,
        transposed=view != "convolution",
    )
    check(subject, view)
    return Explanation(subject, view)


class Explanation(Show):
    """The steps of one layer with its numbers, and the ways to show them.

    Returned by `upconv.explain`. It iterates over `steps`; arguments that select a step count from
    1, as in `figure(step=3)`.
    """

    def __init__(self, subject: Subject, view: View) -> None:
        self._subject = subject
        self.view = view

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """All steps; each has the cells involved, its products and the running output."""
        return tuple(steps(self._subject, self.view))

    @property
    def output(self) -> Array:
        """The result (C_out, *o), float64."""
        output: Array = self.steps[-1].output
        return output

    @property
    def title(self) -> str:
        """A title, in one line."""
        title: str = VIEWS[self.view].TITLE
        return (
            title[0].upper() + title[1:]
            if not self._subject.transposed
            else (f"Transposed convolution: {title}")
        )

    @property
    def about(self) -> str:
        """The layer's sizes and numbers, in one line."""
        subject = self._subject
        axes = subject.real_axes()
        parts = [
            f"INPUT {subject.size(subject.input_size)}",
            f"KERNEL {subject.size(subject.kernel_size)}",
            f"stride {_per_axis([axis.stride for axis in axes])}",
        ]
        if any(axis.begin or axis.end for axis in axes):
            parts.append(f"padding {_crop([(axis.begin, axis.end) for axis in axes])}")
        if any(axis.dilation > 1 for axis in axes):
            parts.append(f"dilation {_per_axis([axis.dilation for axis in axes])}")
        if subject.groups > 1:
            parts.append(f"{subject.groups} groups")
        if len(subject.x) > 1 or subject.c_out > 1:
            parts.append(f"channels {len(subject.x)} → {subject.c_out}")
        return f"{', '.join(parts)} → OUTPUT {subject.size(subject.output_size)}"

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def __len__(self) -> int:
        return len(self.steps)

    def __repr__(self) -> str:
        return f"<Explanation: {self.about}; {len(self)} steps of view={self.view!r}>"

    def scene(self, step: int) -> Scene:
        """Return the scene of step `step`, counted from 1: grids, cells and text."""
        return scene_of(self.steps[self._place(step)])

    @cached_property
    def scenes(self) -> tuple[Scene, ...]:
        """The scenes of all steps, for the renderers."""
        return tuple(map(scene_of, self.steps))


def _per_axis(values: list[int]) -> str:
    return str(values[0]) if len(set(values)) == 1 else sizes(values)


def _crop(pairs: list[tuple[int, int]]) -> str:
    texts = [str(begin) if begin == end else f"{begin}:{end}" for begin, end in pairs]
    return texts[0] if len(set(texts)) == 1 else "×".join(texts)
