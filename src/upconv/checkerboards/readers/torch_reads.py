"""Which positions an operation of PyTorch reads on each axis."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from upconv.axis import Axis
from upconv.checkerboards.readers.torch_recording import Call, Handle, Recorder
from upconv.checkerboards.reads import Reads
from upconv.geometry import Geometry
from upconv.relations import Everything, Mode, Relation, Same, Sampled, Spread, Window

Size: TypeAlias = tuple[int, ...]

WHOLE = Everything()
GONE = Everything(keeps=False)
_ATTENTION = ("_scaled_dot_product", "_native_multi_head", "_transformer_encoder")
_LARGEST = 1000  # of a scale's denominator


def reads_of(record: Recorder, call: Call, name: str, shape: Size) -> Reads | None:
    """Return what a call reads; None if its name does not say it."""
    args, words = call.given(lambda handle: handle)
    try:
        if name.startswith(("upsample_", "_upsample_")):
            return _resize(name, args, _shape(record, args[0]), shape)
        if name.startswith(_ATTENTION):
            return Reads(dict.fromkeys(range(1, len(shape)), WHOLE), word="attention")
        read = _OPERATIONS.get(name)
        return None if read is None else read(record, call, args, words)
    except (TypeError, ValueError, IndexError, KeyError):  # a form that was not foreseen
        return None


def _shape(record: Recorder, one: Any) -> Size:
    return record.shapes[one.name] if isinstance(one, Handle) else tuple(one.shape)


def _all(values: Any, ndim: int) -> Size:
    """Return a number per axis; PyTorch's operations take one for all of them."""
    given = tuple(values) if isinstance(values, list | tuple) else (values,)
    return given * ndim if len(given) == 1 else given


def _spatial(relations: Sequence[Relation], ndim: int) -> Reads:
    """Return the relations of the last axes, after channels that are mixed."""
    first = ndim - len(relations)
    return Reads({first - 1: GONE} | {first + n: one for n, one in enumerate(relations)})


def _convolution(record: Recorder, call: Call, args: Any, words: Any) -> Reads:
    del call, words
    stride, padding, dilation, transposed, rows, _ = args[3:9]
    kernel = _shape(record, args[1])[2:]
    ndim = len(kernel)
    numbers = [_all(one, ndim) for one in (stride, padding, rows, dilation)]
    if transposed:
        axes = Geometry(kernel, *numbers).axes
        return _spatial([Spread(axis) for axis in axes], ndim + 2)
    each = zip(kernel, numbers[0], numbers[1], numbers[3], strict=True)
    return _spatial([Window(Axis(k, s, d, p, p)) for k, s, p, d in each], ndim + 2)


