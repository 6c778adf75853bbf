"""Error messages with the argument names of a framework instead of upconv's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from upconv.errors.tree import UpconvError

TORCH: Mapping[str, str] = {"x": "input", "data_format": "memory_format"}
KERAS: Mapping[str, str] = {
    "x": "inputs",
    "weight": "kernel",
    "stride": "strides",
    "dilation": "dilation_rate",
}
ONNX: Mapping[str, str] = {
    "x": "X",
    "weight": "W",
    "bias": "B",
    "stride": "strides",
    "padding": "pads",
    "dilation": "dilations",
    "groups": "group",
}

# A name appears in backquotes, before "=", or before one of its attributes.
_AFTER = (
    r"(?=`|=|\.(?:shape|dtype|astype|detach|real|to_dense)\b|, dtype=| of dtype| of type| with \d)"
)


@contextmanager
def spoken(names: Mapping[str, str]) -> Iterator[None]:
    """Translate the errors raised inside with `names`."""
    try:
        yield
    except UpconvError as error:
        translate(error, names)
        raise


def translate(error: UpconvError, names: Mapping[str, str]) -> None:
    """Replace upconv's argument names in `error` by the framework's in `names`, in place.

    >>> from upconv import errors
    >>> error = errors.shapes.not_floating("x", "dtype int64", "x.astype(np.float32)")
    >>> translate(error, KERAS)
    >>> print(error)
    `inputs` must be a float32 or float64 array. Received inputs of dtype int64. Cast it first:
    inputs.astype(np.float32).
    """
    pattern = rf"(?<![\w.])({'|'.join(names)}){_AFTER}"
    error.args = (re.sub(pattern, lambda found: names[found[1]], str(error)),)
