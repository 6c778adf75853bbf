"""The front door: whatever a caller has, made layers, measured and reported."""

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

_CROPPED = 0.2  # of a value, at the most, by borders and crops


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
    """Tell whether upsampling layers leave a checkerboard, how bad it is, and what takes it away.

    For every layer: (a) the taps that reach each output phase, from k, s and d; (b) the gain of
    each phase of the weights, as one figure ::

        10·log10( mean_r E‖(G_r - Ḡ)·v‖² / E‖Ḡ·v‖² ) dB,   G_r = sums of the taps of phase r

    0 dB for a pattern as strong as the signal that it lies on, -20 dB for a tenth of it; (c) for a
    model and a batch, the energy of its output at the frequencies of the layer's stride against
    that around them, window by window, in dB: 0 dB and less where nothing stands out. Of trained
    models (c) is the one that says what is seen: what an uneven layer writes, later layers may
    take away, and training lets them.

    Parameters
    ----------
    what
        A `Geometry`; a weight (C_in, C_out/groups, *k), float32 or float64; a PyTorch module or
        Keras layer or model; an ONNX model; or the path of a file .onnx, .keras, .h5 or .npy
        (a weight).
        Transposed convolutions are found, convolutions before a pixel shuffle, and convolutions
        after a resize by whole factors, through borders and concatenations between the two. A
        resize to a size counts once the batch, or the model's own static shapes, tell its factor.
        However it is written (reshapes and transpositions, values repeated, or copied into zeros),
        what moves values is recognised by what it does. Models of PyTorch and Keras run once for
        this: on the batch, or else on an input that their first weights allow. What enlarges and
        is not understood is in `.left`.
    batch
        Input of the model, an array or the framework's own tensor, in its own data format; of a
        model with several inputs a dictionary of them by name, of PyTorch and Keras a list too.
        With it (b) weights the channels as the pixels v that the layer sees, and (c) is measured.
    input_size
        Spatial input size of the layers, for the costs of the remedies; with a batch it is known.
    stride, padding, output_padding, dilation, groups
        Of a weight given alone, as `upconv.Geometry` takes them; `stride` must then be given.

    Returns
    -------
    A `Report`: `str()` tells it in 80 columns, `.layers` holds the figures, of several outputs
    each in `.spectra` by name, `.left` what may enlarge and was not measured, with the reason,
    `.unmeasured` those of them that are not even by themselves, `.above(limit)` the layers above a
    limit in dB (without one, above 3 dB in (c), 3 dB in (b) where (c) was not measured, -20 dB in
    (a) of a geometry alone), `.figure()` is a Matplotlib picture.

    Raises ArgumentTypeError for what is none of these, ArgumentError and its kind for a weight and
    numbers that do not fit, DataError for a file that cannot be read.
    Source: Odena et al. 2016, https://distill.pub/2016/deconv-checkerboard; Aitken et al. 2017,
    arXiv 1707.02937; `upconv.checkerboards.gain` says exactly what is computed.

    Examples
    --------
    >>> import numpy as np, upconv
    >>> upconv.checkerboard(upconv.Geometry((4, 4), stride=2)).layers[0].even
    True
    >>> weight = np.random.default_rng(0).standard_normal((8, 4, 4, 4))  # even, yet not trained
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
    if geometry.ndim != len(kernel):  # told by a longer stride or padding
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
    """Run the model on a batch: what each layer sees, and what its pattern is in the output."""
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
    """Return all that hangs on a value, itself included."""
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
    after = [one.geometry.stride for one in layers if one.source in later]
    spectra = []
    for name, (output, node) in ran.outputs.items():
        enlarged = _enlarged(y.shape[2:], output.shape[2:], after)
        if enlarged is None or (len(ran.outputs) > 1 and node is not None and node not in later):
            continue
        period = tuple(s * u for s, u in zip(layer.geometry.stride, enlarged, strict=True))
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
    """Return by what the layers that follow enlarge, where they do by about whole factors.

    `after` are their strides, which say it exactly where one follows the other; then a crop between
    them does not count.
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
    # A crop or a border takes some pixels; half a step of the factor is another factor.
    fits = (abs(ratio - u) < 0.5 for ratio, u in zip(ratios, factors, strict=True))
    return factors if all(fits) else None
