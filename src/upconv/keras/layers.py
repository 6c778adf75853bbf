"""The layers by rank: Keras' classes with their computation replaced."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras

from upconv.docstrings import with_parameters
from upconv.keras.convolutions import Convolution, Transposed

_registered = keras.saving.register_keras_serializable(package="upconv")


@_registered
@with_parameters
class Conv1DTranspose(Transposed, keras.layers.Conv1DTranspose):  # type: ignore[misc]
    """Keras' `Conv1DTranspose`, computed by upconv.

    Input (N, steps, C_in), or (N, C_in, steps) with data_format="channels_first"; output
    (N, steps', filters) with, for K = dilation_rate·(kernel_size - 1) + 1::

        "valid"  steps' = steps·strides + max(K - strides, 0)
        "same"   steps' = steps·strides

    and with an output padding a: (steps - 1)·strides + K + a, or + K mod 2 + a for "same".
    Arguments, weights, configuration and files are those of `keras.layers.Conv1DTranspose`. In
    addition, `groups` divides the input channels and the filters into groups that are convolved
    separately, with a kernel (*kernel_size, filters // groups, C_in); and strides can be combined
    with a dilation rate. float16, bfloat16 and tensors on an accelerator are computed by Keras.

    Raises ArgumentError if `groups` does not divide the channels, and the errors of Keras' layer.
    Source: https://keras.io/api/layers/convolution_layers/convolution1d_transpose/

    >>> import numpy as np
    >>> from upconv.keras import Conv1DTranspose
    >>> tuple(Conv1DTranspose(6, 5, strides=2, padding="same", groups=2)(np.ones((1, 7, 4))).shape)
    (1, 14, 6)
    """


@_registered
@with_parameters
class Conv2DTranspose(Transposed, keras.layers.Conv2DTranspose):  # type: ignore[misc]
    """Keras' `Conv2DTranspose`, computed by upconv; see `Conv1DTranspose`.

    Input (N, height, width, C_in), or (N, C_in, height, width) with data_format="channels_first";
    output (N, height', width', filters).

    >>> import numpy as np
    >>> from upconv.keras import Conv2DTranspose
    >>> layer = Conv2DTranspose(3, (3, 5), strides=(2, 3), dilation_rate=2, activation="relu")
    >>> tuple(layer(np.ones((1, 4, 5, 8))).shape)
    (1, 11, 21, 3)
    """


@_registered
@with_parameters
class Conv3DTranspose(Transposed, keras.layers.Conv3DTranspose):  # type: ignore[misc]
    """Keras' `Conv3DTranspose`, computed by upconv; see `Conv1DTranspose`.

    Input (N, depth, height, width, C_in), or channels first; output
    (N, depth', height', width', filters).

    >>> import numpy as np
    >>> from upconv.keras import Conv3DTranspose
    >>> tuple(Conv3DTranspose(3, 2, strides=2)(np.ones((1, 2, 3, 4, 8))).shape)
    (1, 4, 6, 8, 3)
    """

    def __init__(
        self,
        filters: int,
        kernel_size: int | Sequence[int],
        strides: int | Sequence[int] = 1,
        padding: str = "valid",
        data_format: str | None = None,
        output_padding: int | Sequence[int] | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        # Keras has these two in the opposite order from 1-D and 2-D.
        swapped = output_padding, data_format
        super().__init__(filters, kernel_size, strides, padding, *swapped, *args, **kwargs)


@_registered
@with_parameters
class Conv1D(Convolution, keras.layers.Conv1D):  # type: ignore[misc]
    """Keras' `Conv1D`, computed by upconv.

    Input (N, steps, C_in), or (N, C_in, steps) with data_format="channels_first"; output
    (N, steps', filters) with, for K = dilation_rate·(kernel_size - 1) + 1::

        "valid"           steps' = floor((steps - K)/strides) + 1
        "same", "causal"  steps' = ceil(steps/strides)

    Arguments, weights, configuration and files are those of `keras.layers.Conv1D`; strides can be
    combined with a dilation rate. float16, bfloat16 and tensors on an accelerator are computed by
    Keras.

    Raises the errors of Keras' layer.
    Source: https://keras.io/api/layers/convolution_layers/convolution1d/

    >>> import numpy as np
    >>> from upconv.keras import Conv1D
    >>> tuple(Conv1D(6, 5, strides=2, padding="causal", groups=2)(np.ones((1, 7, 4))).shape)
    (1, 4, 6)
    """


@_registered
@with_parameters
class Conv2D(Convolution, keras.layers.Conv2D):  # type: ignore[misc]
    """Keras' `Conv2D`, computed by upconv; see `Conv1D`.

    Input (N, height, width, C_in), or (N, C_in, height, width) with data_format="channels_first";
    output (N, height', width', filters).

    >>> import numpy as np
    >>> from upconv.keras import Conv2D
    >>> tuple(Conv2D(3, (3, 5), padding="same", activation="relu")(np.ones((1, 4, 5, 8))).shape)
    (1, 4, 5, 3)
    """


@_registered
@with_parameters
class Conv3D(Convolution, keras.layers.Conv3D):  # type: ignore[misc]
    """Keras' `Conv3D`, computed by upconv; see `Conv1D`.

    Input (N, depth, height, width, C_in), or channels first; output
    (N, depth', height', width', filters).

    >>> import numpy as np
    >>> from upconv.keras import Conv3D
    >>> tuple(Conv3D(3, 2, strides=2)(np.ones((1, 2, 4, 6, 8))).shape)
    (1, 1, 2, 3, 3)
    """
