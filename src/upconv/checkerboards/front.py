"""The public function: layers are found in any supported object, measured and reported."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from upconv import errors
from upconv.arguments import Padding, PerAxis, as_integer, as_tuple
from upconv.arrays import Array, as_float_array, spatial_rank
from upconv.checkerboards import readers, spectrum
from upconv.checkerboards.gain import phase_gain, phase_sums, second_moments
from upconv.checkerboards.graph import Model, Ran, find
from upconv.checkerboards.layers import Layer
from upconv.checkerboards.report import LayerReport, Report, Spectrum
from upconv.geometry import Geometry

_CROPPED = 0.2  # the largest fraction of a value that borders and crops may change


def checkerboard(
    what: Any,
    *,
    batch: Any = None,
    input_size: PerAxis | None = None,
    stride: PerAxis | None = None,
    padding: Padding = 0,
    output_padding: PerAxis = 0,
    dilation: PerAxis = 1,
    groups: int = 1,
) -> Report:
    """Check upsampling layers for checkerboard artifacts: how strong they are, what removes them.

    For every layer: (a) the taps that reach each output phase, from k, s and d; (b) the gain of
    each phase of the weights, as one figure ::

        10·log10( mean_r E‖(G_r - Ḡ)·v‖² / E‖Ḡ·v‖² ) dB,   G_r = sums of the taps of phase r

    0 dB for a pattern as strong as the signal that it is added to, -20 dB for a tenth of it; (c)
    for a model and a batch, the energy of its output at the frequencies of the layer's stride
    relative to that around them, window by window, in dB: 0 dB or less if nothing stands out. For
    trained models (c) is the figure that shows what is visible: later layers can remove the
    pattern of an uneven layer, and training makes them do so.

    Parameters
    ----------
    what
        A `Geometry`; a weight (C_in, C_out/groups, *k), float32 or float64; a PyTorch module or
        Keras layer or model; an ONNX model; or the path of a file .onnx, .keras, .h5 or .npy
        (a weight).
        The check covers transposed convolutions, convolutions before a pixel shuffle, and
        convolutions after a resize by integer factors, also with borders and concatenations
        between the two. A resize to a size is included if the batch, or the static shapes of the
        model, determine its factor. Steps that only move values are recognised by their effect,
        however they are written (reshapes and transpositions, repeated values, copies into zeros).
        Models of PyTorch and Keras are run once for this: on the batch, or else on an input derived
        from their first weights. Upsampling steps that are not recognised are in `.left`.
    batch
        Input of the model, an array or the framework's own tensor, in the model's data format; for
        a model with several inputs a dictionary by name, for PyTorch and Keras also a list. With
        it, (b) weights the channels by the pixels v that the layer receives, and (c) is measured.
    input_size
        Spatial input size of the layers, for the costs of the remedies; not needed with a batch.
    stride, padding, output_padding, dilation, groups
        For a weight, as in `upconv.Geometry`; `stride` is then required.

    Returns
    -------
    A `Report`: `str()` prints it in 80 columns; `.layers` has the figures, with those of several
    outputs in `.spectra` by name; `.left` the steps that may upsample and were not measured, with
    the reason; `.unmeasured` those of them that are not even by themselves; `.above(limit)` the
    layers above a limit in dB (by default 3 dB in (c), 3 dB in (b) if (c) was not measured, -20 dB
    in (a) for a geometry); `.figure()` is a Matplotlib figure.

    Raises ArgumentTypeError for any other object, ArgumentError or a subclass for a weight or
    numbers that do not fit, DataError for a file that cannot be read.
    Source: Odena et al. 2016, https://distill.pub/2016/deconv-checkerboard; Aitken et al. 2017,
    arXiv 1707.02937; `upconv.checkerboards.gain` defines the figure (b).

    Examples
    --------
    >>> import numpy as np, upconv
    >>> upconv.checkerboard(upconv.Geometry((4, 4), stride=2)).layers[0].even
    True
    >>> weight = np.random.default_rng(0).standard_normal((8, 4, 4, 4))  # even overlap, untrained
    >>> print(upconv.checkerboard(weight, stride=2, padding=1).text(limit=10))
    transposed convolution 8 -> 4, kernel 4x4, stride 2x2
      overlap   2 taps per phase on each axis: even
      gain      4.9 dB between phases; worst (1, 0) at 6.9 dB
    """
    if isinstance(what, Geometry):
        layer = Layer("", "geometry", what, written=what.kernel_size)
    elif isinstance(what, str | Path):
        return checkerboard(
            readers.load(Path(what)),
            batch=batch,
            input_size=input_size,
            stride=stride,
            padding=padding,
            output_padding=output_padding,
            dilation=dilation,
            groups=groups,
        )
    else:
        reader = readers.reader_of(what)
        if reader is not None:
            return _of_model(reader(what, batch), batch, input_size)
        if batch is not None:
            raise errors.checkerboards.batch_without_model(type(what).__name__)
        layer = _layer_of_weight(what, (stride, padding, output_padding, dilation), groups)
    if batch is not None:
        raise errors.checkerboards.batch_without_model(type(what).__name__)
    return Report((_measured(layer, input_size),))


def _of_model(model: Model, batch: Any, input_size: PerAxis | None) -> Report:
    if batch is not None:
        return _observed(model, batch)
    found = find(model.nodes)
    left = (*found.left, *model.left)
    return Report(tuple(_measured(layer, input_size) for layer in found.layers), left)


def _layer_of_weight(weight: Any, words: tuple[Any, ...], groups: int) -> Layer:
    if not isinstance(weight, np.ndarray):
        raise errors.checkerboards.not_checkable(weight)
    array = as_float_array(weight, "weight")
    spatial_rank(array, "(C_in, C_out/groups, *k)")
    kernel = array.shape[2:]
    if len(array) % as_integer(groups, "groups", 1):
        raise errors.shapes.groups_do_not_divide("input", len(array), groups)
    if words[0] is None:
        raise errors.checkerboards.stride_missing("stride", "a weight")
    geometry = Geometry(kernel, *words)
    if geometry.ndim != len(kernel):  # because of a longer stride or padding
        raise errors.shapes.weight_rank(array.ndim)
    return Layer("", "transposed", geometry, array, groups, written=kernel)


def _measured(layer: Layer, input_size: PerAxis | None, x: Array | None = None) -> LayerReport:
    ndim = layer.geometry.ndim
    size = () if input_size is None else as_tuple(input_size, ndim, "input_size", 1)
    if layer.weight is None:
        return LayerReport(layer, input_size=size)
    sums = phase_sums(layer.weight, layer.geometry, layer.groups)
    moments = None if x is None or not x.size else second_moments(x)
    return LayerReport(layer, phase_gain(sums, layer.phase_bias, moments), input_size=size)


def _observed(model: Model, batch: Any) -> Report:
    """Run the model on a batch, to measure each layer's input and its pattern in the output."""
    found = find(model.nodes)
    names = {name for layer in found.layers for name in (layer.source, layer.value)}
    ran = model.run(batch, sorted(names.union(found.wanted)))
    if found.wanted:
        found = find(model.nodes, {name: value.shape[2:] for name, value in ran.values.items()})
    readers_of = _readers(model)
    seen = tuple(_seen(layer, found.layers, ran, readers_of) for layer in found.layers)
    return Report(seen, (*found.left, *model.left))


