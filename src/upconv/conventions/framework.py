"""Shared by all frameworks: the row of the table, weight layouts, and the parts of a remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar, cast

from upconv import errors
from upconv.arguments import (
    Padding,
    PaddingMode,
    Pairs,
    PerAxis,
    as_integer,
    as_padding,
    as_tuple,
    is_sequence,
    plain,
)
from upconv.axis import Axis
from upconv.geometry import Geometry

if TYPE_CHECKING:
    from numpy.typing import NDArray

Sizes: TypeAlias = tuple[int, ...]
T = TypeVar("T")


class Layout(NamedTuple):
    """The weight layout of a framework.

    `axes` is the order of the axes: "i" for C_in, "o" for C_out/groups, "*" for the kernel axes. A
    flipped layout has the last tap first on every kernel axis. With `groups` above 1 the weight is
    regrouped: "i" is C_in/groups and "o" is C_out, as in a convolution.
    """

    axes: str
    flipped: bool = False
    groups: int = 1

    def to(self, weight: NDArray[Any]) -> NDArray[Any]:
        """Return upconv's weight (C_in, C_out/groups, *k) in this layout: a view, or regrouped."""
        order = self._order(weight.ndim)
        return self._flip(self._regroup(weight, 0)).transpose(*order)

    def back(self, weight: NDArray[Any]) -> NDArray[Any]:
        """Return a weight in this layout as upconv's (C_in, C_out/groups, *k)."""
        order = self._order(weight.ndim)
        ours = weight.transpose(*sorted(range(weight.ndim), key=order.__getitem__))
        return self._regroup(self._flip(ours), 1)

    def spelled(self, kernel: Sizes) -> str:
        """Return the shape of a weight in this layout: "3, 5, C_out, C_in"."""
        names = {"i": "C_in", "o": "C_out", "*": ", ".join(map(str, kernel))}
        return ", ".join(names[letter] for letter in self.axes)

    def _order(self, rank: int) -> Sizes:
        if not 3 <= rank <= 5:
            raise errors.shapes.weight_rank(rank)
        places = {"i": (0,), "o": (1,), "*": tuple(range(2, rank))}
        return tuple(place for letter in self.axes for place in places[letter])

    def _regroup(self, weight: NDArray[Any], axis: int) -> NDArray[Any]:
        """Move the groups from channel axis `axis` (0 for "i", 1 for "o") to the other one."""
        if self.groups == 1:
            return weight
        g = self.groups
        c_in, c_out, *kernel = weight.shape
        if weight.shape[axis] % g:
            which = ("input", "output")[axis]
            raise errors.shapes.groups_do_not_divide(which, weight.shape[axis], g)
        parts, whole_shape = (
            ((c_in, g, c_out // g), (g * c_in, c_out // g))
            if axis
            else ((g, c_in // g, c_out), (c_in // g, g * c_out))
        )
        return weight.reshape(*parts, *kernel).swapaxes(0, 1).reshape(*whole_shape, *kernel)

    def _flip(self, weight: NDArray[Any]) -> NDArray[Any]:
        step = -1 if self.flipped else 1
        kernel = (slice(None, None, step),) * (weight.ndim - 2)
        return weight[(slice(None), slice(None), *kernel)]


@dataclass(frozen=True)
class Framework:
    """One framework: its name, its layers and the translations of arguments and weights.

    Attributes
    ----------
    name
        The name used in messages.
    layers
        The names of the layer for 1, 2 and 3 axes.
    from_arguments
        (the framework's own keyword arguments, input_size=None) -> Geometry.
    to_arguments
        (geometry, groups=1, input_size=None) -> the framework's own keyword arguments. Raises
        NotExpressibleError, with what to write instead, if the framework cannot express the layer.
    layout_of
        The framework's arguments that choose a weight layout -> that layout.
    whole_output_shape
        Whether the call takes N and C_out in `output_shape`; here it holds the spatial part only.
    weight
        The name of the weight in the call if its shape alone gives the kernel size, otherwise "".
    shortened
        The argument that users write as one integer if it is the same on every axis.
        `to_arguments` writes it in full, so that it shows the number of axes.
    carried
        The arguments of `from_arguments` that the framework's call does not have: "kernel_size",
        which it reads from the weight, and "input_size". `conventions.to_framework` adds them.
    aliases
        Other common names of the framework.
    padding_modes
        The padding modes of its transposed convolution.

    Examples
    --------
    >>> from upconv import Geometry, conventions
    >>> torch = conventions.framework("torch")
    >>> torch.from_arguments(kernel_size=3, stride=2, padding=1, output_padding=1).crop
    ((1, 0),)
    >>> torch.call(Geometry((3, 5), stride=2))
    'ConvTranspose2d(..., kernel_size=(3, 5), stride=2, padding=0, output_padding=0, dilation=1,
    groups=1)'
    >>> conventions.framework("jax").call(Geometry((3, 5), stride=2))
    'jax.lax.conv_transpose(..., rhs[3, 5, C_out, C_in], strides=(2, 2), padding=[(2, 2), (4, 4)],
    rhs_dilation=(1, 1), transpose_kernel=True)'
    """

    name: str
    layers: tuple[str, str, str]
    from_arguments: Callable[..., Geometry]
    to_arguments: Callable[..., dict[str, object]]
    layout_of: Callable[..., Layout]
    whole_output_shape: bool = False
    weight: str = ""
    shortened: str = ""
    carried: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    padding_modes: tuple[PaddingMode, ...] = ("zeros",)

    def __post_init__(self) -> None:
        """Make the two functions refuse what the framework does not have, in its name."""
        for function in ("from_arguments", "to_arguments"):
            checked = _checked(self.name, getattr(self, function), self.padding_modes)
            object.__setattr__(self, function, checked)

    def call(self, geometry: Geometry, **options: Any) -> str:
        """Return the call as code of the framework; `options` as in `to_arguments`.

        If the framework reads the kernel size from the weight, the call shows the weight's shape.

        Raises ArgumentError for more than 3 axes.
        """
        if geometry.ndim > len(self.layers):
            raise errors.wording.too_many_axes(geometry.ndim, len(self.layers))
        arguments = self.to_arguments(geometry, **options)
        words = [f"{name}={self._shown(name, value)}" for name, value in arguments.items()]
        if self.weight:
            choices = signature(self.layout_of).parameters
            layout = self.layout_of(**{name: options[name] for name in choices if name in options})
            words.insert(0, f"{self.weight}[{layout.spelled(geometry.kernel_size)}]")
        return f"{self.layers[geometry.ndim - 1]}(..., {', '.join(words)})"

    def weight_from(self, weight: NDArray[Any], **options: Any) -> NDArray[Any]:
        """Return the framework's weight as upconv's (C_in, C_out/groups, *k): a view.

        `options` are those of the framework's arguments that change the layout (JAX and Flax:
        `transpose_kernel`; Equinox: `groups`, with which it is a copy).

        >>> import numpy as np
        >>> from upconv import conventions
        >>> conventions.framework("keras").weight_from(np.zeros((3, 5, 8, 4))).shape
        (4, 8, 3, 5)
        """
        return self.layout_of(**options).back(weight)

    def weight_to(self, weight: NDArray[Any], **options: Any) -> NDArray[Any]:
        """Return upconv's weight (C_in, C_out/groups, *k) as the framework's; see `weight_from`.

        >>> import numpy as np
        >>> from upconv import conventions
        >>> conventions.framework("tflite").weight_to(np.zeros((4, 8, 3, 5))).shape
        (8, 3, 5, 4)
        """
        return self.layout_of(**options).to(weight)

    def _shown(self, name: str, value: object) -> str:
        if name == self.shortened and isinstance(value, tuple):
            return repr(plain(value))
        if name == "output_shape" and self.whole_output_shape and isinstance(value, tuple):
            return f"({', '.join(('N', *map(str, value), 'C_out'))})"
        return repr(value)


def _checked(
    name: str, function: Callable[..., T], modes: tuple[PaddingMode, ...]
) -> Callable[..., T]:
    """Return `function` with errors for unknown arguments, missing ones, and padding modes."""
    parameters = signature(function).parameters
    needed = [key for key, parameter in parameters.items() if parameter.default is parameter.empty]
    own = tuple(key for key in parameters if key not in ("geometry", "input_size"))

    @wraps(function)
    def checked(*args: Any, **words: Any) -> T:
        if "geometry" in parameters and (args or "geometry" in words):
            geometry = args[0] if args else words["geometry"]
            if not isinstance(geometry, Geometry):
                raise errors.wording.not_a_geometry(geometry)
            if geometry.border not in modes:
                raise errors.wording.mode_not_expressible(name, geometry.border)
        for key, value in words.items():
            if key not in parameters:
                raise errors.wording.unknown_argument(name, key, value, own)
        missing = [key for key in needed[len(args) :] if key not in words]
        if missing:
            given = {key: value for key, value in words.items() if value is not None}
            raise errors.wording.missing_arguments(name, missing, given)
        return function(*args, **words)

    return checked


# Reading.


def as_sizes(name: str, argument: str, input_size: PerAxis | None, ndim: int) -> Sizes:
    """Return the input size; raise an error without it, as `argument` of `name` depends on it."""
    if input_size is None:
        raise errors.wording.input_size_needed(name, argument, ndim)
    return as_tuple(input_size, ndim, "input_size", 1)


def as_pairs(padding: object, ndim: int) -> Pairs:
    """Return one (begin, end) pair per axis."""
    if not is_sequence(padding):
        raise errors.values.pairs_needed(padding, ndim)
    pairs = as_padding(cast("Padding", padding), ndim)
    if isinstance(pairs, str) or not all(map(is_sequence, cast("Iterable[object]", padding))):
        raise errors.values.pairs_needed(padding, ndim)
    return pairs


def full_sizes(axes: Iterable[Axis], inputs: Sizes) -> Sizes:
    """Return the uncropped output size on every axis."""
    return tuple(
        axis._replace(begin=0, end=0).output_size(i) for axis, i in zip(axes, inputs, strict=True)
    )


# Writing.


def whole(values: Sizes) -> int | Sizes:
    """Return an integer for one axis, a tuple for several."""
    return values[0] if len(values) == 1 else values


def without_idle_dilation(geometry: Geometry) -> tuple[Axis, ...]:
    """Return the axes with dilation 1 for kernels of 1, where the dilation has no effect."""
    return tuple(axis._replace(dilation=1) if axis.kernel == 1 else axis for axis in geometry.axes)


# Remedies.


def refuse_groups(name: str, groups: int) -> None:
    """Raise NotExpressibleError, for a framework without groups, unless there is one group."""
    if as_integer(groups, "groups", 1) > 1:
        remedy = (
            f"Split the channels of x and the weight (C_in, C_out/groups, *k) along C_in into "
            f"{groups} equal parts, run one layer on each part and concatenate the outputs"
        )
        raise errors.wording.not_expressible(name, "groups", f"groups={groups}", remedy)


def slices(crop: Pairs, channels_last: bool) -> str:
    """Return the subscript that applies the positive part of a crop: "[:, :, 1:-2]"."""
    spatial = [f"{begin if begin > 0 else ''}:{-end if end > 0 else ''}" for begin, end in crop]
    indices = [":", *spatial, ":"] if channels_last else [":", ":", *spatial]
    return f"[{', '.join(indices)}]"


def added_rows(crop: Pairs) -> Pairs:
    """Return the rows of zeros that the negative part of a crop adds."""
    return tuple((max(-begin, 0), max(-end, 0)) for begin, end in crop)


def crop_remedy(words: str, crop: Pairs, channels_last: bool, pad: Callable[[Pairs], str]) -> str:
    """Describe how to crop by hand the output of the layer with `words`, which crops nothing.

    Rows are added before others are removed, so that a crop longer than the output is correct.
    """
    rows = added_rows(crop)
    some_added = any(map(any, rows))
    some_taken = any(begin > 0 or end > 0 for begin, end in crop)
    expression = pad(rows) if some_added else "y"
    if some_taken:
        expression += slices(crop, channels_last)
    bias = "; add the bias after that, not in the layer" if some_added else ""
    return f"Use {words} and keep {expression}{bias}"


def spread(axes: Iterable[Axis]) -> tuple[Axis, ...]:
    """Return the same axes with d - 1 zeros between the taps of the kernel instead of dilation."""
    return tuple(axis._replace(kernel=axis.extent, dilation=1) for axis in axes)


def spread_remedy(axes: tuple[Axis, ...], channels_before: int, channels_after: int) -> str:
    """Describe how to write the dilation into the kernel of a layout with these channel axes."""
    size = plain(tuple(axis.extent for axis in axes))
    steps = ["::" if axis.dilation == 1 else f"::{axis.dilation}" for axis in axes]
    indices = ", ".join([":"] * channels_before + steps + [":"] * channels_after)
    return f"kernel size {size}, dilation 1 and a kernel of zeros with kernel[{indices}] = weight"
