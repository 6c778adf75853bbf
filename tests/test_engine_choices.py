"""Every choice that a call makes, held to the number: which form, how it is cut, what it costs.

Any of them computes the same sums, so no test of values notices another one. A line of
tests/golden/choices.txt is a layer on an instruction set; the words that tell most are in it, and
a hash of all words and tables. After a change that is wanted:

    UPCONV_ACCEPT_GOLDEN=1 python -m pytest tests/test_engine_choices.py
"""

import difflib
import hashlib
import importlib
import itertools
import math
import os
import pkgutil
from pathlib import Path

import numpy as np
import pytest

from upconv.axis import Axis

generated_gradient = pytest.importorskip("upconv.engine.generated_gradient")

from upconv import engine  # noqa: E402 - after the skip where llvmlite is missing
from upconv.bounded_cache import BoundedCache  # noqa: E402
from upconv.engine import generated  # noqa: E402
from upconv.engine.calls import args  # noqa: E402
from upconv.engine.forms.direct import blocks, schedule, weights  # noqa: E402
from upconv.engine.forms.direct.grid import kinds_of  # noqa: E402 - after the skip where llvmlite is missing
from upconv.engine.forms.direct.plan import plan_of  # noqa: E402
from upconv.engine.forms.igemm import form, specialisation  # noqa: E402
from upconv.engine.forms.igemm import schedule as igemm_schedule  # noqa: E402
from upconv.engine.forms.igemm.plan import igemm_plan_of  # noqa: E402
from upconv.engine.forms.winograd import cost  # noqa: E402
from upconv.engine.forms.winograd import schedule as winograd_schedule  # noqa: E402
from upconv.engine.forms.winograd.plan import tilings  # noqa: E402
from upconv.engine.problem import Problem  # noqa: E402
from upconv.engine.process.isa import ISA  # noqa: E402 - after the skip where llvmlite is missing

CHOICES = Path(__file__).with_name("golden") / "choices.txt"
ACCEPT = os.environ.get("UPCONV_ACCEPT_GOLDEN") == "1"
HOW = "if this is wanted, run with UPCONV_ACCEPT_GOLDEN=1 and look at what git shows"

