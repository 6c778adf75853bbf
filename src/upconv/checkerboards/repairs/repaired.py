"""What a repair hands back, and what all frameworks' repairs say alike."""

from __future__ import annotations

from typing import Any, NamedTuple

from upconv.checkerboards.layers import Convolution, Resize
from upconv.geometry import Geometry
from upconv.rewrites import Transposed, resize_conv_to_transposed

INTERPOLATED = "an interpolation and zero padding are no one transposed convolution at the border"
READ_TWICE = "the resize is read by something else too"
NO_TAPS = "a phase without taps has no gain to change"
EQUALISED = "gains equalised, which changes the function"


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


def lacks_taps(geometry: Geometry) -> bool:
    """Tell whether some phase of a layer is reached by no tap."""
    return 0 in (count for counts in geometry.overlap() for count in counts)
