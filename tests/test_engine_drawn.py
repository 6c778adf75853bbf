"""Drawn layers of every kind in every form, forward and all gradients, against the plain loops.

Operands are small integers, so that every bit must agree. With UPCONV_ISA set (`make test-isa`,
`make test-arm`) every combination runs; without it every seventh, in every form.
"""

import os
import zlib
from itertools import product

import numpy as np
import pytest

import upconv
from upconv import ops, reference

pytestmark = [pytest.mark.numeric, pytest.mark.usefixtures("each_form")]

WORDS = ("valid", "same", "same_upper", "same_lower")
SLOPES = {None: 1.0, "relu": 0.0, ("leaky_relu", 0.25): 0.25}
LARGEST = {1: 30, 2: 8, 3: 4}  # the loops are slow


class Drawn:
    """One layer: its axes in numbers, the padding also as a caller says it, and its arrays."""

    def __init__(self, ndim, transposed, kind, seed):
        self._draw = draw = np.random.default_rng(seed)
        self.ndim, self.transposed, self.kind = ndim, transposed, kind
        self.k = self._numbers(1, (7, 4, 3)[ndim - 1])
        self.s = self._numbers(1, 3)
        self.d = self._numbers(2, 3) if kind == "dilated" else (1,) * ndim
        self.i = self._numbers(1, LARGEST[ndim])
        self.groups = {"groups": 3, "depthwise": 6}.get(kind, 1)
        most = {"depthwise": 1, "groups": 3}.get(kind, 9 if ndim < 3 else 5)
        self.c_in, self.c_out = (self.groups * int(draw.integers(1, most + 1)) for _ in range(2))
        self.dtype = np.dtype(draw.choice(["float32", "float64"]))
        self.activation = list(SLOPES)[draw.integers(3)]
        self.threads = int(draw.integers(1, 4))
        self.rows = (0,) * ndim
        if kind == "words":
            self._say_in_a_word()
        else:
            self._say_in_numbers()
        self.o = tuple(map(self._output, *self._axes()))
        self.images = int(draw.integers(1, 4))

    def _numbers(self, low, high):
        return tuple(int(n) for n in self._draw.integers(low, high + 1, self.ndim))

    def _axes(self):
        return self.i, self.k, self.s, self.d, self.padding, self.rows

    def _output(self, i, k, s, d, padding, rows):
        extent, cut = d * (k - 1) + 1, sum(padding)
        if self.transposed:
            return (i - 1) * s + extent + rows - cut
        return (i + cut - extent) // s + 1

    def _say_in_numbers(self):
        if self.transposed:
            least = (max(s, d) for s, d in zip(self.s, self.d, strict=True))
            self.rows = tuple(int(self._draw.integers(most)) for most in least)
        reach = [d * (k - 1) for k, d in zip(self.k, self.d, strict=True)]
        pairs = [(self._draw.integers(-1, r + 1), self._draw.integers(-1, r + 1)) for r in reach]
        self.said = self.padding = tuple((int(begin), int(end)) for begin, end in pairs)
        sizes = list(self.i)
        for axis in range(self.ndim):
            self.i = tuple(sizes)
            while self._output(*(values[axis] for values in self._axes())) < 1:
                sizes[axis] += 1
                self.i = tuple(sizes)

    def _say_in_a_word(self):
        self.said = str(self._draw.choice(WORDS))
        self.k = tuple(map(max, self.k, self.s))  # a shorter one means another thing to each
        self.i = tuple(map(max, self.i, self.k))
        self.padding = tuple(map(self._meant, self.i, self.k, self.s))

    def _meant(self, i, k, s):
        if self.said == "valid":
            return 0, 0
        total = k - s if self.transposed else max((-(-i // s) - 1) * s + k - i, 0)
        small = total // 2
        return (total - small, small) if self.said == "same_lower" else (small, total - small)

    def integers(self, *shape):
        return self._draw.integers(-4, 5, shape).astype(self.dtype)

    @property
    def words(self):
        found = {"stride": self.s, "dilation": self.d, "groups": self.groups, "padding": self.said}
        return found | ({"output_padding": self.rows} if any(self.rows) else {})

    def arrays(self):
        """Return x, the weight, the bias, and the gradient of the result."""
        inner, outer = self.c_in, self.c_out
        shape = (inner, outer // self.groups) if self.transposed else (outer, inner // self.groups)
        x = self.integers(self.images, inner, *self.i)
        grad = self.integers(self.images, outer, *self.o)
        return x, self.integers(*shape, *self.k), self.integers(outer), grad

    def forward(self, x, weight, bias):
        given = {"stride": self.s, "padding": self.padding, "dilation": self.d}
        loops = reference.scatter if self.transposed else reference.convolution
        more = {"output_padding": self.rows} if self.transposed else {}
        return loops(x, weight, bias, groups=self.groups, **given, **more)

    def backward(self, grad, x, weight):
        """Return the gradients of x and of the weight, which are convolutions by loops too."""
        given = {"stride": self.s, "padding": self.padding, "dilation": self.d}
        if self.transposed:
            grad_x = reference.convolution(grad, weight, groups=self.groups, **given)
            grad_x = grad_x[(..., *map(slice, self.i))]
        else:
            left = (
                i + sum(p) - d * (k - 1) - 1 - (o - 1) * s
                for i, k, s, d, p, o in zip(*self._axes()[:5], self.o, strict=True)
            )
            given["output_padding"] = tuple(left)
            grad_x = reference.scatter(grad, weight, groups=self.groups, **given)
        return grad_x, self._weight_gradient(grad, x)

    def _weight_gradient(self, grad, x):
        """Return, for each pair of channels, the convolution of the large side with the small."""
        large, small = (grad, x) if self.transposed else (x, grad)
        steps = {"stride": self.d, "padding": self.padding, "dilation": self.s}
        found = []
        for one, two in zip(
            np.split(large, self.groups, 1), np.split(small, self.groups, 1), strict=True
        ):
            both = reference.convolution(one.swapaxes(0, 1), two.swapaxes(0, 1), **steps)
            found.append(both[(..., *map(slice, self.k))].swapaxes(0, 1))
        return np.concatenate(found)


KINDS = ("plain", "words", "dilated", "groups", "depthwise")
CASES = list(product((1, 2, 3), (True, False), KINDS, ("channels_first", "channels_last")))
EVERY = 1 if "UPCONV_ISA" in os.environ else 7  # which meets every kind
NAMES = {True: "transposed", False: "convolution"}


@pytest.mark.parametrize(
    ("ndim", "transposed", "kind", "data_format"),
    [
        pytest.param(*case, id=f"{case[0]}d-{NAMES[case[1]]}-{case[2]}-{case[3][9:]}")
        for case in CASES[::EVERY]
    ],
)
def test_a_layer_and_its_gradients_are_the_loops(ndim, transposed, kind, data_format):
    layer = Drawn(ndim, transposed, kind, zlib.crc32(f"{ndim} {kind} {transposed}".encode()))
    last = data_format == "channels_last"

    def placed(values):
        return np.ascontiguousarray(np.moveaxis(values, 1, -1)) if last else values

    def first(values):
        return np.moveaxis(values, -1, 1) if last else values

    x, weight, bias, grad = layer.arrays()
    words = layer.words | {"data_format": data_format, "activation": layer.activation}
    forward = upconv.conv_transpose if transposed else upconv.conv
    backward = ops.conv_transpose_backward if transposed else ops.conv_backward
    with upconv.threads(layer.threads):
        y = forward(placed(x), weight, bias, **words)
        found = backward(placed(grad), placed(x), weight, result=y, **words)

    expected = layer.forward(x, weight, bias)
    slope = SLOPES[layer.activation]
    np.testing.assert_array_equal(first(y), np.where(expected > 0, expected, slope * expected))
    grad = np.where((expected > 0) | (slope == 1), grad, slope * grad)
    grad_x, grad_weight = layer.backward(grad, x, weight)
    np.testing.assert_array_equal(first(found[0]), grad_x)
    np.testing.assert_array_equal(found[1], grad_weight)
    np.testing.assert_array_equal(found[2], grad.sum(axis=(0, *range(2, grad.ndim))))