def _readers(model: Model) -> dict[str, list[str]]:
    """Return, for every value, the nodes that read it."""
    found: dict[str, list[str]] = {}
    for node in model.nodes:
        for source in node.sources:
            found.setdefault(source, []).append(node.name)
    return found


def _later(name: str, readers_of: dict[str, list[str]]) -> set[str]:
    """Return all values that depend on a value, including itself."""
    found, stack = set[str](), [name]
    while stack:
        one = stack.pop()
        if one not in found:
            found.add(one)
            stack.extend(readers_of.get(one, ()))
    return found


def _seen(
    layer: Layer, layers: list[Layer], ran: Ran, readers_of: dict[str, list[str]]
) -> LayerReport:
    x, y = ran.values.get(layer.source), ran.values.get(layer.value)
    report = _measured(layer, None if x is None else x.shape[2:], x)
    if y is None:
        return report
    later = _later(layer.value, readers_of)
    after = [one.geometry.integer_stride for one in layers if one.source in later]
    spectra = []
    for name, (output, node) in ran.outputs.items():
        enlarged = _enlarged(y.shape[2:], output.shape[2:], after)
        if enlarged is None or (len(ran.outputs) > 1 and node is not None and node not in later):
            continue
        period = tuple(s * u for s, u in zip(layer.geometry.integer_stride, enlarged, strict=True))
        spectra.append(Spectrum(name, spectrum.lattice(output, period, enlarged), period))
    if not spectra:
        return report
    worst = max(spectra, key=lambda one: -math.inf if one.lattice is None else one.lattice.db)
    return replace(
        report, lattice=worst.lattice, period=worst.period, output=worst.output, spectra=(*spectra,)
    )


def _enlarged(
    size: tuple[int, ...], output: tuple[int, ...], after: Sequence[tuple[int, ...]]
) -> tuple[int, ...] | None:
    """Return the factor by which the following layers upsample, if it is about an integer.

    `after` are their strides, which give it exactly if one layer directly follows the other; a crop
    between them then does not matter.
    """
    if len(size) != len(output):
        return None
    ratios = [o / i for i, o in zip(size, output, strict=True)]
    own = tuple(math.prod(axis) for axis in zip(*after, strict=True)) if after else ()
    if len(own) == len(size) and all(
        abs(ratio / u - 1) < _CROPPED for ratio, u in zip(ratios, own, strict=True)
    ):
        return own
    factors = tuple(max(round(ratio), 1) for ratio in ratios)
    # A crop or a border changes some pixels; half a step of the factor means another factor.
    fits = (abs(ratio - u) < 0.5 for ratio, u in zip(ratios, factors, strict=True))
    return factors if all(fits) else None
