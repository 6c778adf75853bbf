"""Generated code held to the letter: a change of the generator shows as a change of these files.

tests/golden/NAME.ll is the IR of one plan; where that is long, tests/golden/digests.txt has its
number of lines and a hash instead. The instruction sets are made up here, so nothing depends on
the machine that runs the tests. After a change that is wanted:

    UPCONV_ACCEPT_GOLDEN=1 python -m pytest tests/test_engine_golden.py
"""

import difflib
import hashlib
import os
import platform
import re
from pathlib import Path

import pytest

from upconv.axis import Axis

kernels = pytest.importorskip("upconv.engine.forms.direct.kernels")

import llvmlite.binding as llvm  # noqa: E402 - after the skip where it is missing

from upconv.engine.calls import activation_backward  # noqa: E402
from upconv.engine.codegen import compiler  # noqa: E402
from upconv.engine.codegen.module import new_module  # noqa: E402
from upconv.engine.forms.direct import dot, driver  # noqa: E402
from upconv.engine.forms.direct.plan import plan_of  # noqa: E402
from upconv.engine.forms.direct.scatter import Scatter  # noqa: E402
from upconv.engine.forms.igemm import driver as igemm_driver  # noqa: E402
from upconv.engine.forms.igemm.specialisation import Specialisation  # noqa: E402
from upconv.engine.forms.winograd import driver as winograd_driver  # noqa: E402
from upconv.engine.forms.winograd import gradient as winograd_gradient  # noqa: E402
from upconv.engine.forms.winograd import kernels as winograd_kernels  # noqa: E402
from upconv.engine.forms.winograd.transforms import transform  # noqa: E402
from upconv.engine.problem import Problem  # noqa: E402
from upconv.engine.process.isa import ISA  # noqa: E402

FOLDER = Path(__file__).with_name("golden")
DIGESTS = FOLDER / "digests.txt"
ACCEPT = os.environ.get("UPCONV_ACCEPT_GOLDEN") == "1"
SHOWN = 40  # lines of a difference

AVX512 = ISA("avx512", 512, 32, True, "x86-64-v4", "")
AVX2 = ISA("avx2", 256, 16, True, "x86-64-v3", "")
SSE2 = ISA("sse2", 128, 16, False, "x86-64", "")
NEON = ISA("neon", 128, 32, True, "generic", "")
GENERIC = ISA("generic", 128, 16, False, "", "")


def plan(isa, transposed, axes, channels, itemsize=4, **options):
    """Return the module of one plan; `axes` are (kernel, stride, dilation, crop at the begin)."""
    given = tuple(Axis(*axis, 0) for axis in axes)
    return kernels.write(plan_of(Problem.of(given, transposed, channels, itemsize, **options), isa))


def scatter(isa, size, step, layout, itemsize=4, activation=None, channels=None):
    return kernels.write_scatter(Scatter(size, step, activation, layout, channels), isa, itemsize)


def gradient(isa, tile, itemsize):
    module, scalar = new_module(f"weight gradient {tile}", isa, itemsize)
    dot.emit_dot(module, scalar, tile, fused=isa.fma)
    return module


def transforms(isa, y, x, write=winograd_kernels.write, itemsize=4):
    """Return the module of F(m, r) on y and x."""
    return write(isa, itemsize, transform(*y), transform(*x))


# What drivers are written for: ways to fill a grid and to store outputs, widths of panels.
ALL = Specialisation(
    "transposed", (1, 2), joined=(1, 2, 4), step=2, transposed_weight=True, activation="tanh"
)
WIDE = Specialisation("interleaved3", (1, 2, 3), joined=(1, 2), step=1, activation="leaky_relu")
FEW = Specialisation("copied", (1,))
SUMS = Specialisation("strided", (1, 2), (1, 3, 5, 6), (1, 2, 4), 4, transposed_weight=True)
APART = Specialisation("strided", (1,), (1, 3), (1, 2), 3)
WIDE_SUMS = Specialisation("none", (1, 3), (1, 8, 15), (2,), 2)

