"""How blocks are chosen: larger ones where their borders weigh and the cache has the room."""

import contextlib
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upconv.axis import Axis
from upconv.engine.codegen.interleave import deinterleave, interleave
from upconv.engine.fallback import blas, generic, matmul
from upconv.engine.forms.direct import blocks
from upconv.engine.forms.direct.plan import grid_columns, phases_together, plan_of
from upconv.engine.problem import Problem
from upconv.engine.process import cache_sizes, memory
from upconv.engine.process.isa import ISA
from upconv.errors import OutOfMemoryError

AVX2 = ISA("avx2", 256, 16, True, "x86-64-v3", "")


class Lists:
    """What `interleave` needs of a function, on lists of numbers."""

    def shuffle(self, left, right, indices):
        return [(left + right)[n] for n in indices]


@given(st.integers(1, 3000), st.sampled_from([1, 2, 4, 8, 16]), st.integers(-1, 2048))
def test_whole_tiles_waste_the_fewest_lanes_of_all(length, lanes, most):
    found = blocks._whole_tiles(length, lanes, most)
    share = [-(-n * length // lanes) * lanes / (n * length) for n in range(1, max(most, 1) + 1)]
    assert round(share[found - 1], 3) == round(min(share), 3)
    assert all(round(each, 3) > round(share[found - 1], 3) for each in share[found:])


def test_the_fallback_sums_a_single_product():
    axes, shape = (Axis(1, 1, 1, 0, 0),), (1, 1, 1)
    x, grad = np.full(shape, 3.0), np.full(shape, 5.0)
    assert generic.weight_gradient(x, grad, shape, axes, 1, transposed=True) == 15


def test_the_fallback_reads_nothing_where_every_output_is_before_the_input():
    x, weight, out = np.ones((1, 1, 4)), np.ones((1, 1, 1)), np.full((1, 1, 3), 7.0)
    axes = (Axis(1, 1, 1, -6, 7),)  # outputs -6 to -4 of 0 to 3
    generic.forward(x, weight, None, None, out, axes, 1, transposed=True)
    assert not out.any()


@given(st.integers(1, 1 << 40))
def test_recycled_blocks_waste_at_most_an_eighth_or_a_huge_page(size):
    rounded = memory._size_class(size)
    assert size <= rounded < size + max(size / 8, memory.HUGE)
    assert memory._size_class(rounded) == rounded


def test_a_size_no_system_has_is_out_of_memory():
    with pytest.raises(OutOfMemoryError, match="results and workspace"):
        memory._mapping(1 << 80)


@pytest.mark.parametrize("lanes", [2, 4, 8])
@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_phases_are_taken_apart_as_they_were_woven(lanes, count):
    rows = [[(row, lane) for lane in range(lanes)] for row in range(count)]
    interleaved = interleave(Lists(), rows, lanes)
    assert list(itertools.chain(*interleaved)) == [
        (row, lane) for lane in range(lanes) for row in range(count)
    ]
    assert deinterleave(Lists(), interleaved, lanes) == rows


@pytest.mark.parametrize(("text", "size"), [("1024K\n", 1 << 20), ("what", 512 << 10)])
def test_the_second_level_cache(text, size, tmp_path, monkeypatch):
    said = tmp_path / "size"
    said.write_text(text)
    monkeypatch.setattr(cache_sizes, "_SECOND_LEVEL", said)
    cache_sizes.second_level.cache_clear()
    assert cache_sizes.second_level() == size
    monkeypatch.setattr(cache_sizes, "_SECOND_LEVEL", tmp_path / "none")
    cache_sizes.second_level.cache_clear()
    assert cache_sizes.second_level() == cache_sizes.COMMON
    cache_sizes.second_level.cache_clear()


def test_blocks_grow_where_their_borders_weigh(monkeypatch):
    long = plan_of(Problem.of((Axis(9, 3, 1, 4, 4),) * 2, True, (56, 1), 4), AVX2)
    short = plan_of(Problem.of((Axis(2, 2, 1, 0, 0),) * 2, True, (64, 32), 4), AVX2)
    found = {}
    for size in (512 << 10, 1 << 20):
        monkeypatch.setattr(blocks, "second_level", lambda size=size: size)
        found[size] = [blocks.choose_blocks(plan, 1, (1, 180, 320)).size for plan in (long, short)]
    (small, same), (large, as_before) = found.values()
    assert large[2] > small[2]
    assert as_before == same


def test_phases_are_read_together_unless_many_are_read_by_no_tap():
    def problem(kernel, step):
        return Problem.of((Axis(kernel, step, 1, 0, 0),), False, (2, 3), 4)

    together = {(4, 2): 2, (3, 3): 3, (4, 4): 4, (2, 3): 3, (1, 2): 1, (3, 1): 1, (5, 5): 1}
    for (kernel, step), count in together.items():
        assert phases_together(problem(kernel, step)) == count
    assert [tuple(each) for each in grid_columns(problem(2, 3), expanded=False)] == [
        (0, 0),
        (1, 0),
        (2, 0),
    ]


@pytest.mark.parametrize("itemsize", [4, 8])
@pytest.mark.parametrize("rows", [1, 100, 5000])
def test_products_of_matrices_are_cut_into_blocks_of_so_many_bytes(rows, itemsize):
    columns = 300_000
    cut = list(matmul._blocks(columns, rows, itemsize))
    assert [n for part in cut for n in range(part.start, part.stop)] == list(range(columns))
    step = cut[0].stop
    assert step == 256 or step * rows * itemsize <= matmul.BLOCK_BYTES
    assert (step + 1) * rows * itemsize > matmul.BLOCK_BYTES or step == columns
    chunks = list(matmul._chunks(100, rows * itemsize << 10))
    assert chunks[0].start == 0
    assert chunks[-1].stop == 100
    assert all(
        (part.stop - part.start) * rows * itemsize << 10 <= matmul.CHUNK_BYTES
        or part.stop - part.start == 1
        for part in chunks
    )


@pytest.mark.parametrize("ndim", [1, 2, 3])
def test_threads_are_chosen_by_the_multiplications_of_one_product(ndim, monkeypatch):
    asked = []
    monkeypatch.setattr(
        blas, "threads_for", lambda count: asked.append(count) or contextlib.nullcontext()
    )
    x, weight = np.ones((1, 6, *[4] * ndim)), np.ones((6, 2, *[3] * ndim))
    out = np.empty((1, 4, *[6] * ndim))
    axes = (Axis(3, 1, 1, 0, 0),) * ndim
    for limit in (1 << 20, 200):  # all positions at once, and five
        monkeypatch.setattr(matmul, "BLOCK_BYTES", limit)
        generic.forward(x, weight, None, None, out, axes, 2, transposed=True)
    positions = out[0, 0].size
    assert asked == [6 * positions, 6 * min(positions, 200 // 8 // (3 + 2))]
