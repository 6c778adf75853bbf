"""Which layers of a model are faster in ONNX Runtime when rewritten, measured on this machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from onnx import ModelProto

from upconv import errors
from upconv.arrays import Array
from upconv.onnx.inputs import Feeds, Given, Input, draw
from upconv.onnx.layers import Layer, layers_of, opset_of
from upconv.onnx.optimize import Form, build, forms_of, rewrite
from upconv.onnx.runtime import (
    Session,
    alone,
    arriving_at,
    difference,
    time_in_turns,
)

WORTH = 1.02  # the least speedup that counts; less may be noise

# How far an output of the rewritten model may be from the original's.
_OF_LARGEST = {"float16": 1e-2, "float32": 1e-4, "float64": 1e-10}
_OF_ELEMENTS = 1e-3


@dataclass(frozen=True)
class Moved:
    """How much an output changed: relative to its largest value, or the share of its elements."""

    share: float
    allowed: float
    of: str

    @classmethod
    def between(cls, expected: Array, found: Array) -> Moved:
        """Compare an output before and after the rewrite."""
        share, kind = difference(expected, found), str(expected.dtype)
        if kind in _OF_LARGEST:
            return cls(share, _OF_LARGEST[kind], "of its largest value")
        return cls(share, _OF_ELEMENTS, "of its elements")

    def __str__(self) -> str:
        return f"{self.share:.1g} {self.of} (allowed: {self.allowed:g})"


@dataclass(frozen=True)
class Timing:
    """Seconds before and after."""

    before: float
    after: float

    @property
    def gain(self) -> float:
        """The speedup."""
        return self.before / self.after


@dataclass(frozen=True)
class Row:
    """The result for one layer: rewritten in `form`, or unchanged for `reason`."""

    layer: Layer
    input_shape: tuple[int, ...] | None = None
    timing: Timing | None = None
    form: Form | None = None
    reason: str = ""


@dataclass(frozen=True)
class Outcome:
    """The model to write, and how it was chosen.

    `inputs` are those of the run, `whole` is the time of the whole model, `moved` how much each
    output changed; None and empty if nothing was rewritten. `kept` says why the model is unchanged.
    """

    model: ModelProto
    rows: tuple[Row, ...]
    inputs: tuple[Input, ...] = ()
    whole: Timing | None = None
    moved: Mapping[str, Moved] = field(default_factory=dict)
    kept: str = ""


def tune(
    model: ModelProto,
    given: Mapping[str, Given],
    *,
    path: str = "the model",
    threads: int | None = None,
    regardless: bool = False,
    say: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Return the model with the layers rewritten that are then faster.

    Every layer is run alone, original and in each form, in interleaved rounds, on the input that it
    receives when the model runs on its inputs, `given` or drawn; then the whole model before and
    after. If the whole model is not faster, it is left unchanged, unless `regardless`. `path` names
    the model in messages; `say` is called with the current step.

    Raises ArgumentError for inputs that are missing or do not fit, DataError for a model without
    ConvTranspose, one that ONNX Runtime cannot run, and outputs that differ.
    """
    layers = layers_of(model)
    if not layers:
        raise errors.onnx.no_conv_transpose(path)
    inputs = tuple(draw(model, given))
    feeds = {one.name: one.values for one in inputs}
    say(f"running {path}")
    before = Session.of(model, path, threads)
    expected = before.run(feeds, path)
    arriving = arriving_at(model, [layer for layer in layers if not layer.reason], feeds, path)
    rows = []
    for number, layer in enumerate(layers, 1):
        say(f"measuring layer {number} of {len(layers)}, {layer.output}")
        rows.append(_row(layer, arriving, opset_of(model), threads, regardless))
    forms = {row.layer.output: row.form for row in rows if row.form is not None}
    if not forms:
        return Outcome(model, tuple(rows), inputs, kept="no layer was rewritten")
    say("comparing and measuring the whole model")
    rewritten = rewrite(model, forms)
    after = Session.of(rewritten, path, threads)
    moved = _compared(expected, after.run(feeds, path))
    whole = Timing(*time_in_turns([before, after], feeds))
    if whole.gain < 1 and not regardless:
        kept = "the layers are faster by themselves, but the whole model is not"
        return Outcome(model, tuple(rows), inputs, whole, moved, kept)
    return Outcome(rewritten, tuple(rows), inputs, whole, moved)


def _row(layer: Layer, arriving: Feeds, opset: int, threads: int | None, regardless: bool) -> Row:
    if layer.geometry is None:
        return Row(layer, reason=layer.reason)
    name = layer.node.input[0]
    x = arriving[name]
    if not x.size:
        return Row(layer, x.shape, reason="its input is empty")
    forms = forms_of(layer.geometry)
    models = [alone(layer, x, opset)]
    models += [alone(layer, x, opset, build(layer, form)) for form in forms]
    sessions = [Session.of(model, layer.output, threads) for model in models]
    before, *after = time_in_turns(sessions, {name: x})
    fastest = int(np.argmin(after))
    timing = Timing(before, after[fastest])
    if timing.gain < WORTH and not regardless:
        return Row(layer, x.shape, timing, reason="not faster")
    return Row(layer, x.shape, timing, forms[fastest])


def _compared(expected: Mapping[str, Array], found: Mapping[str, Array]) -> dict[str, Moved]:
    compared = {name: Moved.between(expected[name], found[name]) for name in expected}
    for name, moved in compared.items():
        if moved.share > moved.allowed:
            raise errors.onnx.outputs_differ(name, str(moved))
    return compared