def _own_convolution(record: Recorder, call: Call, args: Any, words: Any) -> Reads:
    from upconv.torch.settings import Settings  # noqa: PLC0415 - loaded already if it was called

    del call, words
    own = Settings.from_operator(args[3:])
    before, kernel = _shape(record, args[0]), _shape(record, args[1])[2:]
    size = before[-len(kernel) :]
    if not own.transposed and own.word.startswith("same"):
        size = tuple(s * max(-(-i // s), 1) for i, s in zip(size, own.stride, strict=True))
    pads, _ = own.resolve(kernel, size)
    each = zip(kernel, own.stride, own.dilation, pads, strict=True)
    axes = [Axis(k, s, d, *pad) for k, s, d, pad in each]
    if own.transposed:
        return _spatial([Spread(axis, fits=bool(own.output_size)) for axis in axes], len(before))
    word: Any = own.word if own.word.startswith("same") else None
    return _spatial([Window(a, word=word if a.stride > 1 else None) for a in axes], len(before))


def _pool(record: Recorder, call: Call, args: Any, words: Any) -> Reads:
    del call, words
    ndim = len(_shape(record, args[0]))
    return _on_last(_windows(args, dilated=True), ndim)


def _average(record: Recorder, call: Call, args: Any, words: Any) -> Reads:
    del call, words
    ndim = len(_shape(record, args[0]))
    return _on_last(_windows(args, dilated=False), ndim)


def _on_last(relations: Sequence[Relation], ndim: int) -> Reads:
    return Reads({ndim - len(relations) + n: one for n, one in enumerate(relations)})


def _windows(args: Any, *, dilated: bool) -> list[Window]:
    kernel = tuple(args[1]) if isinstance(args[1], list | tuple) else (args[1],)
    ndim = len(kernel)
    given = [*args[2:], *[None] * 4]
    stride = _all(given[0] or kernel, ndim)
    padding = _all(given[1] or 0, ndim)
    dilation = _all((given[2] or 1) if dilated else 1, ndim)
    ceil = bool(given[3] if dilated else given[2])
    each = zip(kernel, stride, dilation, padding, strict=True)
    return [Window(Axis(k, s, d, p, p), ceil=ceil) for k, s, d, p in each]


def _adaptive(record: Recorder, call: Call, args: Any, words: Any) -> Reads:
    del words
    before = _shape(record, args[0])
    after = call.shapes[0]
    own: dict[int, Relation] = {}
    for n in range(len(before) - len(_all(args[1], 1)), len(before)):
        own[n] = Same() if before[n] == after[n] else GONE
    return Reads(own, word="adaptive pooling")


def _resize(name: str, args: Any, before: Size, after: Size) -> Reads | None:
    """Return what upsample_MODE(input, output_size, [align_corners,] *scales) reads."""
    kind = name.strip("_").removeprefix("upsample_")
    ndim, given = len(before) - 2, list(args[2:])
    if kind.endswith("_aa"):
        return None
    mode = kind.rstrip("123d")
    word: Any = mode.replace("_", "-") if mode.startswith("nearest") else "linear"
    word = "nearest-exact" if word == "nearest-exact" else word
    if mode == "bicubic":
        word = "cubic"
    corners = False if mode.startswith("nearest") else bool(given.pop(0))
    scales = [*given, *[None] * ndim][:ndim]
    own: dict[int, Relation] = {}
    for n, (i, o, scale) in enumerate(zip(before[2:], after[2:], scales, strict=True)):
        fits = scale is None
        ratio = Fraction(o, i) if scale is None else Fraction(scale).limit_denominator(_LARGEST)
        if corners and o > 1:
            own[2 + n] = Everything(rate=ratio, fits=fits)
        else:
            own[2 + n] = Sampled(ratio, word, fits)
    return Reads(own, word="resize with align_corners=True" if corners else "")


def _shuffle(record: Recorder, call: Call, args: Any, words: Any) -> Reads:
    del call, words
    axis = Axis(int(args[1]), int(args[1]), 1, 0, 0)
    return _spatial([Spread(axis)] * 2, len(_shape(record, args[0])))


def _unshuffle(record: Recorder, call: Call, args: Any, words: Any) -> Reads:
    del call, words
    axis = Axis(int(args[1]), int(args[1]), 1, 0, 0)
    return _spatial([Window(axis, exact=True)] * 2, len(_shape(record, args[0])))


def _padded(mode: Mode) -> Callable[..., Reads]:
    def read(record: Recorder, call: Call, args: Any, words: Any) -> Reads:
        del call, words
        ends, ndim = list(args[1]), len(_shape(record, args[0]))
        pairs = zip(ends[::2], ends[1::2], strict=True)
        return Reads(
            {ndim - 1 - n: Window(Axis(1, 1, 1, *pair), mode) for n, pair in enumerate(pairs)}
        )

    return read


def _slice(record: Recorder, call: Call, args: Any, words: Any) -> Reads:
    del call
    before = _shape(record, args[0])
    given = [*args[1:], *[None] * 4]
    dim = (given[0] or 0) % len(before)
    size, step = before[dim], given[3] or words.get("step", 1)
    start = min(max((given[1] or 0) + (size if (given[1] or 0) < 0 else 0), 0), size)
    stop = size if given[2] is None else given[2] + (size if given[2] < 0 else 0)
    stop = min(max(stop, start), size)
    return Reads({dim: Window(Axis(1, int(step), 1, -start, stop - size))})


def _select(record: Recorder, call: Call, args: Any, words: Any) -> Reads:
    del call, words
    dim = int(args[1]) % len(_shape(record, args[0]))
    return Reads({dim: GONE}, removed=(dim,), word="indexing")


def _batch_norm(record: Recorder, call: Call, args: Any, words: Any) -> Reads:
    del words
    ndim = len(call.shapes[0])
    inferring = call.function is not None and "no_training" in str(call.function)
    trained = not inferring and any(one is True for one in args[5:6])
    if "_legit" in str(call.function) and not inferring:
        trained = True
    own = {n: WHOLE for n in range(ndim) if n != 1} if trained else {}
    del record
    return Reads(own, word="normalization")


def _group_norm(record: Recorder, call: Call, args: Any, words: Any) -> Reads:
    del record, args, words
    return Reads(dict.fromkeys(range(1, len(call.shapes[0])), WHOLE), word="normalization")


def _layer_norm(record: Recorder, call: Call, args: Any, words: Any) -> Reads:
    del call, words
    ndim = len(_shape(record, args[0]))
    first = ndim - len(args[1])
    return Reads(dict.fromkeys(range(first, ndim), WHOLE), word="normalization")


def _softmax(record: Recorder, call: Call, args: Any, words: Any) -> Reads:
    del call, words
    return Reads({int(args[1]) % len(_shape(record, args[0])): WHOLE}, word="softmax")


def _reduced(record: Recorder, call: Call, args: Any, words: Any) -> Reads:
    before = _shape(record, args[0])
    given = words.get("dim", args[1] if len(args) > 1 else None)
    given = range(len(before)) if given in (None, []) else given
    dims = tuple(int(n) % len(before) for n in (given if isinstance(given, Sequence) else [given]))
    kept = len(call.shapes[0]) == len(before)
    return Reads(dict.fromkeys(dims, GONE), () if kept else dims, word="global pooling")


def _linear(record: Recorder, call: Call, args: Any, words: Any) -> Reads:
    del call, words
    return Reads({len(_shape(record, args[0])) - 1: GONE}, word="linear layer")


def _recurrent(record: Recorder, call: Call, args: Any, words: Any) -> Reads:
    del record, args, words
    return Reads(dict.fromkeys(range(len(call.shapes[0])), WHOLE), word="recurrent layer")


def _product(record: Recorder, call: Call, args: Any, words: Any) -> Reads:
    """Return what a matrix product reads: of two values, as in attention, or with a weight."""
    del words
    ndim = len(call.shapes[0])
    given = [isinstance(one, Handle) and record.depends(one.name) for one in args[-2:]]
    if all(given):
        return Reads(dict.fromkeys(range(1, ndim), WHOLE), word="attention")
    return Reads({ndim - 1 if given[0] else ndim - 2: GONE}, word="linear layer")


def _unpooled(record: Recorder, call: Call, args: Any, words: Any) -> Reads | None:
    del words
    found = _pooled_by(record, args[1])
    if found is None:
        return None
    windows, pooled = found
    here = _shape(record, args[1])[-len(windows) :]
    if here != pooled:  # one axis of an image, which pooling and unpooling add on another side
        if here != pooled[::-1]:
            return None
        windows = windows[::-1]
    axes = [Axis(w.axis.kernel, w.axis.stride, w.axis.dilation, w.axis.begin, 0) for w in windows]
    return _on_last([Spread(axis, fits=True) for axis in axes], len(call.shapes[0]))


def _pooled_by(record: Recorder, one: Any) -> tuple[list[Window], Size] | None:
    """Return the windows of the pooling that indices come from, and its size."""
    while isinstance(one, Handle):
        call = record.calls[one.call]
        if call.function is None:
            return None
        name = str(getattr(getattr(call.function, "overloadpacket", None), "__name__", ""))
        args, _ = call.given(lambda handle: handle)
        if name.startswith("max_pool"):
            windows = _windows(args, dilated=True)
            return windows, call.shapes[0][-len(windows) :]
        one = next((a for a in args if isinstance(a, Handle)), None)
    return None


def _view(record: Recorder, call: Call, args: Any, words: Any) -> Reads | None:
    """Return a view that only inserts and removes axes of size 1."""
    del words
    before, after = _shape(record, args[0]), call.shapes[0]
    old = [n for n, size in enumerate(before) if size > 1]
    if [before[n] for n in old] != [size for size in after if size > 1]:
        return None
    if before == after:
        return Reads()
    places = iter(old)
    order = tuple(next(places) if size > 1 else -1 for size in after)
    gone = [n for n in range(len(before)) if n not in order]
    return Reads(dict.fromkeys(gone, GONE), order=order)


def _split(record: Recorder, call: Call, args: Any, words: Any) -> Reads:
    del call
    dim = args[2] if len(args) > 2 else words.get("dim", 0)
    return Reads({int(dim) % len(_shape(record, args[0])): GONE}, word="split of the axis")


def _permuted(record: Recorder, call: Call, args: Any, words: Any) -> Reads:
    del call, words
    ndim = len(_shape(record, args[0]))
    if isinstance(args[1], int):
        order = list(range(ndim))
        one, other = args[1] % ndim, args[2] % ndim
        order[one], order[other] = order[other], order[one]
        return Reads(order=tuple(order))
    return Reads(order=tuple(n % ndim for n in args[1]))


def _transposed_matrix(record: Recorder, call: Call, args: Any, words: Any) -> Reads:
    del call, words
    return Reads(order=(1, 0) if len(_shape(record, args[0])) == 2 else (0,))


def _joined(record: Recorder, call: Call, args: Any, words: Any) -> Reads:
    del record
    dim = int(args[1] if len(args) > 1 else words.get("dim", 0)) % len(call.shapes[0])
    return Reads({dim: GONE}, word="concatenation along the axis")


_OPERATIONS: Mapping[str, Callable[..., Reads | None]] = {
    "convolution": _convolution,
    "_convolution": _convolution,
    "upconv.convolution": _own_convolution,
    "max_pool2d_with_indices": _pool,
    "max_pool3d_with_indices": _pool,
    "mkldnn_max_pool2d": _pool,
    "mkldnn_max_pool3d": _pool,
    "avg_pool1d": _average,
    "avg_pool2d": _average,
    "avg_pool3d": _average,
    "_adaptive_avg_pool2d": _adaptive,
    "_adaptive_avg_pool3d": _adaptive,
    "adaptive_max_pool2d": _adaptive,
    "adaptive_max_pool3d": _adaptive,
    "pixel_shuffle": _shuffle,
    "pixel_unshuffle": _unshuffle,
    "constant_pad_nd": _padded("zeros"),
    "reflection_pad1d": _padded("reflect"),
    "reflection_pad2d": _padded("reflect"),
    "reflection_pad3d": _padded("reflect"),
    "replication_pad1d": _padded("replicate"),
    "replication_pad2d": _padded("replicate"),
    "replication_pad3d": _padded("replicate"),
    "slice": _slice,
    "select": _select,
    "native_batch_norm": _batch_norm,
    "_native_batch_norm_legit": _batch_norm,
    "_native_batch_norm_legit_no_training": _batch_norm,
    "native_group_norm": _group_norm,
    "native_layer_norm": _layer_norm,
    "_softmax": _softmax,
    "_log_softmax": _softmax,
    "mean": _reduced,
    "sum": _reduced,
    "amax": _reduced,
    "amin": _reduced,
    "var": _reduced,
    "std": _reduced,
    "linear": _linear,
    "cat": _joined,
    "view": _view,
    "_unsafe_view": _view,
    "reshape": _view,
    "squeeze": _view,
    "unsqueeze": _view,
    "permute": _permuted,
    "transpose": _permuted,
    "t": _transposed_matrix,
    "split": _split,
    "split_with_sizes": _split,
    "chunk": _split,
    "lstm": _recurrent,
    "gru": _recurrent,
    "mkldnn_rnn_layer": _recurrent,
    "rnn_tanh": _recurrent,
    "rnn_relu": _recurrent,
    "mm": _product,
    "bmm": _product,
    "addmm": _product,
    "baddbmm": _product,
    "max_unpool2d": _unpooled,
    "max_unpool3d": _unpooled,
}
