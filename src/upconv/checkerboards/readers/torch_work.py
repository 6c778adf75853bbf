"""What an operation of PyTorch costs: multiply-adds, parameters, bytes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import torch
from torch.utils import flop_counter

from upconv import errors
from upconv.checkerboards.readers.torch_recording import Call, Handle, Recorder
from upconv.checkerboards.work import Convolved, Size, Work
from upconv.geometry import Geometry

OUTSIDE = "it is made outside PyTorch"
FOREIGN = "an operation of {}, whose multiply-adds are not known"
UNCOUNTED = "the multiply-adds of {} are not known"

_attention: Any = flop_counter.sdpa_flop_count  # which carries no types

_VIEWS = {
    "view", "_unsafe_view", "reshape", "_reshape_alias", "permute", "transpose", "t", "expand",
    "unsqueeze", "squeeze", "slice", "select", "split", "split_with_sizes", "chunk", "unbind",
    "alias", "detach", "as_strided", "lift_fresh", "unfold", "diagonal", "movedim", "view_as_real",
    "view_as_complex", "_to_copy", "clone", "narrow",
}  # fmt: skip
# Of PyTorch's own operations these multiply and add as well: all others are pointwise, sums, or
# move values. By the parts of their names.
_MULTIPLY = {
    "mv", "addmv", "dot", "vdot", "ger", "addr", "outer", "einsum", "addbmm", "sspaddmm", "sparse",
    "kron", "cdist", "bilinear", "trilinear", "rnn", "lstm", "gru", "attention", "encoder", "fft",
    "linalg", "quantized", "convolution", "linear", "mm", "bmm", "matmul", "int4pack", "int8pack",
    "embeddingbag",
}  # fmt: skip
_CONVOLUTIONS = ("convolution", "_convolution", "upconv.convolution")
_RESIZES = ("upsample_", "_upsample_", "grid_sampler")
_POOLS = ("max_pool", "avg_pool", "mkldnn_max_pool")


def work_of(record: Recorder, number: int, call: Call) -> Work | None:
    """Return what a call is and costs; None for an input."""
    shape = call.shapes[0] if call.shapes else ()
    plain = Work(call.kind, shape=shape, size=call.sizes[0] if call.sizes else None)
    if call.function is None:
        if not call.reads:
            return None
        return _with(plain, multiply_adds=None, reason=OUTSIDE)
    name = operation_of(call)
    parameters = dict(_parameters(record, call, {number}))
    plain = _with(plain, operation=name, parameters=tuple(parameters.items()))
    try:
        convolved = _convolved(record, call, name)
        counted = _multiply_adds(record, call, name, convolved)
    except (errors.UpconvError, TypeError, ValueError, IndexError, KeyError) as error:
        # Forms of a call that no formula was written for.
        return _with(plain, multiply_adds=None, reason=errors.reason(error))
    if isinstance(counted, str):
        return _with(plain, multiply_adds=None, reason=counted)
    return _with(
        plain,
        convolved=convolved,
        multiply_adds=counted,
        view=name in _VIEWS,
        scale=_pooled(call, name, len(shape) - 2),
    )


def operation_of(call: Call) -> str:
    """Return the name of an operation, of another library than PyTorch with its namespace."""
    packet = getattr(call.function, "overloadpacket", call.function)
    space = str(getattr(call.function, "namespace", "aten"))
    name = str(getattr(packet, "__name__", packet))
    return name if space in ("aten", "prims") else f"{space}.{name}"


def _with(work: Work, **fields: Any) -> Work:
    return Work(**(vars(work) | fields))


def _shape(record: Recorder, one: Any) -> Size:
    return record.shapes[one.name] if isinstance(one, Handle) else tuple(one.shape)


def _convolved(record: Recorder, call: Call, name: str) -> Convolved | None:
    if name not in _CONVOLUTIONS:
        return None
    args, _ = call.given(lambda handle: handle)
    weight = _shape(record, args[1])
    if name == "upconv.convolution":
        from upconv.torch.settings import Settings  # noqa: PLC0415 - loaded where it was called

        own = Settings.from_operator(args[3:])
        pads, _ = own.resolve(weight[2:], _shape(record, args[0])[2:])
        if not own.transposed:
            return Convolved.plain(weight, own.stride, own.dilation, own.groups, pads)
        geometry = Geometry.from_crop(weight[2:], own.stride, pads, own.dilation)
        return Convolved.of_geometry(geometry, weight, own.groups)
    stride, padding, dilation, transposed, rows, groups = args[3:9]
    numbers = [tuple(_all(one, len(weight) - 2)) for one in (stride, padding, rows, dilation)]
    if transposed:
        return Convolved.of_geometry(Geometry(weight[2:], *numbers), weight, groups)
    pads = tuple((p, p) for p in numbers[1])
    return Convolved.plain(weight, numbers[0], numbers[3], groups, pads)


def _all(values: Any, ndim: int) -> Any:
    """Return a number per axis; PyTorch's operations take one for all of them."""
    return tuple(values) * ndim if len(values) == 1 else tuple(values)


