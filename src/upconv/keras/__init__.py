"""Keras 3 layers that compute with upconv: the same arguments, the same weights, the same files.

    from upconv.keras import Conv2D, Conv2DTranspose

They run on the backends torch, jax and tensorflow, including training, and on numpy. Gradients can
be differentiated again, as for a gradient penalty on a critic. Weights can be moved between Keras'
layers and these with `set_weights` and with files.
"""

from upconv import errors

with errors.commands.needing_extras():
    from upconv.keras.layers import (
        Conv1D,
        Conv1DTranspose,
        Conv2D,
        Conv2DTranspose,
        Conv3D,
        Conv3DTranspose,
    )
    from upconv.keras.sampling import BedOfNails2D, MaxPooling2D, MaxUnpooling2D

__all__ = [
    "BedOfNails2D",
    "Conv1D",
    "Conv1DTranspose",
    "Conv2D",
    "Conv2DTranspose",
    "Conv3D",
    "Conv3DTranspose",
    "MaxPooling2D",
    "MaxUnpooling2D",
]


def __dir__() -> list[str]:
    return __all__
