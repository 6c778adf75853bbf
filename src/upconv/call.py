"""The arrays of one call: checked once, then passed to the engine, forward or backward."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from numpy.typing import ArrayLike

from upconv import activations, errors
from upconv.activations import Activation
from upconv.arguments import DataFormat, as_data_format, as_integer
from upconv.arrays import (
    Array,
    Layout,
    as_float_array,
    result_array,
    same_dtype,
    shares_memory,
    spatial_rank,
)
from upconv.axis import check_product
from upconv.engine import dispatch
from upconv.engine.calls import call_cache
from upconv.engine.calls.call_cache import Gradients
from upconv.engine.calls.packed_weight import PackedWeight
from upconv.engine.process import memory, threads
from upconv.engine.process.address import address_of
from upconv.layer import Resolved, Words

if TYPE_CHECKING:  # LLVM loads with the first call
    from upconv.engine.calls.activation_backward import ActivationBackward

Sizes: TypeAlias = tuple[int, ...]
T = TypeVar("T")

TRANSPOSED_FORM = "(C_in, C_out/groups, *kernel)"
CONVOLUTION_FORM = "(C_out, C_in/groups, *kernel)"

WordValues: TypeAlias = tuple[Any, ...]
"""The fields of `Words`, in order: a `Words`, or a plain tuple, which is faster to create."""

# Each entry also holds the words of its call, which are plain.
_FORWARD: call_cache.CallCache[tuple[WordValues, call_cache.Forward]] = call_cache.CallCache()
_BACKWARD: call_cache.CallCache[tuple[WordValues, call_cache.Backward]] = call_cache.CallCache()


def forward(
    words: WordValues,
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None,
    data_format: DataFormat = "channels_first",
    out: Array | None = None,
) -> Array:
    """Return the result of `conv_transpose` or `conv`: from the call cache, or checked and run."""
    facts = call_cache.facts_of(x, weight, bias, out)
    key = None if facts is None else (words, data_format, threads.count(), facts)
    entry = _FORWARD.find(key)
    if entry is not None and call_cache.same(entry[0], words):
        result = _repeat(entry[1], x, weight, bias, out)
        if result is not None:
            return result
    result, made = checked_forward(Words(*words), x, weight, bias, data_format, out)
    _keep(_FORWARD, key, words, made)
    return result


def _keep(
    table: call_cache.CallCache[tuple[WordValues, T]],
    key: call_cache.Key | None,
    words: WordValues,
    made: T | None,
) -> None:
    """Cache a call that has run, if its words are plain, so that equal words mean the same."""
    if key is None or key[2] != threads.count():  # the thread limit changed in the meantime
        return
    if made is not None and call_cache.is_plain(words[call_cache.FREE :]):
        table.keep(key, (words, made))


def _repeat(
    entry: call_cache.Forward, x: Any, weight: Any, bias: Any, out: Array | None
) -> Array | None:
    """Repeat a cached call; its key matches these arguments, so they are arrays."""
    packed_weight = None
    if type(weight) is PackedWeight:
        weight, packed_weight = weight.array, weight
    if out is None:
        result = entry.result()
    elif out.flags.writeable and not shares_memory(out, x, weight, bias):
        result = out
    else:
        return None
    bias_at = 0 if bias is None else address_of(bias)
    done = entry.run(address_of(x), address_of(weight), bias_at, address_of(result), packed_weight)
    return result if done else None


def backward(
    words: WordValues,
    grad: ArrayLike,
    x: ArrayLike,
    weight: ArrayLike,
    result: ArrayLike | None,
    data_format: DataFormat,
    needs: Sequence[bool],
    *,
    overwrite: bool = False,
) -> Gradients:
    """Return the result of `upconv.ops.conv_transpose_backward` or `conv_backward`.

    Here and below, `result` is what the activation's derivative is computed from: the result, or
    the pre-activation (`upconv.activations.needs_input`).
    """
    named = Words(*words)
    y: Any = None if named.activation is None else result
    facts = call_cache.facts_of(grad, x, weight, y)
    key = None
    if facts is not None:
        key = (words, data_format, threads.count(), facts, tuple(map(bool, needs)))
    entry = _BACKWARD.find(key)
    if entry is not None and call_cache.same(entry[0], words):
        gradients = _repeat_gradients(entry[1], grad, x, weight, y, overwrite)
        if gradients is not None:
            return gradients
    gradients, made = checked_backward(named, grad, x, weight, result, data_format, needs)
    _keep(_BACKWARD, key, words, made)
    return gradients


def _repeat_gradients(
    entry: call_cache.Backward, grad: Any, x: Any, weight: Any, result: Any, overwrite: bool
) -> Gradients | None:
    packed_weight = weight if type(weight) is PackedWeight else None
    kernel = weight if packed_weight is None else packed_weight.array
    result_at = 0 if result is None else address_of(result)
    places = address_of(grad), address_of(x), address_of(kernel), result_at
    return entry.run(*places, packed_weight, overwrite=overwrite and grad.flags.writeable)


def checked_forward(
    words: Words,
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None,
    data_format: DataFormat,
    out: Array | None = None,
) -> tuple[Array, call_cache.Forward | None]:
    """Check and run a call; also return the prepared call if generated code computes it."""
    call = Call.of(x, weight, words.groups, data_format, transposed=words.transposed)
    resolved = words.resolve(call.kernel, call.spatial)
    return call.run(resolved, bias, words.activation, out)


def checked_backward(
    words: Words,
    grad: ArrayLike,
    x: ArrayLike,
    weight: ArrayLike,
    result: ArrayLike | None,
    data_format: DataFormat,
    needs: Sequence[bool],
) -> tuple[Gradients, call_cache.Backward | None]:
    """Check and run the gradients of a call; also return the prepared call."""
    call = Call.of(x, weight, words.groups, data_format, transposed=words.transposed)
    resolved = words.resolve(call.kernel, call.spatial)
    return call.gradients(resolved, grad, needs, words.activation, result)


@dataclass(frozen=True)
class Call:
    """The arrays of one call after their checks, in one of the two directions."""

    x: Array
    weight: Array
    packed_weight: PackedWeight | None
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
        data_format: DataFormat,
        transposed: bool,
    ) -> Call:
        packed_weight = weight if isinstance(weight, PackedWeight) else None
        sources = (x, weight if packed_weight is None else packed_weight.array)
        weight, x = as_float_array(sources[1], "weight"), as_float_array(x, "x")
        same_dtype(weight, "weight", x, "x", *sources)
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
        return cls(x, weight, packed_weight, groups, layout, transposed, out_channels)

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
        resolved: Resolved,
        bias: ArrayLike | None,
        activation: Activation,
        out: Array | None,
    ) -> tuple[Array, call_cache.Forward | None]:
        """Compute the forward direction; also return the prepared call."""
        axes, sizes = resolved
        last = activations.as_activation(activation)
        offset, result = self.bias_and_result(sizes, bias, out)
        executable = dispatch.forward(
            self.images,
            self.weight,
            offset,
            last,
            self.layout.view(result),
            axes,
            self.groups,
            self.transposed,
            self.packed_weight,
        )
        return result, call_cache.Forward.of(executable, offset, result, last)

    def bias_and_result(
        self, sizes: Sizes, bias: ArrayLike | None, out: Array | None
    ) -> tuple[Array | None, Array]:
        """Check the bias, and return it and the array for the result, both as given."""
        arguments = {"x": self.x, "weight": self.weight}
        if bias is not None:
            numbers = arguments["bias"] = as_float_array(bias, "bias")
            same_dtype(numbers, "bias", self.x, "x", bias)
            if numbers.shape != (self.out_channels,):
                why = "one number per output channel"
                raise errors.shapes.wrong_shape("bias", numbers.shape, (self.out_channels,), why)
        shape = self.layout.shape(len(self.images), self.out_channels, sizes)
        check_product((*shape, self.x.itemsize))
        if out is None:
            return arguments.get("bias"), memory.empty(shape, self.x.dtype)
        result = result_array(out, shape, self.x.dtype, arguments)
        return arguments.get("bias"), result

    def gradients(
        self,
        resolved: Resolved,
        grad_output: ArrayLike,
        needs: Sequence[bool],
        activation: Activation,
        result: ArrayLike | None,
    ) -> tuple[Gradients, call_cache.Backward | None]:
        """Compute the gradients that are needed; also return the prepared call."""
        axes, sizes = resolved
        needs_x, needs_weight, needs_bias = needs
        inputs = weights = None
        grad_x = grad_weight = None
        grad, incoming, grad_bias, through_activation = self.before_activation(
            sizes, grad_output, activation, result, needs_bias=needs_bias
        )
        if needs_x:
            grad_x = memory.empty(self.x.shape, self.x.dtype)
            inputs = dispatch.forward(
                incoming,
                self.weight,
                None,
                None,
                self.layout.view(grad_x),
                axes,
                self.groups,
                not self.transposed,
                self.packed_weight,
            )
        if needs_weight:
            grad_weight, weights = dispatch.weight_gradient(
                self.images, incoming, self.weight.shape, axes, self.groups, self.transposed
            )
        ways = call_cache.Ways(through_activation, inputs, weights)
        last = activations.as_activation(activation)
        repeatable = call_cache.Backward.of(ways, needs, last, self.x, grad)
        return (grad_x, grad_weight, grad_bias), repeatable

    def before_activation(
        self,
        sizes: Sizes,
        grad_output: ArrayLike,
        activation: Activation,
        result: ArrayLike | None,
        *,
        needs_bias: bool,
    ) -> tuple[Array, Array, Array | None, ActivationBackward | None]:
        """Check the gradient of the result, and take it back through the activation.

        Returns it as given, as (N, C_out, *o) before the activation, the gradient of the bias if
        that is needed, and the prepared call.
        """
        last = activations.as_differentiable(activation)
        grad = as_float_array(grad_output, "grad_output")
        same_dtype(grad, "grad_output", self.x, "x", grad_output)
        shape = self.layout.shape(len(self.images), self.out_channels, sizes)
        if grad.shape != shape:
            raise errors.shapes.wrong_shape(
                "grad_output", grad.shape, shape, "the shape of the result"
            )
        incoming = self.layout.view(grad)
        if last is None and not needs_bias:
            return grad, incoming, None, None
        y = None if last is None else self._result(result, shape, activation)
        incoming, total, through_activation = dispatch.activation_backward(incoming, y, last)
        return grad, incoming, total if needs_bias else None, through_activation

    def _result(self, result: ArrayLike | None, shape: Sizes, activation: Activation) -> Array:
        """Return what the derivative of the activation is computed from as (N, C_out, *o)."""
        name = "pre_activation" if activations.needs_input(activation) else "result"
        if result is None:
            raise errors.values.result_needed(name, activation)
        y = as_float_array(result, name)
        same_dtype(y, name, self.x, "x", result)
        if y.shape != shape:
            why = "that of the forward call's result"
            raise errors.shapes.wrong_shape(name, y.shape, shape, why)
        return self.layout.view(y)
