"""What a repair hands back, and what all frameworks' repairs say alike."""

from __future__ import annotations

from typing import Any, NamedTuple

from upconv.arrays import Array
from upconv.checkerboards.gain import equalized
from upconv.checkerboards.layers import Convolution, Resize, Transpose
from upconv.rewrites import Transposed, resize_conv_to_transposed

INTERPOLATED = "an interpolation and zero padding are no one transposed convolution at the border"
READ_TWICE = "the resize is read by something else too"


class Repaired(NamedTuple):
    """A repaired copy; what was done, and what was left and why, a line for each layer."""

    model: Any
    done: list[str]
    left: list[str]


def one_layer(resize: Resize, step: Convolution) -> Transposed:
    """Return a nearest resize and the convolution after it as one transposed convolution."""
    ndim = step.weight.ndim - 2
    return resize_conv_to_transposed(
        step.weight,
        step.bias,
        scale=resize.scale * ndim if len(resize.scale) == 1 else resize.scale,
        padding=step.padding,
        dilation=step.dilation,
        groups=step.groups,
    )


def rounded(dtype: object) -> str | None:
    """Return why weights of a type are not added up, or None where they are."""
    if str(dtype).removeprefix("torch.") in ("float32", "float64"):
        return None
    return f"sums of {dtype} weights would be rounded to {dtype}"


def evened(name: str, step: Transpose, done: list[str], left: list[str]) -> Array | None:
    """Return a layer's weight with even gains, or None where it has none; notes which it was."""
    if 0 in (count for counts in step.geometry.overlap() for count in counts):
        left.append(f"{name}: a phase without taps has no gain to change")
        return None
    done.append(f"{name}: gains equalised, which changes the function")
    return equalized(step.weight, step.geometry)
