"""The optional packages, and which extra installs what. pyproject.toml has the same lists.

The extras are sorted by size, so that the first one with a package is the smallest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import NamedTuple


class Extra(NamedTuple):
    """What an extra enables, its packages as {module: requirement}, and the extras it includes."""

    unlocks: str
    packages: Mapping[str, str]
    includes: tuple[str, ...] = ()


EXTRAS: Mapping[str, Extra] = {
    "explain": Extra(
        "pictures and animations: `explain --save`, `check --picture`, `.figure()`",
        {"matplotlib": "matplotlib>=3.11", "PIL": "pillow>=11"},
    ),
    "onnx": Extra(
        "`upconv.onnx`; `check`, `summary` and `onnx optimize` of an ONNX model",
        {"onnx": "onnx>=1.23", "onnxruntime": "onnxruntime>=1.31"},
    ),
    "keras": Extra(
        "`upconv.keras`; `check` and `summary` of a Keras model. Keras also needs a backend: "
        "torch, jax or tensorflow",
        {"keras": "keras>=3.15"},
    ),
    "torch": Extra(
        "`upconv.torch`; `check` and `summary` of a PyTorch module", {"torch": "torch>=2.13"}
    ),
    "apps": Extra(
        "`train` and `upscale`; the photograph of `explain upsampling`",
        {
            "lightning": "lightning>=2.5",
            "sklearn": "scikit-learn>=1.5",
            "skimage": "scikit-image>=0.25",
        },
        ("torch", "explain"),
    ),
}

KERAS_BACKENDS = ("torch", "jax", "tensorflow")


def smallest(module: str) -> str | None:
    """Return the smallest extra that installs a module, or None if no extra does.

    >>> smallest("matplotlib"), smallest("skimage"), smallest("sympy")
    ('explain', 'apps', None)
    """
    return next((name for name, extra in EXTRAS.items() if module in extra.packages), None)


def missing(extra: str) -> list[str]:
    """Return the requirements of an extra, and of those it includes, that are not installed."""
    return [text for module, text in _packages(extra) if not is_installed(module)]


def is_installed(module: str) -> bool:
    """Return whether a module can be imported, without importing it."""
    return find_spec(module) is not None


def _packages(extra: str) -> Iterator[tuple[str, str]]:
    for other in EXTRAS[extra].includes:
        yield from _packages(other)
    yield from EXTRAS[extra].packages.items()
