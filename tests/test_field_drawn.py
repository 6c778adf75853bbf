"""`upconv.field` on drawn PyTorch models, compared with what their outputs depend on.

Sequences, residuals, concatenations and U-Nets of one to three axes, in float64: every set of
inputs that an output reads, at the borders too; every output size; pieces cut at their halo.
"""

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

torch = pytest.importorskip("torch", reason="PyTorch is not installed")

import upconv  # noqa: E402
from field_models import Crop, Draw, Models, Unpooled, dependence, positive  # noqa: E402
from upconv import errors  # noqa: E402

LARGEST = {1: 400, 2: 64, 3: 32}
RECORDED = {1: (48, 96, 36, 160), 2: (24, 36, 48, 12), 3: (12, 18, 24)}
REFUSED = (RuntimeError, ValueError)  # of PyTorch


@pytest.mark.filterwarnings("ignore")
@given(st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_field_of_a_drawn_model_is_what_its_outputs_depend_on(data):
    def draw(low: int, high: int) -> int:
        return data.draw(st.integers(low, high))

    assume(held(draw, draw(1, 3)))


def held(draw: Draw, ndim: int) -> bool:
    """Compare one drawn model; False if it does not run, or sees everything."""
    torch.manual_seed(0)
    model = Models(draw, ndim).sequence(2 if ndim < 3 else 1, 4 if ndim == 1 else 3)
    model = positive(model)
    recorded = next((n for n in RECORDED[ndim] if ran(model, (n,) * ndim) is not None), None)
    if recorded is None:
        return False
    found = upconv.field(model, torch.zeros(1, 2, *(recorded,) * ndim, dtype=torch.float64))
    if not found.bounded:
        assert {one.kind for one in found.sees_all} <= {"resize to a size"}
        return False
    if 0 in found.receptive_field:  # no input is read, on the other axes neither
        return False
    sizes = chosen(draw, found, ndim)
    if sizes is None:
        return False
    y = ran(model, sizes)
    assert y is not None
    assert found.output_size(sizes) == tuple(y.shape[2:])
    for axis in range(ndim):
        compare_reads(model, found, sizes, axis)
        compare_sizes(model, found, sizes, axis)
        compare_pieces(draw, model, found, sizes, axis)
    return True


def ran(model, sizes):
    """Return the output for random numbers, or None if the model refuses this size."""
    x = torch.rand(1, 2, *sizes, dtype=torch.float64, generator=torch.Generator().manual_seed(2))
    try:
        with torch.no_grad():
            y = model(x)
    except REFUSED:
        return None
    return y if y.numel() else None


def chosen(draw, found, ndim):
    """Return a size per axis, so large that no border matters in the middle."""
    sizes = []
    for axis in found.axes:
        steps = range(axis.alignment, LARGEST[ndim] + 1, axis.alignment)
        allowed = [n for n in steps if n in axis.sizes]
        wide = [n for n in allowed if n >= axis.network.extent + axis.alignment] or allowed
        if not wide:
            return None
        sizes.append(wide[draw(0, min(1, len(wide) - 1))])
    return tuple(sizes) if np.prod(sizes) <= 20_000 else None


def compare_reads(model, found, sizes, axis):
    depends = dependence(model, (1, 2, *sizes), axis)
    network = found.axes[axis].network
    # An unpooling writes where the pooling found the largest value: some of what it may read.
    part = any(isinstance(one, Unpooled) for one in model.modules())
    for o, row in enumerate(depends):
        own = np.zeros_like(row)
        for first, stop in network.cone((o, o + 1), sizes[axis]).spans[0]:
            own[first:stop] = True
        assert not (row & ~own).any(), (axis, o)
        assert part or np.array_equal(row, own), (axis, o)
    if part:
        return
    one = found.axes[axis]
    for o, row in enumerate(depends):
        periods, phase = divmod(o, one.outputs)
        read = one.reads[phase]
        if read is None or not inner(one, o, sizes[axis]):
            continue
        places = np.flatnonzero(row)
        shift = periods * one.alignment
        assert (places[0], places[-1]) == (read[0] + shift, read[1] + shift), (axis, o)
        assert places[-1] - places[0] < one.receptive_field
        assert places[-1] - int(o / one.scale) <= one.latency


def inner(one, o, size):
    """Tell whether an output sees no border."""
    sizes = one.network.sizes(size)
    spans = one.network.cone((o, o + 1)).spans
    return all(
        not spans[place] or (spans[place][0][0] >= 0 and spans[place][-1][1] <= n)
        for place, n in sizes.items()
    )


def compare_sizes(model, found, sizes, axis):
    one = found.axes[axis]
    for i in range(1, sizes[axis] + 1):
        shape = (*sizes[:axis], i, *sizes[axis + 1 :])
        y = ran(model, shape)
        # PyTorch also pads what a crop has left nothing of.
        empty = i < min(one.sizes.first) and any(isinstance(m, Crop) for m in model.modules())
        assert (y is not None) == one.network.allows(i) or empty, (axis, i)
        if y is None or empty:
            assert i not in one.sizes
            if not one.network.allows(i):
                with pytest.raises(errors.GeometryError, match="`input_size` must be a size on"):
                    found.output_size(shape)
        else:
            assert found.output_size(shape) == tuple(y.shape[2:]), (axis, i)
            assert i not in one.sizes or i in one.input_sizes(y.shape[2 + axis])


def compare_pieces(draw, model, found, sizes, axis):
    if any(isinstance(one, Unpooled) for one in model.modules()):
        return  # rounding decides between two largest values
    one, whole = found.axes[axis], ran(model, sizes)
    assert one.halo is not None
    size, outputs = sizes[axis], whole.shape[2 + axis]
    units = max(size // one.alignment, 1)
    for _ in range(4):
        start = draw(0, units - 1)
        stop = draw(start + 1, units)
        a, b = start * one.alignment, stop * one.alignment
        first = int(a * one.scale)
        last = outputs if stop == units else min(int(b * one.scale), outputs)
        if first >= last:
            continue
        spans = [(0, n) for n in whole.shape[2:]]
        spans[axis] = (first, last)
        window = found.window(spans, sizes)[axis]
        assert window is not None
        assert window[0] % one.alignment == 0
        compare_piece(model, whole, sizes, axis, window, (first, last), one.scale)
        cut = max(a - one.halo[0], 0), size if stop == units else min(b + one.halo[1], size)
        cone = one.network.cone((first, last), size)
        borders = (cone.begins, cut[0]), (cone.ends, cut[1] - size)
        if one.network.allows(cut[1] - cut[0]) and not any(seen for seen, _ in borders):
            compare_piece(model, whole, sizes, axis, cut, (first, last), one.scale)


def compare_piece(model, whole, sizes, axis, window, outputs, scale):
    start, stop = window
    x = torch.rand(1, 2, *sizes, dtype=torch.float64, generator=torch.Generator().manual_seed(2))
    with torch.no_grad():
        y = model(x.narrow(2 + axis, start, stop - start))
    first = outputs[0] - int(start * scale)
    part = y.narrow(2 + axis, first, outputs[1] - outputs[0])
    expected = whole.narrow(2 + axis, outputs[0], outputs[1] - outputs[0])
    assert (part - expected).abs().max() <= 1e-9 * whole.abs().max(), (axis, window, outputs)
