"""From tensors to the operations of `upconv.ops` and back: the only place that converts them.

A repeated call is found in the call cache by the tensors' properties, and runs on their addresses.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import torch

from upconv.arguments import DATA_FORMATS
from upconv.arrays import Array
from upconv.call import checked_backward, checked_forward
from upconv.engine.calls import call_cache
from upconv.engine.calls.packed_weight import PackedWeight, Versioned
from upconv.engine.process import threads
from upconv.engine.process.address import address_of
from upconv.layer import Words

Gradients: TypeAlias = tuple[torch.Tensor | None, torch.Tensor | None, torch.Tensor | None]

DTYPES = frozenset((torch.float32, torch.float64))
CHANNELS_LAST = {4: torch.channels_last, 5: torch.channels_last_3d}


_FORWARD: call_cache.CallCache[tuple[call_cache.Forward, bool]] = call_cache.CallCache()
_BACKWARD: call_cache.CallCache[tuple[call_cache.Backward, bool]] = call_cache.CallCache()


def is_channels_last(x: torch.Tensor, weight: torch.Tensor) -> bool:
    """Return whether the result is channels last in memory, as in PyTorch.

    It is if one of the two is.
    """
    order = CHANNELS_LAST.get(x.dim())
    if order is None or x.dim() != weight.dim():
        return False
    return _is_last(x, order) or _is_last(weight, order)


def _is_last(tensor: torch.Tensor, order: torch.memory_format) -> bool:
    if not tensor.is_contiguous(memory_format=order):
        return False
    if not tensor.is_contiguous():
        return True
    # With a single channel or position both formats fit; the unused strides decide.
    shape, strides = tensor.shape, tensor.stride()
    inner = strides[1] * shape[1]
    return all(strides[axis] >= inner for axis in range(2, len(shape))) and strides[0] > strides[1]


def forward(
    words: Words,
    x: torch.Tensor,
    weight: torch.Tensor,
    bias: torch.Tensor | None,
    kept: Versioned | PackedWeight | None = None,
) -> torch.Tensor:
    """Return the operation of `upconv.ops` on CPU tensors of one dtype, in the format of `x`.

    A `Versioned` stores the packed weight as long as PyTorch counts no write to the weight; a
    `PackedWeight` is that of the weight.
    """
    of_bias = None if bias is None else (bias.shape, bias.stride())
    facts = (x.dtype, x.shape, x.stride(), weight.shape, weight.stride(), of_bias)
    key = (words, threads.count(), facts)
    entry = _FORWARD.find(key)
    packed_weight = _packed_weight(weight, kept) if isinstance(kept, Versioned) else kept
    if entry is not None:
        call, last = entry
        result = call.result()
        bias_at = 0 if bias is None else bias.data_ptr()
        places = x.data_ptr(), weight.data_ptr(), bias_at, address_of(result)
        if call.run(*places, packed_weight):
            return as_tensor(result, last)
    last = is_channels_last(x, weight)
    arrays = (
        as_array(x, last),
        packed_weight or as_array(weight),
        None if bias is None else as_array(bias),
    )
    result, made = checked_forward(words, *arrays, DATA_FORMATS[last])
    if made is not None and key[1] == threads.count():  # the thread limit has not changed
        _FORWARD.keep(key, (made, last))
    return as_tensor(result, last)


def backward(
    words: Words,
    grad: torch.Tensor,
    x: torch.Tensor,
    weight: torch.Tensor,
    result: torch.Tensor | None,
    needs: Sequence[bool],
) -> Gradients:
    """Return the gradients for x, weight and bias, None where they are not needed."""
    of_result = None if result is None else (result.shape, result.stride())
    shapes = (x.shape, weight.shape, grad.shape)
    steps = (x.stride(), weight.stride(), grad.stride())
    key = (words, threads.count(), x.dtype, shapes, steps, of_result, *needs)
    entry = _BACKWARD.find(key)
    if entry is not None:
        call, last = entry
        result_at = 0 if result is None else result.data_ptr()
        gradients = call.run(grad.data_ptr(), x.data_ptr(), weight.data_ptr(), result_at)
        if gradients is not None:
            return _as_tensors(gradients, last)
    last = is_channels_last(x, weight)
    arrays = (as_array(grad, last), as_array(x, last), as_array(weight))
    y = None if result is None else as_array(result, last)
    gradients, made = checked_backward(words, *arrays, y, DATA_FORMATS[last], needs)
    if made is not None and key[1] == threads.count():
        _BACKWARD.keep(key, (made, last))
    return _as_tensors(gradients, last)


def _packed_weight(weight: torch.Tensor, versioned: Versioned) -> PackedWeight:
    return versioned.at(as_array(weight), 0 if weight.is_inference() else weight._version)


def _as_tensors(gradients: call_cache.Gradients, last: bool) -> Gradients:
    of_x, of_weight, of_bias = gradients
    return (
        None if of_x is None else as_tensor(of_x, last),
        None if of_weight is None else torch.from_numpy(of_weight),
        None if of_bias is None else torch.from_numpy(of_bias),
    )


def as_array(tensor: torch.Tensor, last: bool = False) -> Array:
    """Return the memory of a tensor as an array, with the channels' axis moved to the end."""
    array: Array = (tensor.detach() if tensor.requires_grad else tensor).numpy()
    return array.transpose(0, *range(2, array.ndim), 1) if last else array


def as_tensor(array: Array, last: bool) -> torch.Tensor:
    """Return an array as a tensor (N, C, *o) on the same memory."""
    if last:
        array = array.transpose(0, array.ndim - 1, *range(1, array.ndim - 1))
    return torch.from_numpy(array)
