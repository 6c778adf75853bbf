"""Which layers of a model are faster in ONNX Runtime when rewritten, measured on this machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from onnx import ModelProto

from upconv import errors
from upconv.arrays import Array
from upconv.onnx.inputs import Feeds, Given, draw
from upconv.onnx.layers import Layer, layers_of, opset_of
from upconv.onnx.optimized import Moved, Optimized, Row, Timing
from upconv.onnx.rewriting import build, forms_of, rewrite
from upconv.onnx.runtime import Session, alone, arriving_at, difference, time_in_turns

WORTH = 1.02  # the least speedup that counts; less may be noise


def tune(
    model: ModelProto,
    given: Mapping[str, Given],
    *,
    path: str = "the model",
    threads: int | None = None,
    regardless: bool = False,
    say: Callable[[str], None] = lambda _: None,
) -> Optimized:
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
        return Optimized(model, tuple(rows), inputs, kept="no layer was rewritten")
    say("comparing and measuring the whole model")
    rewritten = rewrite(model, forms)
    after = Session.of(rewritten, path, threads)
    moved = _compared(expected, after.run(feeds, path))
    whole = Timing(*time_in_turns([before, after], feeds))
    if whole.gain < 1 and not regardless:
        kept = "the layers are faster by themselves, but the whole model is not"
        return Optimized(model, tuple(rows), inputs, whole, moved, kept)
    return Optimized(rewritten, tuple(rows), inputs, whole, moved)


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
    compared = {name: _moved(expected[name], found[name]) for name in expected}
    for name, moved in compared.items():
        if moved.share > moved.allowed:
            raise errors.onnx.outputs_differ(name, str(moved))
    return compared


def _moved(expected: Array, found: Array) -> Moved:
    return Moved.of_type(difference(expected, found), expected.dtype)
