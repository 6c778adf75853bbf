"""The public function: what an output of a whole model sees, on every spatial axis."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from fractions import Fraction
from typing import Any

from upconv import errors
from upconv.arguments import PerAxis, as_tuple
from upconv.pieces import layers, reading
from upconv.pieces.extents import Extent, Sizes
from upconv.pieces.network import Misfit, Network
from upconv.relations import Span
from upconv.texttable import Column, table

_REMEDIES = {
    "normalization": "use batch normalization in evaluation mode, or keep the statistics of the "
    "whole",
    "global pooling": "pool the whole once, and give the result to the pieces",
    "adaptive pooling": "pool by a fixed kernel and stride",
    "attention": "use windows, or run it on the whole",
    "softmax": "use windows, or run it on the whole",
    "linear layer": "use a convolution",
    "recurrent layer": "carry its state from piece to piece",
    "resize with align_corners=True": "set align_corners=False",
    "resize to a size": "resize by a scale",
}
_OTHERWISE = "run it on the whole"
_COLUMNS = [
    Column("axis"),
    Column("scale"),
    Column("halo"),
    Column("receptive\nfield"),
    Column("alignment"),
    Column("latency"),
    Column("input sizes", folds=True),
]


@dataclass(frozen=True)
class SeesAll:
    """A step whose outputs depend on all of an axis.

    Attributes
    ----------
    name
        The step, by the path of its layer.
    kind
        Why it sees everything: "normalization", "global pooling", "attention" and others.
    remedy
        What to do.
    axes
        The spatial axes on which it does.
    """

    name: str
    kind: str
    remedy: str
    axes: tuple[int, ...]


@dataclass(frozen=True)
class Field:
    """What an output of a model sees on each spatial axis; `str()` is a table of 80 columns.

    Sizes and positions are in elements of an axis, those of the input unless said otherwise, and
    are counted from its first element. Every property has an entry per axis; it is None on an axis
    on which an output depends on everything.

    Attributes
    ----------
    sees_all
        The steps that see everything, by name, and what to do.
    reached
        With `verify=True`, per axis: whether the measured dependence reached both ends of what
        each output that was tried should see. It can stay short of them where weights are zero or
        activations stop a gradient; it never went beyond.
    """

    axes: tuple[Extent, ...] = attribute(repr=False)
    sees_all: tuple[SeesAll, ...] = ()
    reached: tuple[bool, ...] | None = None

    @property
    def ndim(self) -> int:
        """How many spatial axes there are."""
        return len(self.axes)

    @property
    def bounded(self) -> bool:
        """Whether every output depends on a bounded part of the input, on every axis."""
        return all(axis.bounded for axis in self.axes)

    @property
    def scale(self) -> tuple[Fraction | None, ...]:
        """Outputs per input."""
        return tuple(axis.scale for axis in self.axes)

    @property
    def halo(self) -> tuple[Span | None, ...]:
        """The inputs (begin, end) that a piece needs around it.

        If a and b are multiples of `alignment`, the outputs of the inputs [a, b) are those of the
        whole when the model runs on [a - begin, b + end), cut to the ends of the whole. `begin` is
        a multiple of `alignment`.
        """
        return tuple(axis.halo for axis in self.axes)

    @property
    def reads(self) -> tuple[tuple[Span | None, ...] | None, ...]:
        """The first and last input that outputs 0, 1, ... read: one entry per phase.

        After scale·alignment outputs they repeat, `alignment` inputs further. None for an output
        that reads no input.
        """
        return tuple(axis.reads for axis in self.axes)

    @property
    def receptive_field(self) -> tuple[int | None, ...]:
        """How many inputs an output sees, from the first to the last; the most of all phases."""
        return tuple(axis.receptive_field for axis in self.axes)

    @property
    def alignment(self) -> tuple[int, ...]:
        """The inputs after which the model repeats: pieces start at multiples of it."""
        return tuple(axis.alignment for axis in self.axes)

    @property
    def latency(self) -> tuple[int | None, ...]:
        """How many inputs after its own, floor(o/scale), an output o waits for; 0 if causal."""
        return tuple(axis.latency for axis in self.axes)

    @property
    def allowed_sizes(self) -> tuple[Sizes, ...]:
        """The input sizes on which the model runs: `n in sizes`, `sizes.nearest(n)`, `str()`."""
        return tuple(axis.sizes for axis in self.axes)

    def output_size(self, input_size: PerAxis) -> tuple[int, ...]:
        """Return the output size on every axis.

        Raises GeometryError with the step that does not run on such an input.
        """
        sizes = as_tuple(input_size, self.ndim, "input_size", 1)
        return tuple(_output_size(axis, i, n) for n, (axis, i) in enumerate(_pairs(self, sizes)))

    def input_sizes(self, output_size: PerAxis) -> tuple[tuple[int, ...], ...]:
        """Return, for every axis, the input sizes that give this output."""
        sizes = as_tuple(output_size, self.ndim, "output_size", 1)
        return tuple(axis.input_sizes(o) for axis, o in _pairs(self, sizes))

    def window(
        self, outputs: Sequence[Span], input_size: PerAxis
    ) -> tuple[tuple[int, int] | None, ...]:
        """Return, for every axis, the inputs [start, stop) from which a part of the whole follows.

        `outputs` is [first, stop) of the part, per axis, and `input_size` the size of the whole.
        Output o of the whole is output o - start·scale of the model on these inputs; start is a
        multiple of `alignment`. The ends of the whole are taken into account. None where there is
        no such piece.
        """
        sizes = as_tuple(input_size, self.ndim, "input_size", 1)
        spans = tuple(outputs)
        if len(spans) != self.ndim:
            raise errors.pieces.wrong_number_of_sizes("outputs", outputs, self.ndim)
        for n, (axis, i) in enumerate(_pairs(self, sizes)):
            _output_size(axis, i, n)
        each = zip(self.axes, spans, sizes, strict=True)
        return tuple(axis.window((first, stop), i) for axis, (first, stop), i in each)

    def to_dict(self) -> dict[str, Any]:
        """Return everything with the types that JSON has; fractions are strings such as "1/2"."""
        return {
            "axes": [
                {
                    "scale": None if axis.scale is None else str(axis.scale),
                    "halo": axis.halo,
                    "receptive_field": axis.receptive_field,
                    "alignment": axis.alignment,
                    "latency": axis.latency,
                    "reads": axis.reads,
                    "input_sizes": {"period": axis.sizes.period, "first": axis.sizes.first},
                }
                for axis in self.axes
            ],
            "sees_all": [vars(one) for one in self.sees_all],
            "reached": self.reached,
        }

    def text(self, width: int = 80) -> str:
        """Return the table in lines of `width` characters."""
        rows = [[str(n), *_figures(axis)] for n, axis in enumerate(self.axes)]
        lines = table(_COLUMNS, rows, width)
        for one in self.sees_all:
            told = f"{one.name} sees everything ({one.kind}): {one.remedy}."
            lines += textwrap.wrap(errors.printable(told), width, subsequent_indent="  ")
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.text()


def _pairs(one: Field, sizes: tuple[int, ...]) -> list[tuple[Extent, int]]:
    return list(zip(one.axes, sizes, strict=True))


def _output_size(axis: Extent, i: int, n: int) -> int:
    try:
        return axis.output_size(i)
    except Misfit as misfit:
        steps = axis.network.steps
        given = [(steps[place].name, size) for place, size in misfit.sizes]
        name = steps[misfit.place].name
        raise errors.pieces.does_not_run(i, n, name, given, str(axis.sizes)) from None


def _figures(axis: Extent) -> list[str]:
    everything = "everything"
    halo = everything if axis.halo is None else f"{axis.halo[0]}, {axis.halo[1]}"
    seen = everything if axis.receptive_field is None else str(axis.receptive_field)
    waits = "all" if axis.latency is None else str(axis.latency)
    scale = "none" if axis.scale is None else str(axis.scale)
    return [scale, halo, seen, str(axis.alignment), waits, str(axis.sizes)]


def field_of(networks: Sequence[Network]) -> Field:
    """Return the field of networks, one per axis."""
    found: dict[tuple[str, str], list[int]] = {}
    for n, network in enumerate(networks):
        for place in network.everything:
            step = network.steps[place]
            found.setdefault((step.name, step.kind), []).append(n)
    all_of = tuple(
        SeesAll(name, kind, _REMEDIES.get(kind, _OTHERWISE), tuple(dict.fromkeys(axes)))
        for (name, kind), axes in found.items()
    )
    return Field(tuple(map(Extent, networks)), all_of)


def field(
    model: Any, input_size: Any = None, *, output: str | None = None, verify: bool = False
) -> Field:
    """Return what an output of a model sees: halo, receptive field, sizes, for every axis.

    The model runs once and its steps are recorded; what each of them reads is known from its
    arguments, or found by trying it. Their composition is exact: it follows every phase of every
    output through branches, skips, strides and borders.

    Parameters
    ----------
    model
        A PyTorch module; a Keras layer or model; an `onnx.ModelProto`; the path of a file .onnx,
        .keras or .h5; or layers that are only written down, `upconv.Geometry` for a transposed
        convolution and `upconv.Convolution` for a convolution or pooling, in a list.
    input_size
        The shape of one example with its channels, (C, *i), in the layout of the model, without a
        batch axis; by name for a model with several inputs, whose first is the one that is meant;
        or an input itself with a batch axis, an array or tensor. If omitted, inputs derived from
        the first weights are tried. Layers that are written down need none.
    output
        The name of the output that is meant, for a model with several. Default: the first.
    verify
        Whether to compare with the model itself: gradients in float64 for PyTorch, changed inputs
        for the others. Raises UpconvError if an output depends on an input outside of the field.

    Returns
    -------
    A frozen `Field`: `.scale`, `.halo`, `.receptive_field`, `.alignment`, `.latency`, `.reads`
    and `.allowed_sizes` with an entry per spatial axis; `.output_size(i)`, `.input_sizes(o)` and
    `.window(outputs, i)`; `.sees_all`, the steps that see everything, by name, and what to do.

    Raises ArgumentTypeError if `model` is none of these, ArgumentError if it has a step that is
    not understood, whose name is in the message, DataError for a file that cannot be read.

    Examples
    --------
    >>> import upconv
    >>> conv = upconv.Convolution(7, padding=3)
    >>> up = upconv.Geometry(16, stride=8, padding=4)
    >>> found = upconv.field([conv, up, conv])
    >>> print(found)
    axis  scale  halo  receptive  alignment  latency  input sizes
                       field
    0     8      4, 4  9          1          4        any
    >>> found.reads[0][0], found.output_size(100), found.window([(80, 160)], 100)
    ((-4, 3), (800,), ((6, 24),))
    """
    if layers.is_layers(model):
        return field_of(layers.networks(model))
    read = reading.read(model, input_size, output)
    found = field_of(read.followed.networks)
    if not verify:
        return found
    from upconv.pieces import verification  # noqa: PLC0415 - only here

    return replace(found, reached=verification.reached(read, found.axes))