def _multiply_adds(
    record: Recorder, call: Call, name: str, convolved: Convolved | None
) -> int | str:
    """Return how many a call computes, or why that is not known."""
    shape = call.shapes[0] if call.shapes else ()
    if convolved is not None:
        ndim = len(convolved.axes)
        args, _ = call.given(lambda handle: handle)
        size = _shape(record, args[0])[-ndim:]
        return convolved.multiply_adds(math.prod(shape[: -ndim - 1]), size, shape[-ndim:])
    space, dot, _ = name.rpartition(".")
    if dot:
        return FOREIGN.format(space)
    args, words = call.given(lambda handle: torch.Size(record.shapes[handle.name]))
    if name == "linear":
        return math.prod(shape) * int(_size_of(args[1])[-1])
    if name.startswith("_scaled_dot_product"):
        return int(_attention(*map(_size_of, args[:3]))) // 2
    formula = flop_counter.flop_registry.get(getattr(call.function, "overloadpacket", None))
    if formula is not None:
        return int(formula(*args, **words, out_val=torch.Size(shape))) // 2
    parts = set(name.replace("_", " ").split())
    if not name.startswith(_RESIZES) and any(_multiplies(part) for part in parts):
        return UNCOUNTED.format(name)
    return 0


def _multiplies(part: str) -> bool:
    return part in _MULTIPLY or part.startswith("conv") or part.endswith(("mm", "gemm"))


def _size_of(one: Any) -> Any:
    return one.shape if isinstance(one, torch.Tensor) else one


def _pooled(call: Call, name: str, ndim: int) -> tuple[Fraction, ...] | None:
    """Return the scale of a pooling with a stride."""
    if not name.startswith(_POOLS) or ndim < 1:
        return None
    args, _ = call.given(lambda handle: handle)
    stride = args[2] if len(args) > 2 and args[2] else args[1]
    return tuple(Fraction(1, s) for s in _all(stride, ndim))


def _is_row(call: Call) -> bool:
    """Tell whether a call has its own parameters in a row, though no input reaches it."""
    packet = getattr(call.function, "overloadpacket", None)
    return packet in flop_counter.flop_registry or operation_of(call) in (*_CONVOLUTIONS, "linear")


def _parameters(record: Recorder, call: Call, seen: set[int]) -> Iterator[tuple[str, int]]:
    """Yield the parameters that a call reads, through what computes its weights too."""
    for one in call.arguments:
        if isinstance(one, Handle):
            made = record.calls[one.call]
            if not made.depends and one.call not in seen and not _is_row(made):
                seen.add(one.call)
                yield from _parameters(record, made, seen)
        elif isinstance(one, torch.Tensor):
            name = record.parameter(one)
            if name is not None:
                yield name, one.numel()