SETS = {
    "avx512": ISA("avx512", 512, 32, True, "znver4", ""),
    "avx2": ISA("avx2", 256, 16, True, "x86-64-v3", ""),
    "generic": ISA("generic", 128, 16, False, "", ""),
}
# Direction, (kernel, stride, dilation, begin, end) of the axes, channels, input, images, groups.
DOUBLE, SAME, HALF, WHOLE = (4, 2, 1, 1, 1), (3, 1, 1, 1, 1), (3, 2, 1, 1, 0), (1, 1, 1, 0, 0)
FIVE, FOUR, LONG = (5, 2, 1, 2, 1), (2, 2, 1, 0, 0), (9, 3, 1, 4, 4)
LAYERS = (
    ("convt", [DOUBLE] * 2, (64, 32), (28, 28), 1, 1),
    ("convt", [DOUBLE] * 2, (3, 64), (7, 9), 5, 1),
    ("convt", [DOUBLE] * 2, (512, 256), (4, 4), 1, 1),
    ("convt", [DOUBLE] * 2, (512, 256), (16, 16), 8, 1),
    ("convt", [DOUBLE] * 2, (256, 3), (90, 160), 1, 1),
    ("convt", [DOUBLE] * 2, (1, 1), (33, 41), 2, 6),
    ("convt", [DOUBLE] * 3, (32, 16), (8, 10, 12), 2, 1),
    ("convt", [DOUBLE] * 3, (4, 7), (20, 30, 40), 1, 2),
    ("convt", [DOUBLE], (96, 48), (500,), 3, 1),
    ("convt", [DOUBLE], (130, 65), (17,), 2, 2),
    ("convt", [(16, 8, 1, 4, 4)], (40, 20), (1000,), 1, 1),
    ("convt", [(64, 16, 1, 0, 0)], (6, 1), (300,), 1, 1),
    ("convt", [SAME] * 2, (64, 96), (20, 20), 2, 1),
    ("convt", [SAME] * 2, (200, 100), (56, 56), 1, 1),
    ("convt", [SAME] * 3, (16, 24), (9, 18, 20), 2, 1),
    ("convt", [FOUR] * 2, (128, 64), (32, 32), 4, 1),
    ("convt", [FOUR] * 3, (64, 32), (6, 12, 12), 1, 1),
    ("convt", [FIVE] * 2, (256, 128), (8, 8), 16, 1),
    ("convt", [LONG] * 2, (56, 1), (180, 320), 1, 1),
    ("convt", [(2, 3, 1, 0, 0)] * 2, (8, 12), (15, 15), 2, 1),
    ("convt", [(3, 1, 3, 2, 4), (5, 2, 2, 3, 1)], (12, 20), (14, 50), 2, 2),
    ("convt", [WHOLE, DOUBLE], (24, 8), (5, 2500), 1, 1),
    ("convt", [(7, 1, 1, 0, 0)] * 2, (100, 512), (1, 1), 64, 1),
    ("conv", [SAME] * 2, (64, 64), (56, 56), 1, 1),
    ("conv", [SAME] * 2, (3, 32), (224, 224), 2, 1),
    ("conv", [SAME] * 2, (512, 512), (7, 7), 1, 1),
    ("conv", [SAME] * 2, (256, 12), (64, 64), 1, 1),
    ("conv", [SAME] * 3, (24, 40), (10, 22, 24), 1, 1),
    ("conv", [SAME] * 3, (64, 128), (16, 16, 16), 2, 1),
    ("conv", [HALF] * 2, (32, 64), (56, 56), 2, 1),
    ("conv", [HALF] * 3, (4, 9), (12, 22, 24), 2, 1),
    ("conv", [(4, 4, 1, 0, 0)] * 2, (3, 96), (64, 64), 1, 1),
    ("conv", [(1, 2, 1, 0, 0)] * 2, (60, 70), (30, 30), 3, 1),
    ("conv", [WHOLE] * 2, (300, 200), (14, 14), 2, 1),
    ("conv", [WHOLE], (2000, 1000), (1,), 3, 1),
    ("conv", [WHOLE], (1500, 1), (40,), 1, 1),
    ("conv", [(25, 5, 1, 12, 12)], (2, 16), (4000,), 1, 1),
    ("conv", [(3, 1, 4, 4, 4)] * 2, (40, 24), (40, 40), 1, 4),
    ("conv", [SAME, WHOLE, SAME], (8, 16), (40, 5, 6), 2, 1),
    ("conv", [(5, 1, 1, 2, 2), WHOLE], (16, 33), (60, 9), 7, 1),
)
THREADS = (1, 4)
MOST = 40  # lines of a difference
SHOWN = ("tasks", "chunks", "block_n", "block_z", "block_y", "block_x", "space_bytes")


@pytest.fixture(autouse=True)
def _a_common_cache(monkeypatch):
    monkeypatch.setattr(blocks, "second_level", lambda: 1 << 20)
    monkeypatch.delenv("UPCONV_WINOGRAD", raising=False)


def steps(shape, last):
    """Return the strides in elements of an array whose channels come last, or second."""
    order = (0, *range(2, len(shape)), 1) if last else range(len(shape))
    lies = [shape[n] for n in order]
    found = {n: math.prod(lies[at + 1 :]) for at, n in enumerate(order)}
    return tuple(found[n] for n in range(len(shape)))


def _output_size(axis, size, transposed):
    if transposed:
        return axis.output_size(size)
    return (size + axis.begin + axis.end - axis.extent) // axis.stride + 1


def call(layer, itemsize, last):
    """Return the problem of a layer, and groups, shapes and strides as schedules take them."""
    kind, given, channels, size, images, groups = layer
    axes, transposed = [Axis(*each) for each in given], kind == "convt"
    out_size = [_output_size(axis, i, transposed) for axis, i in zip(axes, size, strict=True)]
    layout = "last" if last else "first"
    activation = "relu" if images % 2 else None
    problem = Problem.of(tuple(axes), transposed, channels, itemsize, True, activation, layout)
    shapes = [
        generated.padded((images, groups * count, *extent), 1)
        for count, extent in zip(channels, (size, out_size), strict=True)
    ]
    kernel = [axis.kernel for axis in axes]
    outer = (
        (groups * channels[0], channels[1]) if transposed else (groups * channels[1], channels[0])
    )
    weight = (*outer, *kernel)
    strides = (
        *(steps(shape, last) for shape in shapes),
        generated.weight_steps(problem, steps(weight, last=False)),
    )
    return problem, (groups, tuple(shapes), strides)


