"""The front door: a model and its input, made a summary."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from upconv import errors
from upconv.checkerboards import readers
from upconv.summaries import chain, inputs, rows
from upconv.summaries.report import Summary


def summary(model: Any, input: Any = None) -> Summary:  # noqa: A002 - the word of the frameworks
    """Return the shapes of a model with the scale, the taps per phase and the cost of every step.

    The model runs once, in evaluation mode and without gradients, and every operation that it calls
    is a row: a layer by its path, a function by the line that calls it. Views that only others read
    are left out. A step that is not understood is a row with the reason.

    Multiply-adds are those of convolutions and matrix products, as they are computed::

        convolution               N·C_in·C_out/groups · Π k·o
        transposed convolution    N·C_in·C_out/groups · Π Σ_outputs taps of its phase with an input

    A convolution's include the padding, as in PyTorch's `FlopCounterMode`, which counts two
    operations for each. A transposed convolution's include neither the zeros that textbooks insert
    between the inputs nor the cropped outputs. All other steps count as 0.

    Parameters
    ----------
    model
        A PyTorch module; a Keras layer or model; an `onnx.ModelProto`; the path of a file .onnx,
        .keras or .h5; or a list of transposed convolutions, (Geometry, C_out), (Geometry, C_in,
        C_out) or (Geometry, C_in, C_out, groups) each, without biases and in float32.
    input
        A shape, whose values are drawn at random; an array or the framework's tensor, for a model
        that reads indices; or several of these in a list, or by name. In the layout of the model,
        batch axis first. An ONNX model that states its sizes needs none.

    Returns
    -------
    A frozen `Summary`: `str()` is a table of 100 columns, `.text(width)` one of another width,
    `.rows` holds the figures, `.to_dict()` gives them for JSON; `.parameters`, `.multiply_adds` and
    `.output_bytes` are the totals, `.not_measured` the rows with a reason. A notebook shows it as
    an HTML table.

    Raises ArgumentTypeError if `model` or `input` is neither, ArgumentError for an input that the
    model does not accept, DataError for a file that cannot be read.

    Examples
    --------
    >>> import upconv
    >>> up = upconv.Geometry((4, 4), stride=2, padding=1)
    >>> found = upconv.summary([(up, 32), (up, 3)], (1, 64, 7, 7))
    >>> [(row.output_shape, row.scale[0], row.taps[0], row.multiply_adds) for row in found.rows]
    [((1, 32, 14, 14), Fraction(2, 1), (2, 2), 1384448), ((1, 3, 28, 28), Fraction(4, 1), (2, 2),
    279936)]
    >>> found
    <Summary: 2 steps, 1.66 M multiply-adds>
    """
    if isinstance(model, str | Path):
        model = readers.load(Path(model))
        if readers.is_weight(model):
            raise errors.summaries.no_weight("a file .npy")
    if chain.is_chain(model):
        if input is None:
            raise errors.summaries.input_missing()
        return chain.summarized(model, inputs.shape_of(input))
    framework, reader = readers.framework_of(model), readers.reader_of(model)
    if framework is None or reader is None:
        raise errors.summaries.no_model(model)
    batch = inputs.batch_of(framework, model, input)
    with errors.words.spoken({"batch": "input"}):
        found = reader(model, batch)
    return replace(rows.summarized(found), inputs=inputs.shapes_of(batch))