DOUBLE = (4, 2, 1, 1)  # doubles an axis
SAME = (3, 1, 1, 1)
TEXTS = {
    "convt1_avx2": lambda: plan(AVX2, True, [(2, 2, 1, 0)], (3, 1)),
    "convt1_gaps_generic": lambda: plan(GENERIC, True, [(2, 3, 1, 0)], (2, 1), 8),
    "convt2_depthwise_relu_sse2": lambda: plan(
        SSE2, True, [DOUBLE] * 2, (1, 1), bias=True, activation="relu"
    ),
    "convt3_last_generic": lambda: plan(GENERIC, True, [DOUBLE] * 3, (2, 1), layout="last"),
    "conv1_dilated_leaky_sse2": lambda: plan(
        SSE2, False, [(3, 1, 2, 2)], (2, 1), 8, bias=True, activation="leaky_relu"
    ),
    "conv2_tail_last_sse2": lambda: plan(SSE2, False, [SAME] * 2, (4, 3), layout="last"),
    "conv2_gaps_any_avx512": lambda: plan(AVX512, False, [(1, 2, 1, 0)] * 2, (3, 1), layout="any"),
    "conv1_neon": lambda: plan(NEON, False, [(1, 1, 1, 0)], (1, 2), layout="last"),
    "conv1_tanh_generic": lambda: plan(
        GENERIC, False, [(1, 1, 1, 0)], (1, 1), 8, activation="tanh", layout="any"
    ),
    "scatter_relu_sse2": lambda: scatter(SSE2, 2, 2, "first", activation="relu"),
    "scatter_last_generic": lambda: scatter(GENERIC, 1, 2, "last", channels=3),
    "scatter_any_tanh_f64_generic": lambda: scatter(GENERIC, 1, 1, "any", 8, activation="tanh"),
    "activation_backward_sigmoid_last_avx2": lambda: activation_backward.write(
        AVX2, 4, "sigmoid", last=True
    ),
    "activation_backward_first_neon": lambda: activation_backward.write(NEON, 8, None, last=False),
    "gradient_avx2": lambda: gradient(AVX2, (2, 2), 4),
}
LONG = {
    "convt2_avx512": lambda: plan(AVX512, True, [DOUBLE] * 2, (16, 10), bias=True),
    "convt2_avx2": lambda: plan(AVX2, True, [DOUBLE] * 2, (70, 7), activation="relu"),
    "convt3_f64_avx2": lambda: plan(AVX2, True, [(3, 2, 1, 1)] * 3, (5, 3), 8, bias=True),
    "convt1_long_avx2": lambda: plan(AVX2, True, [(64, 16, 1, 0)], (6, 1)),
    "conv2_sigmoid_avx512": lambda: plan(AVX512, False, [SAME] * 2, (32, 1), activation="sigmoid"),
    "conv2_neon": lambda: plan(NEON, False, [SAME] * 2, (8, 16), activation="leaky_relu"),
    "conv3_avx512": lambda: plan(AVX512, False, [(3, 2, 1, 1)] * 3, (4, 9), layout="last"),
    "scatter_apart_avx2": lambda: scatter(AVX2, 4, 8, "first"),
    "scatter_three_avx512": lambda: scatter(AVX512, 3, 3, "first", activation="leaky_relu"),
    "scatter_sigmoid_last_avx512": lambda: scatter(
        AVX512, 2, 2, "last", activation="sigmoid", channels=5
    ),
    "direct_driver_f32_avx2": lambda: driver.write_driver(AVX2, 4, 1, (2, 4)),
    "direct_driver_f64_avx512": lambda: driver.write_driver(AVX512, 8, 2, (0, 1)),
    "direct_driver_f32_generic": lambda: driver.write_driver(GENERIC, 4, 0, (0,)),
    "direct_gradients_f32_avx2": lambda: driver.write_gradient(AVX2, 4, (1, 3)),
    "direct_gradients_f64_neon": lambda: driver.write_gradient(NEON, 8, (4, 4)),
    "igemm_gradients_f32_avx2": lambda: igemm_driver.write_gradient(AVX2, 4, SUMS),
    "igemm_gradients_f64_avx512": lambda: igemm_driver.write_gradient(AVX512, 8, WIDE_SUMS),
    "igemm_gradients_f32_sse2": lambda: igemm_driver.write_gradient(SSE2, 4, APART),
    "igemm_gradients_f32_generic": lambda: igemm_driver.write_gradient(GENERIC, 4, SUMS),
    "igemm_f32_avx2": lambda: igemm_driver.write_driver(AVX2, 4, ALL),
    "igemm_f64_avx512": lambda: igemm_driver.write_driver(AVX512, 8, WIDE),
    "igemm_f32_neon": lambda: igemm_driver.write_driver(NEON, 4, FEW),
    "igemm_f64_sse2": lambda: igemm_driver.write_driver(SSE2, 8, FEW),
    "winograd_f32_avx2": lambda: winograd_driver.write_driver(AVX2, 4, ALL),
    "winograd_f64_avx512": lambda: winograd_driver.write_driver(AVX512, 8, WIDE),
    "winograd_f32_neon": lambda: winograd_driver.write_driver(NEON, 4, ALL),
    "winograd_f32_generic": lambda: winograd_driver.write_driver(GENERIC, 4, FEW),
    "winograd_gradients_f32_avx2": lambda: winograd_gradient.write_gradient(AVX2, 4, SUMS),
    "winograd_gradients_f64_neon": lambda: winograd_gradient.write_gradient(NEON, 8, WIDE_SUMS),
    "transforms_4x3_4x3_avx2": lambda: transforms(AVX2, (4, 3), (4, 3)),
    "transforms_3x2_2x2_neon": lambda: transforms(NEON, (3, 2), (2, 2)),
    "transforms_1x1_3x4_sse2": lambda: transforms(SSE2, (1, 1), (3, 4)),
    "transforms_back_2x3_3x2_avx512": lambda: transforms(
        AVX512, (2, 3), (3, 2), winograd_kernels.write_gradient, 8
    ),
}
SETS = {isa.name: isa for isa in (AVX512, AVX2, SSE2, NEON, GENERIC)}
HOW = "if this is wanted, run with UPCONV_ACCEPT_GOLDEN=1 and look at what git shows"


