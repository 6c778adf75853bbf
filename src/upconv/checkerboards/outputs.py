"""The tensors in the return value of a model, by name."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import Any


def named(output: Any, is_tensor: Callable[[Any], bool]) -> dict[str, Any]:
    """Return the tensors in dicts, lists, tuples, named tuples and dataclasses, by name.

    Names are keys, fields or positions joined with dots; a single tensor is named "".

    >>> named({"image": 1.0, "aux": (2.0, None, [3.0])}, lambda one: isinstance(one, float))
    {'image': 1.0, 'aux.0': 2.0, 'aux.2.0': 3.0}
    """
    found = dict(_walk(output, "", is_tensor))
    return {"": next(iter(found.values()))} if len(found) == 1 else found


def _walk(value: Any, path: str, is_tensor: Callable[[Any], bool]) -> Iterator[tuple[str, Any]]:
    if is_tensor(value):
        yield path, value
        return
    for name, part in _parts(value):
        yield from _walk(part, f"{path}.{name}" if path else str(name), is_tensor)


def _parts(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, Mapping):  # also a ModelOutput of transformers
        yield from value.items()
    elif isinstance(value, tuple | list):
        yield from zip(getattr(value, "_fields", range(len(value))), value, strict=True)
    elif dataclasses.is_dataclass(value):
        yield from ((one.name, getattr(value, one.name)) for one in dataclasses.fields(value))