def written(listed, tables):
    """Return the words that say most, and a hash of everything."""
    found = hashlib.sha256()
    for name, table in sorted(tables.items()):
        found.update(f"{name} {np.shape(table)} {np.ravel(table).tolist()}".encode())
    shown = [int(listed[args.INDEX[name]]) for name in SHOWN]
    return f"{' '.join(map(str, shown))} {found.hexdigest()[:10]}"


def _of_tables(listed, **more):
    words = listed.words.copy()
    words[[args.INDEX[name] for name in listed.tables]] = 0  # addresses
    tables = {"words": words, **listed.tables}
    sizes = (listed.space_bytes, listed.packed_items, int(listed.packed_in_tasks))
    return written(listed.words, {**tables, "sizes": sizes, **more})


def of_direct(plan, sizes, threads):
    made = schedule.schedule(plan, *sizes, threads)
    return written(
        made.words, made._asdict() | {"plan": repr((plan.depth, weights.sizes_of(plan)))}
    )


def of_direct_gradient(problem, isa, sizes):
    tile = generated_gradient._dot_tile(problem._replace(layout="first"), isa)
    made = schedule.gradient_schedule(
        plan_of(problem._replace(layout="first"), isa), tile[1:], *sizes
    )
    return written(made.words, made._asdict() | {"tile": tile})


def of_igemm(plan, sizes, threads):
    made = igemm_schedule.schedule(plan, *sizes, threads)
    return _of_tables(
        made, needs=repr(specialisation.specialisation_of(made, plan.lanes, ("relu",)))
    )


def of_igemm_gradient(plan, sizes, threads):
    made = igemm_schedule.gradient_schedule(plan, *sizes, threads)
    return _of_tables(made, needs=repr(specialisation.gradient_specialisation_of(made, plan.lanes)))


def lines_of(layer, isa, itemsize, last):
    """Yield (name, choice) of everything that is chosen for a layer."""
    problem, sizes = call(layer, itemsize, last)
    _, ((images, _, *_), (_, _, *out)), _ = sizes
    reason = form.declined(problem, isa)
    use = form.gradient_utilisation(problem, isa)
    winograd_costs = []
    for gradient in (False, True):
        least, tiling = cost.least(problem, isa, images, tuple(out), gradient=gradient)
        winograd_costs.append(f"{least:.6g} {tiling and tuple(tiling.units)}")
    direct = cost.direct_cost(igemm_plan_of(problem, isa), images, tuple(out))
    best = cost.best(problem, isa, images, tuple(out)) is not None
    costs = f"winograd {'; '.join(winograd_costs)}; direct {direct:.6g}"
    yield "form", f"{reason}; use {use:.6g}; {costs}; {best}"
    plan, columns = plan_of(problem, isa), igemm_plan_of(problem, isa)
    for threads in THREADS:
        yield f"direct {threads}", of_direct(plan, sizes, threads)
        yield f"igemm {threads}", of_igemm(columns, sizes, threads)
        yield f"igemm gradient {threads}", of_igemm_gradient(columns, sizes, threads)
        for tiling in tilings(problem, isa):
            units = "x".join(map(str, tiling.units))
            made = winograd_schedule.schedule(tiling, *sizes, threads)
            yield f"winograd {units} {threads}", _of_tables(made)
            made = winograd_schedule.gradient_schedule(tiling, *sizes, threads)
            yield f"winograd gradient {units} {threads}", _of_tables(made)
    yield "direct gradient", of_direct_gradient(problem, isa, sizes)


def words_of(**values):
    """Return a frame with these words."""
    words = np.zeros(len(args.FIELDS), np.int64)
    for name, value in values.items():
        words[args.INDEX[name]] = value
    return words


def name_of(layer):
    kind, axes, channels, size, images, groups = layer
    lies = "x".join(f"k{k}s{s}d{d}p{p}+{q}" for k, s, d, p, q in axes)
    extent = "x".join(map(str, size))
    return f"{kind} {lies} {channels[0]}-{channels[1]} {extent} n{images} g{groups}"


