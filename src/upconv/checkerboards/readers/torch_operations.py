"""The steps of PyTorch operations by name and arguments: recorded calls as nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import torch

from upconv import rewrites
from upconv.checkerboards.graph import Node, Size
from upconv.checkerboards.layers import (
    Concatenate,
    Convolution,
    Resize,
    ResizeTo,
    Shuffle,
    Step,
    Transpose,
    Unknown,
)
from upconv.checkerboards.readers.torch_modules import as_array
from upconv.checkerboards.readers.torch_reads import reads_of
from upconv.checkerboards.readers.torch_recording import Call, Handle, Recorder
from upconv.checkerboards.readers.torch_work import work_of
from upconv.checkerboards.sections import UNPOOLED
from upconv.geometry import Geometry

COMPUTED = "a transposed convolution whose weight is computed from the input"

# Pointwise or without effect on positions, although PyTorch does not tag them as pointwise.
_THROUGH = {
    "clone", "_to_copy", "detach", "alias", "lift_fresh", "_prelu_kernel", "native_dropout",
    "rrelu_with_noise", "_softmax", "_log_softmax", "native_layer_norm",
}  # fmt: skip
_NORMS = {
    "native_batch_norm", "_native_batch_norm_legit", "_native_batch_norm_legit_no_training",
    "cudnn_batch_norm", "miopen_batch_norm", "native_group_norm",
}  # fmt: skip
# Read (N, C, *i), whatever the suffix.
_POOLS = ("max_pool", "avg_pool", "adaptive_", "_adaptive_", "fractional_max_pool")
_SUMS = {"mean", "sum", "amax", "amin", "var", "std"}


def nodes(record: Recorder, *, sized: bool) -> list[Node]:
    """Return the recorded calls as nodes; `sized` says whether the sizes are those of a batch."""
    written: dict[str, list[Node]] = {}
    for name, (made, writer) in record.written.items():
        label = record.calls[int(writer)].label
        node = Node(name, made, label=label, more=(writer,), shape=record.shapes[name])
        written.setdefault(writer, []).append(node)
    found = []
    for number, call in enumerate(record.calls):
        found.append(_node(record, str(number), call))
        for n in range(1, len(call.shapes)):
            name = Handle(number, n).name
            found.append(Node(name, str(number), label=call.label, shape=record.shapes[name]))
        found += written.get(str(number), [])
    if not sized:
        return found
    return [node if node.shape is None else replace(node, size=node.shape[2:]) for node in found]


def _node(record: Recorder, name: str, call: Call) -> Node:
    first, *more = call.known or [""]
    shape = record.shapes.get(name)
    node = Node(name, first, label=call.label, more=tuple(more), shape=shape)
    work = work_of(record, int(name), call)
    if work is not None and (call.depends or work.multiply_adds):
        node = replace(node, work=work)
    if call.function is None:
        return replace(node, image=not first and len(shape or ()) > 2)
    reads = reads_of(record, call, _operation(call), shape or ()) if call.depends else None
    return replace(node, reads=reads, **dict(_said(record, call, shape or ())))


def _said(record: Recorder, call: Call, shape: Size) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a node that describe the call."""
    name = _operation(call)
    args, words = call.given(lambda handle: handle)
    for kind, read in _STEPS.items():
        if name == kind:
            yield from {"image": True, "what": read(record, call, args)}.items()
            return
    if not call.depends:
        return
    if name.startswith(("upsample_", "_upsample_")):
        step = _resize(name, args, record.shapes[call.known[0]], shape)
        yield from {"image": True, "what": step}.items()
    elif (
        name.startswith(_POOLS)
        or (name in _NORMS and len(shape) > 2)
        or (name in _SUMS and len(args) > 1 and len(record.shapes[call.known[0]]) > 3)
    ):
        yield "image", True
    elif name == "linear" and len(shape) > 2:
        yield "linear", _linear(call)
    elif name == "cat" and len(shape) > 2 and _axis(args, words, len(shape)) == 1:
        names = [one or "a constant" for one in call.reads]
        sizes = [one.shape for one in args[0] if isinstance(one, torch.Tensor)]
        channels = tuple(
            sizes.pop(0)[1] if one is None else record.shapes[one][1] for one in call.reads
        )
        yield from {"source": names[0], "more": tuple(names[1:])}.items()
        yield "what", Concatenate(channels)
        return
    if (name in _THROUGH or name in _NORMS or _is_pointwise(call)) and not call.partly:
        same = [one for one in call.known if record.shapes[one] == shape and record.depends(one)]
        if same:
            yield from {"through": True, "source": same[0], "more": tuple(same[1:])}.items()
            yield "also", tuple(n for n in call.known if n not in same and record.depends(n))


