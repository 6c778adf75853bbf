"""Every instruction set of this CPU, every kind of layer, sizes around every vector and tile.

`make test-isa` runs all tests marked `numeric` with UPCONV_ISA set to each instruction set in turn;
then this file sweeps both directions in both types on that one. Without it, it is the selection
that belongs into every run: all instruction sets, each direction in one type. Values are small
integers, so that every bit must agree with NumPy's form, which cannot step in here: it is taken
away while generated code is asked for.
"""

import os

import numpy as np
import pytest

from upconv.axis import Axis
from upconv.engine import dispatch
from upconv.engine.fallback import generic
from upconv.engine.process import isa

pytest.importorskip("llvmlite")

import winograd_choice

pytestmark = pytest.mark.numeric

COMPLETE = "UPCONV_ISA" in os.environ
SETS = (isa.current(),) if COMPLETE else isa.available()
SIDES = [(True, np.float32), (False, np.float64), (True, np.float64), (False, np.float32)]
sides = pytest.mark.parametrize(
    ("transposed", "dtype"),
    SIDES if COMPLETE else SIDES[:2],
    ids={True: "transposed", False: "convolution"}.get,
)
VECTORS = range(1, 7)  # no tile of rows is wider

FORWARD, GRADIENT = generic.forward, generic.weight_gradient


@pytest.fixture(params=[found.name for found in SETS])
def instructions(request, monkeypatch):
    """Force one instruction set, and let nothing but generated code compute."""

    def declined(*_):
        pytest.fail("generated code declined")

    monkeypatch.setenv("UPCONV_ISA", request.param)
    monkeypatch.setattr(generic, "forward", declined)
    monkeypatch.setattr(generic, "weight_gradient", declined)
    return isa.current()


# (kernel, stride, dilation, crop at begin and end) per axis; the last axis is the one swept.
PLAIN, DOUBLE, TWICE, LINE = (3, 1, 1, 1, 1), (4, 2, 1, 1, 1), (2, 2, 1, 0, 0), (4, 1, 1, 0, 2)
KINDS = {
    "rows": ([PLAIN, PLAIN], 1),
    "interleaved": ([DOUBLE, (3, 2, 1, 1, 0)], 1),
    "no_overlap": ([TWICE, TWICE], 1),
    "gaps": ([(1, 3, 1, 0, -2)], 1),
    "many_phases": ([(9, 5, 1, 2, 1)], 1),
    "dilated": ([(2, 1, 2, 0, 0), (3, 2, 3, 2, 1)], 1),
    "depthwise": ([DOUBLE, DOUBLE], 5),
    "volume": ([TWICE, PLAIN, (3, 2, 1, 1, 0)], 1),
    "long": ([(41, 3, 1, 20, 19)], 1),
}


def integers(draw, shape, dtype, last):
    values = draw.integers(-4, 5, shape).astype(dtype)
    return np.moveaxis(np.ascontiguousarray(np.moveaxis(values, 1, -1)), -1, 1) if last else values


def check(axes, spatial, channels, dtype, *, transposed, groups=1, images=1, last=False):
    """Compare result and weight gradient of one layer with NumPy's form."""
    draw = np.random.default_rng([*spatial, *channels])
    inner, outer = channels
    x = integers(draw, (images, inner * groups, *spatial), dtype, last)
    shape = (inner * groups, outer) if transposed else (outer * groups, inner)
    weight = integers(draw, (*shape, *(axis.kernel for axis in axes)), dtype, False)
    bias = integers(draw, (outer * groups,), dtype, False)
    sizes = [
        axis.output_size(i) if transposed else axis.convolution_size(i)
        for axis, i in zip(axes, spatial, strict=True)
    ]
    wanted = integers(draw, (images, outer * groups, *sizes), dtype, last)
    found = np.full_like(wanted, np.nan)
    rest = (axes, groups, transposed)
    FORWARD(x, weight, bias, ("relu", 0.0), wanted, *rest)
    dispatch.forward(x, weight, bias, ("relu", 0.0), found, *rest)
    np.testing.assert_array_equal(found, wanted)
    np.testing.assert_array_equal(
        dispatch.weight_gradient(x, wanted, weight.shape, *rest)[0],
        GRADIENT(x, wanted, weight.shape, *rest),
    )


def around(lanes, vectors=VECTORS):
    """Return the sizes one below, at and one above every number of whole vectors."""
    return sorted({1} | {lanes * v + by for v in vectors for by in (-1, 0, 1)} - {0})


@pytest.mark.parametrize("kind", KINDS)
@sides
def test_widths_around_every_vector_and_tile(instructions, kind, dtype, transposed):
    given, groups = KINDS[kind]
    axes = tuple(Axis(*axis) for axis in given)
    channels = (1, 1) if groups > 1 else (3, 4)
    row = axes[-1]
    for n, size in enumerate(around(instructions.lanes(np.dtype(dtype).itemsize))):
        # The side that is computed has this many positions of each phase, or a few more.
        width = size if transposed else row.stride * (size - 1) + row.extent - row.begin - row.end
        if width < 1:
            continue
        spatial = (*(3, 4)[: len(axes) - 1], width)
        options = {"transposed": transposed, "groups": groups, "last": n % 3 == 2}
        check(axes, spatial, channels, dtype, **options)


@sides
def test_channels_around_every_vector_and_tile_on_small_images(instructions, dtype, transposed):
    lanes = instructions.lanes(np.dtype(dtype).itemsize)
    row = Axis(*TWICE)
    for outer in sorted({2, 5, 6, 7} | set(around(lanes, (1, 2)))):
        for images in (1, 2, 5):
            options = {"transposed": transposed, "images": images, "last": images == 2}
            check((row, row), (2, 4), (7, outer), dtype, **options)


@pytest.mark.usefixtures("instructions")
@sides
def test_positions_around_every_tile_of_one_pixel(transposed, dtype):
    square = Axis(4, 1, 1, 0, 0)
    for images in range(1, 18):
        spatial = (1, 1) if transposed else (4, 4)
        check((square, square), spatial, (5, 9), dtype, transposed=transposed, images=images)


WINOGRAD = {"interleaved": [DOUBLE, PLAIN], "rows": [PLAIN, (2, 1, 1, 0, 1)], "line": [LINE]}


@pytest.mark.parametrize("kind", WINOGRAD if COMPLETE else ["interleaved"])
@sides
def test_winograd_in_every_tiling_that_is_smallest_or_largest(
    instructions, kind, dtype, transposed
):
    given = WINOGRAD[kind]
    axes = tuple(Axis(*axis)._replace(stride=axis[1] if transposed else 1) for axis in given)
    lanes = instructions.lanes(np.dtype(dtype).itemsize)
    spatial = (5, 7)[-len(axes) :]
    with winograd_choice.forced() as choice:
        for number in (0, -1):
            choice.take(number)
            for n, size in enumerate(around(lanes, (1, 2))):
                layouts = [("first",) * 3, ("last", "first", "last"), ("apart",) * 3][n % 3]
                options = {"transposed": transposed, "layouts": layouts, "gradient": n == 1}
                channels = (size, 2 * lanes + 3 - size % 3)
                winograd_choice.check(axes, spatial, channels, dtype, **options)
                winograd_choice.check(axes, spatial, (3, size), dtype, groups=2, **options)