def cases():
    """Yield (name, layer, instruction set, bytes of an element, whether channels are last)."""
    kinds = itertools.cycle(
        [("avx2", 4), ("avx512", 4), ("avx2", 8), ("avx512", 8), ("generic", 4)]
    )
    for layer, last in itertools.product(LAYERS, (False, True)):
        isa, itemsize = next(kinds)
        lies = "last" if last else "first"
        yield f"{name_of(layer)} {lies} {isa} f{8 * itemsize}", layer, isa, itemsize, last


def constants():
    """Yield what choices are made by, which may decide only where layers are large, and bounds."""
    for found in pkgutil.walk_packages(engine.__path__, f"{engine.__name__}."):
        for name, value in vars(importlib.import_module(found.name)).items():
            title = f"{found.name.removeprefix('upconv.engine.')}.{name}"
            if name[0] != "_" and name.isupper() and type(value) in (int, float):
                yield f"{title} = {value}"
            elif isinstance(value, BoundedCache):
                yield f"{title} holds {value.most}"
            elif hasattr(value, "cache_parameters"):
                yield f"{title} holds {value.cache_parameters()['maxsize']}"


def choices():
    """Return the lines of the file: constants, then each layer and what is chosen for it."""
    lines = [*sorted(constants()), f"# {' '.join(SHOWN)} hash"]
    for name, layer, isa, itemsize, last in cases():
        lines.append(name)
        lines += [
            f"  {what}: {choice}" for what, choice in lines_of(layer, SETS[isa], itemsize, last)
        ]
    return lines


def test_every_choice_is_what_it_was():
    found = choices()
    if ACCEPT:
        CHOICES.write_text("\n".join([*found, ""]), encoding="utf-8", newline="\n")
    known = CHOICES.read_text(encoding="utf-8").splitlines() if CHOICES.exists() else []
    if found != known:
        lines = list(difflib.unified_diff(known, found, CHOICES.name, "now", lineterm="", n=0))
        pytest.fail("\n".join([*lines[:MOST], f"{len(lines)} lines; {HOW}"]), pytrace=False)


@pytest.mark.parametrize(
    ("bits", "cpu", "names"),
    [
        (512, "znver4", ["avx512", "avx512vl"]),
        (512, "sapphirerapids", ["avx512"]),
        (256, "znver4", ["avx512"]),
    ],
)
def test_shorter_vectors_are_a_choice_where_long_ones_run_in_halves(bits, cpu, names):
    widths = ISA("avx512", bits, 32, True, cpu, "").widths()
    assert [isa.name for isa in widths] == names
    assert [isa.bits for isa in widths] == [bits, 256][: len(names)]


@pytest.mark.parametrize(
    ("x_x", "step_x", "phases_together", "kind"),
    [
        (1, 1, 1, 1),
        (1, 2, 2, 2),
        (1, 3, 3, 3),
        (1, 4, 4, 4),
        (1, 2, 1, 0),  # the phases are read one by one
        (1, 5, 5, 0),  # more than registers take apart
        (6, 1, 1, 0),  # channels lie beside each other
    ],
)
def test_neighbours_in_memory_are_read_in_whole_vectors(x_x, step_x, phases_together, kind):
    words = words_of(x_x=x_x, step_x=step_x, phases_together=phases_together)
    assert kinds_of(words, words) == (kind, kind)


@pytest.mark.parametrize(
    ("block_x", "unit_x", "in_x", "fills"),
    [(8, 4, 90, True), (7, 4, 90, True), (8, 1, 90, True), (7, 1, 90, False), (8, 4, 7, False)],
)
def test_inputs_are_turned_where_a_row_of_a_block_fills_a_vector(block_x, unit_x, in_x, fills):
    """The tiles of a row are whole."""
    words = words_of(x_x=1, x_c=90, in_channels=99, strip_channels=99, in_x=in_x, step_x=1)
    words[args.INDEX["block_x"]], words[args.INDEX["unit_x"]] = block_x, unit_x
    assert specialisation._fill(words, 8) == ("transposed" if fills else "strided")