def _operation(call: Call) -> str:
    """Return the name of an operation; those of upconv start with "upconv"."""
    packet = getattr(call.function, "overloadpacket", call.function)
    own = getattr(call.function, "namespace", "") == "upconv"
    return f"upconv.{packet.__name__}" if own else str(packet.__name__)


def _is_pointwise(call: Call) -> bool:
    return torch.Tag.pointwise in getattr(call.function, "tags", ())


def _axis(args: list[Any], words: dict[str, Any], ndim: int) -> int:
    return int(args[1] if len(args) > 1 else words.get("dim", 0)) % ndim


def _convolution(record: Recorder, call: Call, args: list[Any]) -> Step | None:
    del record
    stride, padding, dilation, transposed, output_padding, groups = args[3:9]
    weight, bias = _weights(call)
    if transposed:
        if weight is None:
            return Unknown(COMPUTED)
        numbers = (tuple(one) for one in (stride, padding, output_padding, dilation))
        return Transpose(weight, Geometry(weight.shape[2:], *numbers), groups)
    if weight is None or any(step != 1 for step in stride):
        return None
    padding = tuple((p, p) for p in padding)
    return Convolution(weight, bias, padding, tuple(dilation), groups)


def _own_convolution(record: Recorder, call: Call, args: list[Any]) -> Step | None:
    from upconv.torch.settings import Settings  # noqa: PLC0415 - loaded already if it was called

    settings = Settings.from_operator(args[3:])
    weight, bias = _weights(call)
    if weight is None:
        return Unknown(COMPUTED) if settings.transposed else None
    kernel = weight.shape[2:]
    pads, _ = settings.resolve(kernel, record.shapes[call.known[0]][2:])
    if settings.transposed:
        geometry = Geometry.from_crop(kernel, settings.stride, pads, settings.dilation)
        return Transpose(weight, geometry, settings.groups)
    if any(step != 1 for step in settings.stride):
        return None
    return Convolution(weight, bias, pads, settings.dilation, settings.groups)


def _weights(call: Call) -> tuple[Any, Any]:
    weight, bias = call.weights.get(1), call.weights.get(2)
    return None if weight is None else as_array(weight), None if bias is None else as_array(bias)


def _linear(call: Call) -> Convolution | None:
    weight, bias = _weights(call)
    return None if weight is None or weight.ndim != 2 else Convolution(weight, bias, (), ())


def _shuffle(record: Recorder, call: Call, args: list[Any]) -> Step:
    del record, call
    return Shuffle((int(args[1]),) * 2)


def _unpooled(record: Recorder, call: Call, args: list[Any]) -> Step:
    del record, call, args
    return Unknown(UNPOOLED)


_STEPS: dict[str, Callable[[Recorder, Call, list[Any]], Step | None]] = {
    "convolution": _convolution,
    "_convolution": _convolution,
    "upconv.convolution": _own_convolution,
    "pixel_shuffle": _shuffle,
    "max_unpool2d": _unpooled,
    "max_unpool3d": _unpooled,
}


def _resize(name: str, args: list[Any], before: Size, after: Size) -> Step | None:
    """Return the step of a call upsample_MODE(input, output_size, [align_corners,] *scales)."""
    kind = name.strip("_").removeprefix("upsample_")
    mode = kind.rstrip("123d")
    word: rewrites.Resize = "nearest"
    given = args[2:]
    smaller = all(o <= i for i, o in zip(before[2:], after[2:], strict=True))
    if not mode.startswith("nearest"):
        word = "bilinear"
        if mode not in ("linear", "bilinear", "trilinear") or kind.endswith("_aa"):
            reason = f"{mode} is neither a nearest nor a linear resize"
            return None if smaller else Unknown(reason)
        if given.pop(0):
            reason = "with align_corners the phases differ between positions"
            return None if smaller else Unknown(reason)
    scales = [one for one in given if one is not None]
    if not scales:
        return ResizeTo(word)
    if smaller:
        return None
    if any(scale < 1 or scale % 1 for scale in scales):
        shown = "x".join(f"{scale:g}" for scale in dict.fromkeys(scales))
        return Unknown(f"resizes by {shown}, which is not an integer factor")
    return Resize(tuple(map(int, scales)), word)
