"""The transforms of F(m, r) on y and x as code: input, filter and output transform, and adjoints.

They do not depend on the sizes, so one module serves every layer with as many taps. A transformed
tile has its components `plane` elements apart, row by row of the (m + r - 1) x (m' + r' - 1) tile.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from upconv.engine.codegen.activation import word_as_number
from upconv.engine.codegen.ir import I64, PTR, Function, Module, Scalar, Value
from upconv.engine.codegen.module import new_module
from upconv.engine.forms.igemm.unpack import total_of
from upconv.engine.forms.winograd.linear import apply, transform_inputs
from upconv.engine.forms.winograd.transforms import Matrix, Transform
from upconv.engine.process.isa import ISA

NAMES = ("input_transform", "output_transform", "filter_transform")
GRADIENT_NAMES = ("input_transform", "output_gradient_transform", "filter_gradient_transform")


SMALL = 16  # components, up to which the functions are compiled together
TOGETHER = "transforms"


def write(isa: ISA, itemsize: int, y: Transform, x: Transform) -> Module:
    """Return the module with the functions of `NAMES`."""
    module, scalar = new_module(f"{_title(y, x)} {isa.name} f{8 * itemsize}", isa, itemsize)
    _emit_inputs(module, scalar, y, x)
    _emit_weights(module, scalar, y, x)
    _emit_outputs(module, scalar, y, x)
    return module


def write_gradient(isa: ISA, itemsize: int, y: Transform, x: Transform) -> Module:
    """Return the module with the functions of `GRADIENT_NAMES`."""
    title = f"gradients of {_title(y, x)} {isa.name} f{8 * itemsize}"
    module, scalar = new_module(title, isa, itemsize)
    _emit_inputs(module, scalar, y, x)
    _emit_output_gradients(module, scalar, y, x)
    _emit_weight_gradients(module, scalar, y, x)
    return module


def _title(y: Transform, x: Transform) -> str:
    return f"F({len(y.outputs)},{len(y.taps[0])}) x F({len(x.outputs)},{len(x.taps[0])})"


def _part(y: Transform, x: Transform) -> str | None:
    return TOGETHER if y.components * x.components <= SMALL else None


Vectors: TypeAlias = list[Value]
Linear: TypeAlias = Callable[[Vectors], Vectors]


def _both(y: Linear, x: Linear, values: list[Vectors]) -> list[Vectors]:
    """Apply one transform to values[y][x] along y, then another along x."""
    columns = [y([row[n] for row in values]) for n in range(len(values[0]))]
    return [x(list(row)) for row in zip(*columns, strict=True)]


def _by(f: Function, scalar: Scalar, matrix: Matrix) -> Linear:
    return lambda values: apply(f, matrix, values, fused=scalar.fused)


def _store_components(
    f: Function, scalar: Scalar, transformed: list[list[Value]], to: Value
) -> None:
    for number, value in enumerate(value for row in transformed for value in row):
        place = f.element(to, f.parameter("plane") * number, scalar.name)
        f.store(value, place, scalar.size)


def _emit_inputs(module: Module, scalar: Scalar, y: Transform, x: Transform) -> None:
    """Write the input transform of one tile, for so many channels.

    Whole vectors are read and written: lanes behind the last channel hold values that are never
    used.
    """
    strides = (("grid_y", I64), ("grid_x", I64), ("plane", I64))
    parameters = (("grid", PTR), ("to", PTR), ("channels", I64), *strides)
    f = module.function(NAMES[0], parameters, exported=True, part=_part(y, x))
    p = f.parameter
    with f.loop(0, p("channels"), scalar.lanes) as channel:
        source = f.element(p("grid"), channel, scalar.name)
        values = [
            [
                f.load(
                    scalar.vector(),
                    f.element(source, p("grid_y") * row + p("grid_x") * column, scalar.name),
                    scalar.size,
                )
                for column in range(x.components)
            ]
            for row in range(y.components)
        ]
        along_y, along_x = (
            partial(transform_inputs, f, axis.interpolation_points, fused=scalar.fused)
            for axis in (y, x)
        )
        transformed = _both(along_y, along_x, values)
        _store_components(f, scalar, transformed, f.element(p("to"), channel, scalar.name))


def _emit_weights(module: Module, scalar: Scalar, y: Transform, x: Transform) -> None:
    """Write the filter transform of a vector of columns, for `count` input channels.

    `places` points to the taps of the first channel; the next channel is `by_channel` elements on.
    """
    numbers = (("by_channel", I64), ("to", PTR), ("step", I64), ("plane", I64), ("count", I64))
    f = module.function(NAMES[2], (("places", PTR), *numbers), exported=True, part=_part(y, x))
    p, across = f.parameter, len(x.taps[0])
    with f.loop(0, p("count")) as channel:
        values = []
        for row in range(len(y.taps[0])):
            line = []
            for column in range(across):
                first = f.load(PTR, f.element(p("places"), row * across + column, PTR))
                place = f.element(first, channel * p("by_channel"), scalar.name)
                line.append(f.load(scalar.vector(), place, scalar.size))
            values.append(line)
        to = f.element(p("to"), channel * p("step"), scalar.name)
        components = _both(_by(f, scalar, y.taps), _by(f, scalar, x.taps), values)
        _store_components(f, scalar, components, to)


def _emit_outputs(module: Module, scalar: Scalar, y: Transform, x: Transform) -> None:
    """Write the output transform of one tile for a panel of columns, with bias and activation.

    `count_y` x `count_x` outputs exist: the others are stored first, to places that existing
    outputs overwrite afterwards. Negative results are multiplied by `slope`, the bits of a double.
    `flag` is set to 1 if an output is not finite.
    """
    steps = (("row_y", I64), ("row_x", I64), ("count_y", I64), ("count_x", I64), ("width", I64))
    ends = (("starts", PTR), ("slope", I64), ("flag", PTR))
    parameters = (("sums", PTR), ("plane", I64), ("to", PTR), *steps, *ends)
    f = module.function(NAMES[1], parameters, exported=True, part=_part(y, x))
    p, kind = f.parameter, scalar.vector()
    zero = f.zero(kind)
    slope = f.splat(word_as_number(f, p("slope"), scalar.size), scalar.lanes)
    check = f.variable(kind, zero)
    rows = [f.integer(n).at_most(p("count_y") - 1) * p("row_y") for n in range(len(y.outputs))]
    columns = [f.integer(n).at_most(p("count_x") - 1) * p("row_x") for n in range(len(x.outputs))]
    with f.loop(0, p("width"), scalar.lanes) as at:
        source = f.element(p("sums"), at, scalar.name)
        values = [
            [
                f.load(
                    kind,
                    f.element(source, p("plane") * (row * x.components + column), scalar.name),
                    scalar.size,
                )
                for column in range(x.components)
            ]
            for row in range(y.components)
        ]
        start = f.load(kind, f.element(p("starts"), at, scalar.name), scalar.size)
        transformed = _both(_by(f, scalar, y.outputs), _by(f, scalar, x.outputs), values)
        to = f.element(p("to"), at, scalar.name)
        for row, outputs in reversed(list(zip(rows, transformed, strict=True))):
            for column, value in reversed(list(zip(columns, outputs, strict=True))):
                # 0·y is 0 where y is finite, and NaN elsewhere.
                check.set(f.fma(value, zero, check.get(), fused=scalar.fused))
                result = divided(f, scalar, value, y.divisor * x.divisor)
                result = f.arithmetic("fadd", result, start)
                # 0 is added since 0·y would be -0.
                lowered = f.fma(result, slope, zero, fused=scalar.fused)
                result = f.select(f.compare("olt", result, zero), lowered, result)
                f.store(result, f.element(to, row + column, scalar.name), scalar.size)
    total = check.get()
    with f.when(f.any_lane(f.compare("uno", total, total))):
        f.store(f.integer(1), p("flag"))


def _emit_output_gradients(module: Module, scalar: Scalar, y: Transform, x: Transform) -> None:
    """Write the adjoint of the output transform: the gradients of one tile, a panel of columns.

    Outputs that do not exist have a gradient of zero.
    """
    steps = (("row_y", I64), ("row_x", I64), ("count_y", I64), ("count_x", I64), ("width", I64))
    parameters = (("source", PTR), ("to", PTR), ("plane", I64), *steps)
    f = module.function(GRADIENT_NAMES[1], parameters, exported=True, part=_part(y, x))
    p, zero = f.parameter, f.zero(scalar.vector())
    sides = ((len(y.outputs), "count_y", "row_y"), (len(x.outputs), "count_x", "row_x"))
    rows, columns = (
        [
            (f.integer(n) < p(count), f.integer(n).at_most(p(count) - 1) * p(step))
            for n in range(size)
        ]
        for size, count, step in sides
    )
    with f.loop(0, p("width"), scalar.lanes) as at:
        source = f.element(p("source"), at, scalar.name)
        values = []
        for inside_y, row in rows:
            line = []
            for inside_x, column in columns:
                place = f.element(source, row + column, scalar.name)
                value = f.load(scalar.vector(), place, scalar.size)
                line.append(f.select(inside_y & inside_x, value, zero))
            values.append(line)
        transformed = _both(
            _by(f, scalar, _transposed(y.outputs)), _by(f, scalar, _transposed(x.outputs)), values
        )
        _store_components(f, scalar, transformed, f.element(p("to"), at, scalar.name))


def _emit_weight_gradients(module: Module, scalar: Scalar, y: Transform, x: Transform) -> None:
    """Write the adjoint of the filter transform: from sums per component to gradients of taps.

    The partial sums are added first; `flag` is set to 1 if a gradient is not finite.
    """
    parameters = (("args", PTR), ("sums", PTR), ("plane", I64), ("to", PTR), ("flag", PTR))
    f = module.function(GRADIENT_NAMES[2], parameters, exported=True, part=_part(y, x))
    kind = scalar.vector()
    zero, values = f.zero(kind), []
    for row in range(y.components):
        places = [
            f.element(
                f.parameter("sums"), f.parameter("plane") * (row * x.components + n), scalar.name
            )
            for n in range(x.components)
        ]
        values.append([total_of(f, scalar, kind, place) for place in places])
    transformed = _both(
        _by(f, scalar, _transposed(y.taps)), _by(f, scalar, _transposed(x.taps)), values
    )
    check = zero
    for number, value in enumerate(value for line in transformed for value in line):
        check = f.fma(value, zero, check, fused=scalar.fused)
        result = divided(f, scalar, value, y.divisor * x.divisor)
        place = f.element(f.parameter("to"), number * scalar.lanes, scalar.name)
        f.store(result, place, scalar.size)
    with f.when(f.any_lane(f.compare("uno", check, check))):
        f.store(f.integer(1), f.parameter("flag"))


def divided(f: Function, scalar: Scalar, value: Value, divisor: int) -> Value:
    """Return value / divisor, correctly rounded (Markstein, 1990), in a third of a division's time.

    A value that is not finite becomes NaN.
    """
    if divisor == 1:
        return value
    whole = f.number(value.type, float(divisor))
    if not scalar.fused:
        return f.arithmetic("fdiv", value, whole)
    inverse = f.number(value.type, 1 / divisor)
    about = f.arithmetic("fmul", value, inverse)
    minus = f.number(value.type, -float(divisor))
    rest = f.fma(about, minus, value, fused=True)
    return f.fma(rest, inverse, about, fused=True)


def _transposed(matrix: Matrix) -> Matrix:
    return tuple(zip(*matrix, strict=True))
