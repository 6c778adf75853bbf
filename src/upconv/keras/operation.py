"""One layer's computation in Keras' layouts on NumPy arrays, used by every backend."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, cast

import numpy as np

from upconv import activations, errors, ops
from upconv.arguments import DataFormat, PaddingMode, Pairs
from upconv.arrays import Array
from upconv.conventions.framework import Layout
from upconv.engine.calls.call_cache import Gradients

Sizes: TypeAlias = tuple[int, ...]

# Keras stores (C_in, C_out/groups, *k) of a transposed convolution as (*k, C_out/groups, C_in), and
# (C_out, C_in/groups, *k) of a convolution as (*k, C_in/groups, C_out): the same permutation.
_LAYOUT = Layout("*oi")


@dataclass(frozen=True)
class Operation:
    """A transposed convolution or a convolution with everything but its arrays; hashable.

    x is (N, *i, C_in) or (N, C_in, *i) according to `data_format`; the kernel is
    (*k, C_out/groups, C_in) of a transposed convolution, (*k, C_in/groups, C_out) of a
    convolution; the bias is (C_out,) or None. All arrays are float32, or all float64.
    """

    transposed: bool
    stride: Sizes
    padding: Pairs | str
    dilation: Sizes
    groups: int
    data_format: DataFormat
    activation: tuple[str, float] | None = None
    padding_mode: PaddingMode = "zeros"

    @functools.cached_property
    def linear(self) -> Operation:
        """The same without the activation."""
        return replace(self, activation=None)

    @property
    def channel_axis(self) -> int:
        """The channel axis of x and of the result."""
        return 1 if self.data_format == "channels_first" else len(self.stride) + 1

    @property
    def summed_axes(self) -> tuple[int, ...]:
        """The axes of the result that the gradient of the bias sums over: all but the channels."""
        return tuple(axis for axis in range(len(self.stride) + 2) if axis != self.channel_axis)

    @property
    def _settings(self) -> dict[str, Any]:
        return {
            "stride": self.stride,
            "padding": self.padding,
            "dilation": self.dilation,
            "groups": self.groups,
            "data_format": self.data_format,
            "padding_mode": self.padding_mode,
        }

    def forward(self, x: Array, kernel: Array, bias: Array | None = None) -> Array:
        """Return the result with bias and activation."""
        compute: Any = ops.conv_transpose if self.transposed else ops.conv
        weight = _LAYOUT.back(np.asarray(kernel))
        with errors.words.spoken(errors.words.KERAS):
            y: Array = compute(
                np.asarray(x), weight, bias, activation=self._ending, **self._settings
            )
            return y

    def input_gradient(self, grad: Array, x: Array, kernel: Array) -> Array:
        """Return the gradient for x; `grad` is that of the result before its activation."""
        gradients = self._gradients(grad, x, kernel, (True, False, False))
        return cast("Array", gradients[0])

    def gradients(
        self, grad: Array, x: Array, kernel: Array, result: Array | None, needs: Sequence[bool]
    ) -> Gradients:
        """Return the gradients for x, kernel and bias that are needed.

        `grad` is that of the result, which is needed if there is an activation.
        """
        ending = {"activation": self._ending, "result": result}
        for_x, for_weight, for_bias = self._gradients(grad, x, kernel, needs, **ending)
        if for_weight is not None:
            for_weight = np.ascontiguousarray(_LAYOUT.to(for_weight))
        return for_x, for_weight, for_bias

    def kernel_gradient(self, grad: Array, x: Array, kernel: Array) -> Array:
        """Return the gradient for the kernel in the kernel's layout."""
        weight: Any = self._gradients(grad, x, kernel, (False, True, False))[1]
        return np.ascontiguousarray(_LAYOUT.to(weight))

    @property
    def _ending(self) -> Any:
        """The activation as `upconv.ops` takes it."""
        return activations.as_argument(self.activation)

    def _gradients(
        self, grad: Array, x: Array, kernel: Array, needs: Sequence[bool], **ending: Any
    ) -> Gradients:
        compute: Any = ops.conv_transpose_backward if self.transposed else ops.conv_backward
        arrays = np.asarray(grad), np.asarray(x), _LAYOUT.back(np.asarray(kernel))
        with errors.words.spoken(errors.words.KERAS):
            gradients: Gradients = compute(*arrays, needs=needs, **ending, **self._settings)
            return gradients
