"""Weights that the tasks of a call transform, a block at a time, against direct convolution."""

import itertools

import numpy as np
import pytest

import upconv
from guarded import Guarded, needs_mprotect
from upconv import reference
from upconv.axis import Axis
from upconv.bench.cases import CASES

pytest.importorskip("llvmlite")

from upconv.engine import generated
from upconv.engine.calls.packed_weight import PackedWeight
from upconv.engine.forms.winograd import pack, schedule, weight_blocking
from upconv.engine.process import isa
from winograd_choice import check, forced, forget, word

pytestmark = pytest.mark.numeric

SAME = Axis(3, 1, 1, 1, 1)
DOUBLE = Axis(4, 2, 1, 1, 1)
EIGHTFOLD = Axis(16, 8, 1, 4, 4)
UNEVEN = Axis(5, 3, 1, 1, 1)  # classes of one phase and of two
INNER = (1, pack.STRIP - 1, pack.STRIP, 2 * pack.STRIP + 1, 3 * pack.STRIP)


@pytest.fixture
def choice(monkeypatch):
    """Take every weight for a large one, in blocks of one strip of channels, and small blocks."""
    small = {"LARGE_BYTES": -1, "MOST_TILES": 1 << 20, "WEIGHT_BLOCK_BYTES": 1, "LEAST_DEPTH": 1}
    for name, value in small.items():
        monkeypatch.setattr(weight_blocking, name, value)
    monkeypatch.setattr(schedule, "MANY_TILES", 3)
    with forced() as made:
        yield made


@pytest.mark.parametrize(
    ("layout", "dtype"), [("first", np.float32), ("last", np.float32), ("apart", np.float64)]
)
@pytest.mark.parametrize(
    ("axes", "transposed"),
    [
        ((DOUBLE, DOUBLE), True),
        ((EIGHTFOLD,), True),
        ((UNEVEN, SAME), True),
        ((SAME, SAME), False),
        ((SAME, SAME, SAME), False),
        ((UNEVEN, SAME, DOUBLE), True),
    ],
)
def test_weight_blocks_of_every_kind_of_layer(axes, transposed, layout, dtype, choice):
    lanes = isa.current().lanes(np.dtype(dtype).itemsize)
    sizes = zip(INNER, (1, lanes - 1, lanes + 1, 3 * lanes, 4 * lanes + 2), strict=True)
    for number, (inner, outer) in enumerate(sizes):
        choice.take(number)
        given = {"transposed": transposed, "groups": 1 + number % 2}
        layouts = ("first", layout, layout)
        spatial = (3, 4, 5)[-len(axes) :]
        prepared = check(axes, spatial, (inner, outer), dtype, layouts=layouts, **given)
        assert prepared._unpacked
        assert word(prepared, "depth") == min(inner, pack.STRIP)


@pytest.mark.usefixtures("choice")
def test_classes_are_summed_in_turns():
    wide, narrow = (check((axis,) * 2, (5, 4), (9, 6), transposed=True) for axis in (DOUBLE, SAME))
    assert [word(each, "blocks_per_round") for each in (wide, narrow)] == [2, 1]
    assert [word(each, "inputs_slots") for each in (wide, narrow)] == [2, 1]


@pytest.mark.parametrize("kernel", [(4, 4), (3, 3, 3)])
def test_a_kept_weight_and_any_number_of_threads_give_the_same_bits(kernel, choice, monkeypatch):
    draw = np.random.default_rng(0)
    x = draw.standard_normal((2, 19, *(5, 4, 6)[-len(kernel) :]), np.float32)
    weight = draw.standard_normal((19, 37, *kernel), np.float32)
    found = set()
    for count, keep in itertools.product((1, 2, 3, 7), (False, True)):
        monkeypatch.setenv("UPCONV_NUM_THREADS", str(count))
        given = PackedWeight(weight) if keep else weight
        found.add(upconv.conv_transpose(x, given, stride=2, padding=1).tobytes())
    assert choice.taken is not None
    assert len(found) == 1


@pytest.mark.usefixtures("choice")
def test_a_kept_weight_serves_sizes_that_turn_it_and_that_do_not(monkeypatch):
    draw = np.random.default_rng(0)
    weight = draw.integers(-4, 5, (9, 7, 3, 3)).astype(np.float32)
    kept = PackedWeight(weight)
    monkeypatch.setattr(weight_blocking, "MOST_TILES", 9)
    for size in (2, 20, 3, 21):
        x = draw.integers(-4, 5, (1, 9, size, size + 1)).astype(np.float32)
        wanted = reference.scatter(x, weight, padding=1)
        np.testing.assert_array_equal(upconv.conv_transpose(x, kept, padding=1), wanted)
        np.testing.assert_array_equal(upconv.conv_transpose(x, weight, padding=1), wanted)
    assert len(kept._copies) == 2


@pytest.mark.usefixtures("choice")
def test_what_is_not_finite_stays_where_it_belongs(monkeypatch):
    draw = np.random.default_rng(0)
    x = draw.standard_normal((1, 9, 6, 5), np.float32)
    weight = draw.standard_normal((9, 7, 3, 3), np.float32)
    x[0, 3, 2, 2] = np.inf
    found = upconv.conv_transpose(x, weight, padding=1)
    monkeypatch.setenv("UPCONV_WINOGRAD", "off")
    wanted = upconv.conv_transpose(x, weight, padding=1)
    assert found.tobytes() == wanted.tobytes()
    assert np.isfinite(found).any()


@needs_mprotect
@pytest.mark.parametrize("at_end", [False, True])
@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize(("axis", "rank"), [(DOUBLE, 2), (EIGHTFOLD, 1), (SAME, 3)])
def test_nothing_outside_the_weight_is_read(axis, rank, last, at_end, choice):
    lanes, guarded = isa.current().lanes(4), Guarded()
    kernel, inner = (axis.kernel,) * rank, pack.STRIP + 1
    for outer in (1, lanes - 1, lanes, lanes + 1):
        shape = (inner, *kernel, outer) if last else (inner, outer, *kernel)
        weight = guarded.place(np.ones(shape, np.float32), at_end=at_end)
        weight = np.moveaxis(weight, -1, 1) if last else weight
        x = np.ones((1, inner, *(2, 3, 4)[:rank]), np.float32)
        given = {"stride": axis.stride, "padding": axis.begin}
        found = upconv.conv_transpose(x, weight, **given)
        assert choice.taken is not None
        np.testing.assert_array_equal(found, reference.scatter(x, weight, **given))


@pytest.mark.parametrize("name", ["dcgan_g2", "pose_256", "hifigan_u1", "istft_1024"])
def test_a_large_weight_is_in_no_workspace(name):
    forget()
    case = CASES[name]
    x, weight, bias = case.draw()[:3]
    upconv.conv_transpose(x, weight, bias, **case.settings)
    (prepared,) = generated._EXECUTABLES.values()
    if not prepared.plan.form.startswith("Winograd"):
        pytest.skip("direct convolution is faster with these vectors")
    assert prepared._unpacked
    pool = prepared._pool
    assert pool._bytes == pool.space * prepared._threads
