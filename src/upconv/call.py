"""The arrays of one call, checked once, and handed to the engine in either direction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from numpy.typing import ArrayLike, NDArray

from upconv import activations, errors, known
from upconv.activations import Activation
from upconv.arguments import as_data_format, as_integer
from upconv.arrays import Array, Layout, as_float_array, result_array, same_dtype, spatial_rank
from upconv.axis import Axis, check_product
from upconv.engine import dispatch, memory
from upconv.engine.kept import Weight

Sizes: TypeAlias = tuple[int, ...]
Gradients: TypeAlias = tuple[NDArray[Any] | None, NDArray[Any] | None, NDArray[Any] | None]

TRANSPOSED_FORM = "(C_in, C_out/groups, *kernel)"
CONVOLUTION_FORM = "(C_out, C_in/groups, *kernel)"


@dataclass(frozen=True)
class Call:
    """The arrays of one call after their checks, in one of the two directions."""

    x: Array
    weight: Array
    kept: Weight | None
    groups: int
    layout: Layout
    transposed: bool
    out_channels: int

    @classmethod
    def of(
        cls,
        x: ArrayLike,
        weight: ArrayLike,
        groups: int,
        data_format: str,
        transposed: bool,
    ) -> Call:
        kept = weight if isinstance(weight, Weight) else None
        weight = as_float_array(weight if kept is None else kept.array, "weight")
        x = as_float_array(x, "x")
        same_dtype(weight, "weight", x, "x")
        form = TRANSPOSED_FORM if transposed else CONVOLUTION_FORM
        ndim = spatial_rank(weight, form)
        layout = Layout.of(x, ndim, as_data_format(data_format))
        groups = as_integer(groups, "groups", 1)
        view = layout.view(x)
        per_group = weight.shape[1]
        role = "input" if transposed else "output"
        if weight.shape[0] % groups:
            raise errors.shapes.groups_do_not_divide(role, weight.shape[0], groups)
        out_channels = per_group * groups if transposed else weight.shape[0]
        in_channels = weight.shape[0] if transposed else per_group * groups
        if view.shape[1] != in_channels:
            why = f"for weight.shape={weight.shape}, {form}, and groups={groups}"
            raise errors.shapes.channels_differ(view.shape[1], in_channels, x.shape, why)
        for axis, size in enumerate(view.shape[2:]):
            if size < 1:
                raise errors.shapes.empty_axis("x", x.shape, axis)
        return cls(x, weight, kept, groups, layout, transposed, out_channels)

    @property
    def images(self) -> Array:
        """X as (N, C_in, *i)."""
        return self.layout.view(self.x)

    @property
    def spatial(self) -> Sizes:
        return self.images.shape[2:]

    @property
    def kernel(self) -> Sizes:
        return self.weight.shape[2:]

    def run(
        self,
        axes: tuple[Axis, ...],
        sizes: Sizes,
        bias: ArrayLike | None,
        activation: Activation,
        out: Array | None,
        key: known.Key | None,
    ) -> Array:
        """Compute the forward direction; `key` is what to keep the call under."""
        last = activations.as_activation(activation)
        arguments = {"x": self.x, "weight": self.weight}
        if bias is not None:
            bias = arguments["bias"] = as_float_array(bias, "bias")
            same_dtype(bias, "bias", self.x, "x")
            if bias.shape != (self.out_channels,):
                why = "one number per output channel"
                raise errors.shapes.wrong_shape("bias", bias.shape, (self.out_channels,), why)
        shape = self.layout.shape(len(self.images), self.out_channels, sizes)
        check_product((*shape, self.x.itemsize))
        if out is None:
            result = memory.empty(shape, self.x.dtype)
        else:
            result = result_array(out, shape, self.x.dtype, arguments)
        offset = arguments.get("bias")
        prepared = dispatch.forward(
            self.images,
            self.weight,
            offset,
            last,
            self.layout.view(result),
            axes,
            self.groups,
            self.transposed,
            self.kept,
        )
        known.keep(key, prepared, offset, result, last)
        return result

    def gradients(
        self,
        axes: tuple[Axis, ...],
        sizes: Sizes,
        grad_output: ArrayLike,
        needs: Sequence[bool],
        activation: Activation,
        result: ArrayLike | None,
        key: known.Key | None,
    ) -> Gradients:
        """Compute the backward direction, only what is needed of it."""
        last = activations.as_reversible(activation)
        grad = as_float_array(grad_output, "grad_output")
        same_dtype(grad, "grad_output", self.x, "x")
        shape = self.layout.shape(len(self.images), self.out_channels, sizes)
        if grad.shape != shape:
            raise errors.shapes.wrong_shape(
                "grad_output", grad.shape, shape, "the shape of the result"
            )
        needs_x, needs_weight, needs_bias = needs
        receiver = inputs = weights = None
        grad_x = grad_weight = grad_bias = None
        received = self.layout.view(grad)
        if last is not None or needs_bias:
            y = None if last is None else self._result(result, shape, activation)
            received, total, receiver = dispatch.receive(received, y, last)
            grad_bias = total if needs_bias else None
        if needs_x:
            grad_x = memory.empty(self.x.shape, self.x.dtype)
            inputs = dispatch.forward(
                received,
                self.weight,
                None,
                None,
                self.layout.view(grad_x),
                axes,
                self.groups,
                not self.transposed,
                self.kept,
            )
        if needs_weight:
            grad_weight, weights = dispatch.weight_gradient(
                self.images, received, self.weight.shape, axes, self.groups, self.transposed
            )
        ways = known.Ways(receiver, inputs, weights)
        known.keep_gradients(key, ways, needs, last)
        return grad_x, grad_weight, grad_bias

    def _result(self, result: ArrayLike | None, shape: Sizes, activation: Activation) -> Array:
        """Return the result of the forward call as (N, C_out, *o)."""
        if result is None:
            raise errors.values.result_needed(activation)
        y = as_float_array(result, "result")
        same_dtype(y, "result", self.x, "x")
        if y.shape != shape:
            why = "that the forward call returned"
            raise errors.shapes.wrong_shape("result", y.shape, shape, why)
        return self.layout.view(y)
