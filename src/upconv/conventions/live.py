"""The `Geometry` of existing layer objects; frameworks are recognised by type, not imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from upconv import errors
from upconv.arguments import PaddingMode
from upconv.conventions import from_framework
from upconv.geometry import Geometry

# A layer of Keras on PyTorch is also a PyTorch module, so Keras comes first.
_SAME = ("kernel_size", "stride", "padding", "output_padding", "dilation", "groups")


class _Live(NamedTuple):
    """How the transposed convolutions of a framework are recognised and read.

    `kinds` are class names, one of which must be among the bases; `attributes` maps each argument
    to the layer's attribute, and `read` returns the geometry from their values.
    """

    kinds: tuple[str, ...]
    attributes: Mapping[str, str]
    read: Callable[[str, dict[str, Any], Any], Geometry] = lambda name, words, _: from_framework(
        name, **words
    )


def _of_torch(_name: str, words: dict[str, Any], _layer: Any) -> Geometry:
    del words["groups"]
    return Geometry(**words)  # upconv's own layers also accept pairs and words


def _of_keras(name: str, words: dict[str, Any], layer: Any) -> Geometry:
    found = from_framework(name, **words)
    mode: PaddingMode = getattr(layer, "padding_mode", "zeros")  # upconv's own layers have one
    crop = (found.kernel_size, found.stride, found.crop, found.dilation)
    return found if mode == "zeros" else Geometry.from_crop(*crop, padding_mode=mode)


def _of_mlx(name: str, words: dict[str, Any], layer: Any) -> Geometry:
    return from_framework(name, kernel_size=tuple(layer.weight.shape[1:-1]), **words)


def _of_paddle(name: str, words: dict[str, Any], _layer: Any) -> Geometry:
    if isinstance(words["padding"], str) and words["padding"].upper() == "SAME":
        raise errors.wording.input_size_wanted("Paddle")
    return from_framework(name, **words)


_LIVE: dict[str, _Live] = {
    "keras": _Live(
        ("BaseConvTranspose",),
        {n: n for n in ("kernel_size", "strides", "padding", "output_padding", "dilation_rate")},
        _of_keras,
    ),
    "torch": _Live(
        ("ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d", "_TransposedConvolution"),
        {n: n for n in (*_SAME, "padding_mode")},
        _of_torch,
    ),
    "flax": _Live(
        ("ConvTranspose",),
        {
            n: n
            for n in ("kernel_size", "strides", "padding", "kernel_dilation", "transpose_kernel")
        },
    ),
    "equinox": _Live(("ConvTranspose",), {n: n for n in (*_SAME, "padding_mode")}),
    "haiku": _Live(
        ("ConvNDTranspose",),
        {n: n for n in ("kernel_shape", "stride", "padding", "output_shape")},
    ),
    "mlx": _Live(
        ("ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d"),
        {n: n for n in ("stride", "padding", "dilation", "output_padding")},
        _of_mlx,
    ),
    "paddle": _Live(
        ("Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose"),
        {
            "output_padding": "output_padding",
            **{n: f"_{n}" for n in ("kernel_size", "stride", "padding", "dilation", "groups")},
        },
        _of_paddle,
    ),
}


def geometry_of(layer: Any) -> Geometry:
    """Return the geometry of an existing transposed convolution layer of a framework.

    Raises ArgumentTypeError for anything else.
    """
    bases = [kind for kind in type(layer).__mro__ if kind.__module__ != "builtins"]
    roots = {kind.__module__.partition(".")[0] for kind in bases}
    names = {kind.__name__ for kind in bases}
    for name, live in _LIVE.items():
        if name in roots and names.intersection(live.kinds):
            words = {argument: getattr(layer, own) for argument, own in live.attributes.items()}
            return live.read(name, words, layer)
    raise errors.wording.not_a_layer(layer)