def digest(text):
    return f"{text.count(chr(10))} lines sha256 {hashlib.sha256(text.encode()).hexdigest()}"


def digests():
    if not DIGESTS.exists():
        return {}
    lines = DIGESTS.read_text(encoding="utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines)


def shorten(lines):
    rest = len(lines) - SHOWN
    return lines[:SHOWN] + ([f"... and {rest} more lines"] if rest > 0 else [])


@pytest.mark.parametrize("name", TEXTS)
def test_the_code_of_a_plan_is_what_it_was(name):
    path, text = FOLDER / f"{name}.ll", TEXTS[name]().text()
    if ACCEPT:
        FOLDER.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    known = path.read_text(encoding="utf-8") if path.exists() else ""
    if text != known:
        told = (known.splitlines(), text.splitlines(), path.name, "now")
        found = list(difflib.unified_diff(*told, lineterm="", n=1))
        pytest.fail("\n".join([*shorten(found), HOW]), pytrace=False)


@pytest.mark.parametrize("name", LONG)
def test_long_code_is_what_it_was(name):
    known, now = digests(), digest(LONG[name]().text())
    if ACCEPT:
        known[name] = now
        FOLDER.mkdir(exist_ok=True)
        lines = [f"{key}: {known[key]}\n" for key in sorted(known) if key in LONG]
        DIGESTS.write_text("".join(lines), encoding="utf-8", newline="\n")
    if known.get(name) != now:
        pytest.fail(f"{name} was {known.get(name)}, is {now}; {HOW}", pytrace=False)


def test_no_golden_file_is_left_over():
    assert sorted(path.stem for path in FOLDER.glob("*.ll")) == sorted(TEXTS)
    assert sorted(digests()) == sorted(LONG)


@pytest.mark.parametrize("name", {**TEXTS, **LONG})
def test_every_golden_code_is_valid(name):
    module = {**TEXTS, **LONG}[name]()
    for text in (module.text(), *(part.text for part in module.parts())):
        llvm.parse_assembly(text).verify()


@pytest.mark.skipif(platform.machine().lower() not in ("x86_64", "amd64"), reason="needs x86")
@pytest.mark.parametrize("name", [name for name in {**TEXTS, **LONG} if "neon" not in name])
def test_every_golden_code_compiles_even_for_a_better_machine(name):
    for part in {**TEXTS, **LONG}[name]().parts():
        assert compiler.object_code(part, SETS[name.rpartition("_")[2]])


def blocks(assembly):
    """Cut assembly into pieces without a jump or a label inside."""
    piece = []
    for line in assembly.splitlines():
        if re.match(r"\.?\w+:", line):
            yield piece
            piece = []
        piece.append(line)
        if re.match(r"\tj\w+ ", line):
            yield piece
            piece = []
    yield piece


@pytest.mark.skipif(platform.machine().lower() not in ("x86_64", "amd64"), reason="needs x86")
@pytest.mark.parametrize(
    ("name", "tile"),
    [
        ("igemm_f32_avx2", 12),
        ("igemm_gradients_f32_avx2", 12),
        ("igemm_f64_avx512", 24),
        ("igemm_gradients_f64_avx512", 24),
        ("winograd_f32_avx2", 12),
        ("winograd_gradients_f32_avx2", 12),
        ("winograd_f64_avx512", 24),
    ],
)
def test_the_loop_of_a_whole_tile_keeps_its_sums_in_registers(name, tile):
    isa = SETS[name.rpartition("_")[2]]
    found = [
        block
        for block in blocks(compiler.assembly(LONG[name](), isa))
        if sum("vfmadd" in line for line in block) == tile
    ]
    assert found
    assert not [line for block in found for line in block if "(%rsp" in line]


@pytest.mark.parametrize("name", [name for name in {**TEXTS, **LONG} if name.endswith("neon")])
def test_code_for_arm_compiles_on_any_machine(name):
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    target = llvm.Target.from_triple("aarch64-unknown-linux-gnu")
    machine = target.create_target_machine(cpu=NEON.cpu, features=NEON.features, opt=3)
    module = llvm.parse_assembly({**TEXTS, **LONG}[name]().text())
    module.triple = "aarch64-unknown-linux-gnu"
    assert machine.emit_object(module)
