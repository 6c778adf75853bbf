"""Max pooling with indices, max unpooling, and bed of nails, in the backend's operations.

They only move numbers, so there is nothing for upconv to compute: they run on every device, in
every dtype, and in every compiler of the backend.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any

import keras
from keras import ops

from upconv import errors
from upconv.arguments import as_data_format, as_tuple
from upconv.keras.composed import same_rows, zeros_between

_registered = keras.saving.register_keras_serializable(package="upconv")

INDEX = "int32"
PADDINGS = ("valid", "same")

Shape = Sequence[int | None]


class _Spatial(keras.layers.Layer):  # type: ignore[misc]
    """A layer on images in either data format; `_apply` gets (N, C, H, W)."""

    def __init__(self, data_format: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.data_format = as_data_format(data_format or keras.config.image_data_format())

    def _first(self, x: Any) -> Any:
        return x if self.data_format == "channels_first" else ops.transpose(x, (0, 3, 1, 2))

    def _back(self, x: Any) -> Any:
        return x if self.data_format == "channels_first" else ops.transpose(x, (0, 2, 3, 1))

    def _sizes(self, shape: Shape) -> tuple[int | None, ...]:
        return tuple(shape[2:] if self.data_format == "channels_first" else shape[1:3])

    def _with_sizes(self, shape: Shape, sizes: Shape) -> tuple[int | None, ...]:
        if self.data_format == "channels_first":
            return (*shape[:2], *sizes)
        return (shape[0], *sizes, shape[3])

    def get_config(self) -> dict[str, Any]:
        """Return the arguments to recreate this layer."""
        return {**super().get_config(), "data_format": self.data_format}


@_registered
class BedOfNails2D(_Spatial):
    """Put every pixel at the top left of its cell of zeros.

    Input (N, H, W, C), or (N, C, H, W) with data_format="channels_first"; output with
    H·size[0] rows and W·size[1] columns.

    Parameters
    ----------
    size
        Rows and columns of a cell, an integer or one per axis.
    data_format
        "channels_last" (N, H, W, C) or "channels_first" (N, C, H, W); None takes
        `keras.config.image_data_format()`.
    **kwargs
        `name`, `dtype` and the rest of `keras.layers.Layer`.

    Raises ArgumentError for a `size` below 1. Source: `upconv.upsample`, mode "bed_of_nails".

    >>> import numpy as np
    >>> from upconv.keras import BedOfNails2D
    >>> y = BedOfNails2D((2, 3))(np.array([[[[5.0]], [[7.0]]]]))
    >>> for row in y[0, :, :, 0]:
    ...     print(*map(int, row))
    5 0 0
    0 0 0
    7 0 0
    0 0 0
    """

    def __init__(
        self,
        size: int | Sequence[int] = (2, 2),
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format, **kwargs)
        self.size = as_tuple(size, 2, "size", 1)

    def call(self, inputs: Any) -> Any:
        """Return `inputs` with zeros between their pixels."""
        first = 2 if self.data_format == "channels_first" else 1
        y = ops.convert_to_tensor(inputs)
        for axis, step in enumerate(self.size, first):
            y = zeros_between(y, axis, step)
        return y

    def compute_output_shape(self, input_shape: Shape) -> tuple[int | None, ...]:
        """Return the shape of the output; None stands for an unknown size."""
        sizes = zip(self._sizes(input_shape), self.size, strict=True)
        return self._with_sizes(input_shape, [None if i is None else i * s for i, s in sizes])

    def get_config(self) -> dict[str, Any]:
        """Return the arguments to recreate this layer."""
        return {**super().get_config(), "size": self.size}


@_registered
class MaxPooling2D(keras.layers.MaxPooling2D):  # type: ignore[misc]
    """Keras' `MaxPooling2D` that can also return the positions of the maxima.

    With return_indices=True a call returns two tensors of the output's shape: the values, and for
    each its index (int32) y·W + x in the plane of its channel, as in PyTorch's `MaxPool2d` and
    `upconv.max_pool`. They are the inputs of `MaxUnpooling2D`. Of equal values the first is taken.

    Parameters
    ----------
    pool_size
        Size of the pooling window, an integer or one per axis.
    strides
        Stride of the windows, an integer or one per axis; None for the window's size.
    padding
        "valid" or "same", of the pooling.
    data_format
        "channels_last" (N, H, W, C) or "channels_first" (N, C, H, W); None takes
        `keras.config.image_data_format()`.
    return_indices
        Whether a call returns the indices too.
    **kwargs
        `name`, `dtype` and the rest of `keras.layers.Layer`.

    Source: https://keras.io/api/layers/pooling_layers/max_pooling2d/

    >>> import numpy as np
    >>> from upconv.keras import MaxPooling2D
    >>> pool = MaxPooling2D(2, data_format="channels_first", return_indices=True)
    >>> values, indices = pool(np.array([[[[1.0, 5.0], [2.0, 3.0]]]]))
    >>> values.shape == indices.shape, int(indices[0, 0, 0, 0])
    (True, 1)
    """

    def __init__(
        self,
        pool_size: int | Sequence[int] = (2, 2),
        strides: int | Sequence[int] | None = None,
        padding: str = "valid",
        data_format: str | None = None,
        *,
        return_indices: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(pool_size, strides, padding, data_format, **kwargs)
        self.return_indices = return_indices

    def call(self, inputs: Any) -> Any:
        """Return the largest value of each window, and its index if requested."""
        if not self.return_indices:
            return super().call(inputs)
        x = inputs if self.data_format == "channels_first" else ops.transpose(inputs, (0, 3, 1, 2))
        found = _pooled(x, self.pool_size, self.strides, self.padding)
        if self.data_format == "channels_first":
            return found
        return tuple(ops.transpose(part, (0, 2, 3, 1)) for part in found)

    def compute_output_spec(self, inputs: Any) -> Any:
        """Return the shape and dtype of the output, or of the values and the indices."""
        values = super().compute_output_spec(inputs)
        if not self.return_indices:
            return values
        return values, keras.KerasTensor(values.shape, INDEX)

    def get_config(self) -> dict[str, Any]:
        """Return the arguments to recreate this layer."""
        return {**super().get_config(), "return_indices": self.return_indices}


@_registered
class MaxUnpooling2D(_Spatial):
    """Put each value back where max pooling found it; everything else is zero.

    It is called with [values, indices] as returned by `MaxPooling2D(return_indices=True)`. The
    output size on each axis is that of an image that the windows cover exactly::

        "valid"  o = (i - 1)·strides + pool_size
        "same"   o = i·strides

    or `output_size` = (height, width), for images that were larger or smaller. If windows overlap,
    a value that several of them found is written once.

    Parameters
    ----------
    pool_size
        Size of the pooling window, an integer or one per axis.
    strides
        Stride of the windows, an integer or one per axis; None for the window's size.
    padding
        "valid" or "same", of the pooling.
    data_format
        "channels_last" (N, H, W, C) or "channels_first" (N, C, H, W); None takes
        `keras.config.image_data_format()`.
    output_size
        Height and width of the output, an integer or one per axis; None for the sizes above.
    **kwargs
        `name`, `dtype` and the rest of `keras.layers.Layer`.

    Raises ArgumentError for a call without indices. Source: Badrinarayanan et al., SegNet,
    arXiv 1511.00561, section 3; `torch.nn.MaxUnpool2d`.

    >>> import numpy as np
    >>> from upconv.keras import MaxPooling2D, MaxUnpooling2D
    >>> x = np.array([[[[1.0, 5.0], [2.0, 3.0]]]])
    >>> found = MaxPooling2D(2, data_format="channels_first", return_indices=True)(x)
    >>> y = MaxUnpooling2D(2, data_format="channels_first")(found)
    >>> for row in y[0, 0]:
    ...     print(*map(int, row))
    0 5
    0 0
    """

    def __init__(
        self,
        pool_size: int | Sequence[int] = (2, 2),
        strides: int | Sequence[int] | None = None,
        padding: str = "valid",
        data_format: str | None = None,
        *,
        output_size: int | Sequence[int] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format, **kwargs)
        self.pool_size = as_tuple(pool_size, 2, "pool_size", 1)
        self.strides = self.pool_size if strides is None else as_tuple(strides, 2, "strides", 1)
        if padding not in PADDINGS:
            raise errors.values.not_a_choice("padding", padding, PADDINGS)
        self.padding = padding
        self.output_size = (
            None if output_size is None else as_tuple(output_size, 2, "output_size", 1)
        )

    def call(self, inputs: Any) -> Any:
        """Return the values of `inputs` at their indices."""
        values, indices = (self._first(part) for part in _both(inputs))
        n, channels, *sizes = ops.shape(values)
        rows, columns = self._output_size(sizes)
        plane = rows * columns
        # All planes in one axis: the index is relative to the first element of its plane.
        planes = ops.reshape(ops.arange(n * channels, dtype=INDEX), (n, channels, 1, 1))
        places = ops.reshape(ops.cast(indices, INDEX) + planes * plane, (-1, 1))
        line = ops.zeros((n * channels * plane,), values.dtype)
        line = ops.scatter_update(line, places, ops.reshape(values, (-1,)))
        return self._back(ops.reshape(line, (n, channels, rows, columns)))

    def compute_output_shape(self, input_shape: Sequence[Shape]) -> tuple[int | None, ...]:
        """Return the shape of the output; None stands for an unknown size."""
        shape = _both(input_shape)[0]
        return self._with_sizes(shape, self._output_size(self._sizes(shape)))

    def _output_size(self, sizes: Sequence[Any]) -> Sequence[Any]:
        if self.output_size is not None:
            return self.output_size
        added = (
            k - s if self.padding == "valid" else 0
            for k, s in zip(self.pool_size, self.strides, strict=True)
        )
        steps = zip(sizes, self.strides, added, strict=True)
        return [None if i is None else i * s + a for i, s, a in steps]

    def get_config(self) -> dict[str, Any]:
        """Return the arguments to recreate this layer."""
        own = {
            "pool_size": self.pool_size,
            "strides": self.strides,
            "padding": self.padding,
            "output_size": self.output_size,
        }
        return {**super().get_config(), **own}


def _both(pair: Any) -> Any:
    if not isinstance(pair, list | tuple) or len(pair) != 2:
        raise errors.keras.indices_needed("MaxUnpooling2D")
    return pair


def _pooled(
    x: Any, pool_size: tuple[int, int], strides: tuple[int, int], padding: str
) -> tuple[Any, Any]:
    """Return the largest values of the windows of x (N, C, H, W) and their indices."""
    sizes = ops.shape(x)[2:]
    pads = [(0, 0), (0, 0)]
    inside = None
    if padding == "same":
        pads = [same_rows(i, k, s) for i, k, s in zip(sizes, pool_size, strides, strict=True)]
        inside = ops.pad(ops.ones_like(x, dtype=INDEX), [(0, 0), (0, 0), *pads])
        x = ops.pad(x, [(0, 0), (0, 0), *pads], constant_values=-math.inf)
    values, winner = _first_largest(_windows(x, pool_size, strides))
    if inside is not None:  # a window of -inf only must not point into the padding
        _, first = _first_largest(_windows(inside, pool_size, strides))
        winner = ops.where(values == -math.inf, first, winner)
    offsets = zip(_divmod(winner, pool_size[1]), pads, strict=True)
    rows, columns = (ops.cast(tap, INDEX) - begin for tap, (begin, _) in offsets)
    steps = (
        ops.arange(o, dtype=INDEX) * s for o, s in zip(ops.shape(values)[2:], strides, strict=True)
    )
    down, across = steps
    return values, (rows + down[:, None]) * sizes[1] + columns + across


def _first_largest(parts: Sequence[Any]) -> tuple[Any, Any]:
    """Return the largest of `parts` and its number, by operations that every converter supports."""
    values = parts[0]
    winner = ops.zeros_like(values, dtype=INDEX)
    for number, part in enumerate(parts[1:], 1):
        # NaN counts as the largest, as in NumPy.
        news = ops.logical_and(ops.not_equal(part, part), ops.equal(values, values))
        better = ops.logical_or(ops.greater(part, values), news)
        values = ops.where(better, part, values)
        winner = ops.where(better, ops.cast(number, INDEX), winner)
    return values, winner


def _windows(x: Any, pool_size: tuple[int, int], strides: tuple[int, int]) -> list[Any]:
    """Return each tap of every window of x (N, C, H, W)."""
    sizes = ops.shape(x)[2:]
    taps = itertools.product(*map(range, pool_size))
    return [x[(..., *_every(tap, pool_size, strides, sizes))] for tap in taps]


def _every(
    tap: tuple[int, ...], pool_size: tuple[int, int], strides: tuple[int, int], sizes: Sequence[Any]
) -> list[slice]:
    """Return the elements of the windows at `tap`."""
    return [
        slice(t, i - (k - 1 - t), s)
        for t, k, s, i in zip(tap, pool_size, strides, sizes, strict=True)
    ]


def _divmod(value: Any, divisor: int) -> tuple[Any, Any]:
    quotient = value // divisor
    return quotient, value - quotient * divisor
