"""A model and its input, as a caller gives them, made networks."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from upconv import errors
from upconv.checkerboards import readers
from upconv.checkerboards.graph import Recorded
from upconv.pieces.models import Followed, Lost, followed

_MOST = 2**30  # elements of an input


@dataclass(frozen=True)
class Read:
    """A model that was read: its networks, the input, and the name of the output."""

    model: Any
    framework: str
    recorded: Recorded
    batch: Any
    output: str
    followed: Followed


def read(model: Any, input_size: Any, output: str | None) -> Read:
    """Return a model as networks; raises ArgumentError for what cannot be followed."""
    if isinstance(model, str | Path):
        model = readers.load(Path(model))
    framework = readers.framework_of(model)
    if framework is None or readers.is_weight(model):
        raise errors.pieces.no_model(model)
    if input_size is not None or framework == "onnx":
        with errors.words.spoken({"batch": "input_size"}):
            batch = _batch(framework, model, input_size)
            return _read(model, framework, readers.recorded(model, batch), batch, output)
    reason = ""
    for batch in readers.assumed_inputs(model):
        try:
            recorded = readers.recorded(model, batch)
        except errors.UpconvError as error:  # a model can refuse an input in any way
            reason = reason or errors.reason(error)
            continue
        return _read(model, framework, recorded, batch, output)
    raise errors.pieces.size_missing(reason)


def _read(model: Any, framework: str, recorded: Recorded, batch: Any, output: str | None) -> Read:
    found = recorded.outputs
    if output is not None and output not in found:
        raise errors.pieces.no_such_output(output, list(found))
    names = [output] if output is not None else list(found)
    lost: Lost | None = None
    for name in names:
        node = found[name]
        own = None if node is None else followed(recorded, node)
        if isinstance(own, Lost):
            lost = lost or own
        elif own is not None and own.networks:
            return Read(model, framework, recorded, batch, name, own)
    if lost is not None:
        raise errors.pieces.not_followed(lost.name, lost.reason)
    raise errors.pieces.no_axes(output or "")


def _batch(framework: str, model: Any, given: Any) -> Any:
    """Return the input that a caller gives, or one of the given shape."""
    if framework == "onnx":
        from upconv.onnx import inputs  # noqa: PLC0415 - with onnx

        named = dict(given) if isinstance(given, Mapping) else given
        shapes = inputs.given(model, _each(named, lambda shape: (1, *shape)))
        return {one.name: one.values for one in inputs.draw(model, shapes)}
    return _each(given, drawn)


def drawn(shape: tuple[int, ...]) -> Any:
    """Return a batch of one example of this shape."""
    if math.prod(shape) > _MOST:
        raise errors.summaries.input_too_large(shape, _MOST)
    return np.random.default_rng(0).random((1, *shape), np.float32)


def _each(given: Any, made: Any) -> Any:
    """Return what is given with every shape in it replaced; arrays are taken as they are."""
    if given is None or (hasattr(given, "shape") and getattr(given, "ndim", 0) > 1):
        return given
    if isinstance(given, Mapping):
        return {name: _each(one, made) for name, one in given.items()}
    if isinstance(given, int | np.integer) and not isinstance(given, bool):
        return made((int(given),))
    sizes = list(_sizes(given))
    return made(tuple(sizes))


def _sizes(given: Any) -> Iterator[int]:
    if not isinstance(given, tuple | list) or not given:
        raise errors.pieces.no_size(given)
    for one in given:
        if isinstance(one, bool) or not isinstance(one, int | np.integer) or one < 1:
            raise errors.pieces.no_size(given)
        yield int(one)
