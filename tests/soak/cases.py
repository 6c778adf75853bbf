"""Calls drawn from numbers: the same seed and number are the same call, wherever it runs.

A `Kind` is what machine code depends on; a `Case` adds sizes, memory layouts and the route. Kinds
are drawn less often than cases, as in real programs, where a layer meets many inputs.
"""

import zlib
from dataclasses import dataclass, replace

import numpy as np

CASES_PER_KIND = 50


@dataclass(frozen=True)
class Kind:
    transposed: bool
    kernel: tuple
    stride: tuple
    dilation: tuple
    groups: int
    c_in: int
    c_out: int
    dtype: str
    activation: object
    channels_last: bool


@dataclass(frozen=True)
class Case:
    kind: Kind
    batch: int
    size: tuple
    begin: tuple
    end: tuple
    rows: tuple  # output padding
    output_size: tuple
    same: bool  # whether the padding is what Keras calls so
    bias: bool
    layouts: tuple  # of x, weight, gradient
    threads: int
    seed: int

    @property
    def padding(self):
        return tuple(zip(self.begin, self.end, strict=True))

    @property
    def symmetric(self):
        return self.begin == self.end and min(self.begin) >= 0


def draw(seed, number, family):
    """Return case `number` of the run `seed`, in words that the frameworks of `family` have."""
    kind = _kind(_generator(seed, "kind", number // CASES_PER_KIND))
    if family == "onnx":
        kind = replace(kind, transposed=True, activation=None)
    elif family.startswith("keras"):
        activation = kind.activation if kind.activation in ("relu", "tanh") else None
        dtype = "float32" if family == "keras-jax" else kind.dtype
        kind = replace(kind, activation=activation, dtype=dtype)
    return _case(_generator(seed, "case", number), kind, family)


def _generator(*words):
    return np.random.default_rng(zlib.crc32(repr(words).encode()))


def _kind(draw):
    ndim = int(draw.choice([1, 1, 2, 2, 2, 3]))
    wide = draw.random() < 0.3  # many channels: implicit GEMM and Winograd
    largest = {1: 9, 2: 5, 3: 3}[ndim]
    kernel = _numbers(draw, ndim, 1, largest)
    stride = _numbers(draw, ndim, 1, 4 if draw.random() < 0.6 else 1)
    dilation = _numbers(draw, ndim, 1, 3 if draw.random() < 0.3 else 1)
    if draw.random() < 0.5:  # the same on every axis, as most layers are
        kernel, stride, dilation = ((values[0],) * ndim for values in (kernel, stride, dilation))
    groups = int(draw.choice([1, 1, 1, 2, 3, 5]))
    depthwise = draw.random() < 0.1
    each_in, each_out = (int(draw.integers(1, 6)) for _ in range(2))
    if depthwise:
        groups, each_in, each_out = int(draw.integers(2, 40)), 1, 1
    elif wide:
        groups = int(draw.choice([1, 1, 2]))
        each_in, each_out = (int(draw.integers(8, 80)) for _ in range(2))
    activation = [None, "relu", ("leaky_relu", 0.25), "sigmoid", "tanh"][
        draw.choice(5, p=[0.5, 0.2, 0.1, 0.1, 0.1])
    ]
    return Kind(
        transposed=bool(draw.random() < 0.6),
        kernel=kernel,
        stride=stride,
        dilation=dilation,
        groups=groups,
        c_in=groups * each_in,
        c_out=groups * each_out,
        dtype=str(draw.choice(["float32", "float32", "float64"])),
        activation=activation,
        channels_last=bool(draw.random() < 0.3),
    )


LAYOUTS = ("plain", "reversed", "strided", "misaligned", "packed", "read_only", "swapped")


def _case(draw, kind, family):
    ndim = len(kind.kernel)
    largest = {1: 90, 2: 16, 3: 7}[ndim]
    if kind.c_in * kind.c_out // kind.groups > 400:
        largest = {1: 60, 2: 11, 3: 5}[ndim]
    size = _numbers(draw, ndim, 1, largest)
    rows, style = (0,) * ndim, draw.choice(["symmetric", "asymmetric", "none", "same"])
    if family.startswith("keras"):
        style = draw.choice(["none", "same"])
    elif kind.transposed and draw.random() < 0.3:
        most = (max(s, d) for s, d in zip(kind.stride, kind.dilation, strict=True))
        rows = tuple(int(draw.integers(0, m)) for m in most)
    reach = tuple(d * (k - 1) for k, d in zip(kind.kernel, kind.dilation, strict=True))
    padding = [_padding(draw, kind, axis, r, style, family) for axis, r in enumerate(reach)]
    begin, end = map(tuple, zip(*padding, strict=True))
    axes = list(zip(reach, kind.stride, begin, end, rows, strict=True))
    size = tuple(_fitting(kind, i, *axis) for i, axis in zip(size, axes, strict=True))
    return Case(
        kind=kind,
        batch=int(draw.choice([0, 1, 1, 1, 2, 3, 5])),
        size=size,
        begin=begin,
        end=end,
        rows=rows,
        output_size=tuple(_output(kind, i, *axis) for i, axis in zip(size, axes, strict=True)),
        same=bool(style == "same"),
        bias=bool(draw.random() < 0.5),
        layouts=tuple(str(name) for name in draw.choice(LAYOUTS, 3, p=[0.58, *[0.07] * 6])),
        threads=int(draw.choice([1, 2, 2, 3, 5])),
        seed=int(draw.integers(2**31)),
    )


def _padding(draw, kind, axis, reach, style, family):
    """Return the crop of one axis; for a convolution, the zeros around it."""
    if style == "same":  # Keras' and TensorFlow's, of a convolution at stride 1
        total = reach + 1 - kind.stride[axis] if kind.transposed else reach
        return max(total, 0) // 2, total - max(total, 0) // 2
    if style == "none":  # Keras' "valid" keeps all rows where the kernel is shorter than the stride
        short = (
            kind.stride[axis] - 1 - reach if family.startswith("keras") and kind.transposed else 0
        )
        return 0, -max(short, 0)
    least = 0 if family == "onnx" else -2
    first, second = (int(draw.integers(least, reach + 2)) for _ in range(2))
    return (max(first, 0),) * 2 if style == "symmetric" else (first, second)


def _output(kind, i, reach, s, begin, end, rows):
    if kind.transposed:
        return (i - 1) * s + reach + 1 + rows - begin - end
    return (i + begin + end - reach - 1) // s + 1


def _fitting(kind, i, *axis):
    """Return the first size from i on that leaves an output."""
    while _output(kind, i, *axis) < 1:
        i += 1
    return i


def _numbers(draw, ndim, low, high):
    return tuple(int(n) for n in draw.integers(low, high + 1, ndim))


def arrays(case):
    """Return x, the weight, the bias or None, and a gradient: small integers, channels first."""
    kind, draw = case.kind, np.random.default_rng(case.seed)
    per_group = kind.c_out // kind.groups if kind.transposed else kind.c_in // kind.groups
    first = kind.c_in if kind.transposed else kind.c_out
    shapes = (
        (case.batch, kind.c_in, *case.size),
        (first, per_group, *kind.kernel),
        (case.batch, kind.c_out, *case.output_size),
    )
    x, weight, grad = (draw.integers(-4, 5, shape).astype(kind.dtype) for shape in shapes)
    bias = draw.integers(-4, 5, kind.c_out).astype(kind.dtype) if case.bias else None
    return x, weight, bias, grad


def laid_out(values, layout):
    """Return the same values in memory of another layout."""
    if layout == "reversed":
        return values[..., ::-1].copy()[..., ::-1]
    if layout == "strided":
        wide = np.zeros((*values.shape[:-1], 2 * values.shape[-1]), values.dtype)
        wide[..., ::2] = values
        return wide[..., ::2]
    if layout == "misaligned":
        buffer = np.zeros(values.nbytes + 1, np.uint8)
        moved = buffer[1:].view(values.dtype) if values.nbytes else values.ravel()
        moved = moved.reshape(values.shape)
        moved[...] = values
        return moved
    if layout == "packed":  # one field of a record
        record = np.zeros(values.shape, np.dtype([("tag", np.uint8), ("value", values.dtype)]))
        record["value"] = values
        return record["value"]
    if layout == "read_only":
        values = values.copy()
        values.flags.writeable = False
        return values
    if layout == "swapped":  # axes in the opposite order in memory
        return np.asfortranarray(values)
    return values
