"""PyTorch layers that compute with upconv: the same arguments, the same state_dict.

An input that is not float32 or float64 on the CPU is computed by PyTorch's own operator.
"""

from upconv import errors

with errors.commands.needing_extras():
    from upconv.torch.accelerate import Acceleration, accelerate
    from upconv.torch.backend.explaining import Explanation, explain
    from upconv.torch.folding import fold_batchnorm
    from upconv.torch.functional import conv, conv_transpose
    from upconv.torch.init import bilinear_, fan, icnr_
    from upconv.torch.layers import (
        Conv1d,
        Conv2d,
        Conv3d,
        ConvTranspose1d,
        ConvTranspose2d,
        ConvTranspose3d,
    )
    from upconv.torch.unpooling import BedOfNails2d, MaxUnpool2d

__all__ = [
    "Acceleration",
    "BedOfNails2d",
    "Conv1d",
    "Conv2d",
    "Conv3d",
    "ConvTranspose1d",
    "ConvTranspose2d",
    "ConvTranspose3d",
    "Explanation",
    "MaxUnpool2d",
    "accelerate",
    "bilinear_",
    "conv",
    "conv_transpose",
    "explain",
    "fan",
    "fold_batchnorm",
    "icnr_",
]


def __dir__() -> list[str]:
    return __all__
