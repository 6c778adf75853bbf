"""The steps of PyTorch modules by their class, for repairs, which replace modules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from upconv.arrays import Array
from upconv.axis import split_crop
from upconv.checkerboards.layers import Convolution, Resize, ResizeTo, Step, Transpose, Unknown
from upconv.geometry import Geometry

_NEAREST = ("nearest", "nearest-exact")
_LINEAR = ("linear", "bilinear", "trilinear")


def module_step(module: Any) -> Step | None:
    """Return the step of a module, or None."""
    names = set(_names(module))
    return next((read(module) for name, read in _MODULES.items() if name in names), None)


def as_array(tensor: Any) -> Array:
    """Return a tensor as an array: float64 unchanged, everything else as float32."""
    double = tensor.dtype.is_floating_point and tensor.element_size() == 8
    cast = tensor.detach().cpu().double() if double else tensor.detach().cpu().float()
    array: Array = cast.resolve_conj().resolve_neg().numpy()
    return array


def _names(module: Any) -> Iterator[str]:
    for kind in type(module).__mro__:
        if kind.__module__.startswith("torch.nn"):
            yield kind.__name__


def _transpose(module: Any) -> Step | None:
    geometry = Geometry(
        module.kernel_size, module.stride, module.padding, module.output_padding, module.dilation
    )
    return Transpose(as_array(module.weight), geometry, module.groups)


def _convolution(module: Any) -> Step | None:
    if any(step != 1 for step in module.stride):
        return None
    weight = as_array(module.weight)
    bias = None if module.bias is None else as_array(module.bias)
    if module.padding == "same":
        totals = zip(module.dilation, module.kernel_size, strict=True)
        padding = tuple(split_crop(d * (k - 1), "same") for d, k in totals)
    elif module.padding == "valid":
        padding = ((0, 0),) * len(module.kernel_size)
    else:
        padding = tuple((p, p) for p in module.padding)
    return Convolution(weight, bias, padding, tuple(module.dilation), module.groups)


def _upsample(module: Any) -> Step | None:
    mode, scale = module.mode, module.scale_factor
    if mode not in (*_NEAREST, *_LINEAR) or (mode in _LINEAR and module.align_corners):
        return Unknown(f"{mode} is neither a nearest nor a linear resize")
    word: Any = "nearest" if mode in _NEAREST else "bilinear"
    if module.size is not None:
        return ResizeTo(word)
    entries = tuple(scale) if isinstance(scale, tuple | list) else (scale,)
    if any(entry < 1 or entry % 1 for entry in entries):
        return Unknown(f"resizes by {scale}, which is not an integer factor")
    return Resize(tuple(int(entry) for entry in entries), word)


_MODULES: dict[str, Callable[[Any], Step | None]] = {
    "_ConvTransposeNd": _transpose,
    "_ConvNd": _convolution,
    "Upsample": _upsample,
}
