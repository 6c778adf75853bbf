"""Shared by the layers of every rank: computation by upconv, and the fallback to Keras."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras

from upconv import conventions, errors
from upconv.arguments import (
    DataFormat,
    PaddingMode,
    Pairs,
    as_integer,
    as_padding_mode,
    as_tuple,
)
from upconv.bounded_cache import memoised
from upconv.conventions.keras import WORDS, as_word
from upconv.keras.backends import BACKEND, NAME, is_exported, opaque
from upconv.keras.composed import composed
from upconv.keras.exporting import chosen_by_keras
from upconv.keras.fused import Activation, fused
from upconv.keras.operation import Operation, Sizes

_PADDED_BEFORE = (
    "To pad by numbers, write padding='valid' and a ZeroPadding1D, ZeroPadding2D or ZeroPadding3D "
    "layer before it"
)


class Computed:
    """A Keras layer whose `call` uses upconv whenever upconv can compute it.

    Keras' own class, the next base class, has the arguments, the weights and the configuration.
    """

    activation: Any
    bias: Any
    data_format: DataFormat
    dilation_rate: Sizes
    groups: int
    kernel: Any
    kernel_size: Sizes
    padding: str
    padding_mode: PaddingMode
    strides: Sizes
    _supports_jit: bool

    def build(self, input_shape: Sequence[int | None]) -> None:
        """Create the weights."""
        super().build(input_shape)  # type: ignore[misc]
        # A strict export by PyTorch reads attributes, but not the tables that they come from.
        self._linear_operation = self._operation().linear

    def call(self, inputs: Any) -> Any:
        """Return the layer's output for `inputs`."""
        # Checked outside the opaque function, where a strict export can see it.
        return self._composed(inputs) if is_exported() else self._computed(inputs)

    @opaque
    def _computed(self, inputs: Any) -> Any:
        operation = self._operation()
        x, kernel, bias = self._tensors(inputs)
        if BACKEND is None or not BACKEND.takes(x, kernel, bias):
            return self._composed(inputs)
        shape = self.compute_output_shape(tuple(x.shape))  # type: ignore[attr-defined]
        y = BACKEND.apply(operation, tuple(shape), x, kernel, bias)
        return y if operation.activation is not None else self._ended(y)

    def _composed(self, inputs: Any) -> Any:
        """Return the same, computed by Keras' own operations."""
        x, kernel, bias = self._tensors(inputs)
        y = composed(self._linear_operation, x, kernel, bias)
        if hasattr(y, "set_shape"):  # TensorFlow loses sizes when others are unknown
            y.set_shape(self.compute_output_shape(tuple(x.shape)))  # type: ignore[attr-defined]
        return self._ended(y)

    def _tensors(self, inputs: Any) -> tuple[Any, Any, Any]:
        bias = None if self.bias is None else keras.ops.convert_to_tensor(self.bias)
        convert = keras.ops.convert_to_tensor
        return convert(inputs), convert(self.kernel), bias

    def _ended(self, y: Any) -> Any:
        return y if self.activation is None else self.activation(y)

    def _operation(self) -> Operation:
        """Return the operation of the layer."""
        raise NotImplementedError  # defined by convolutions and by transposed convolutions

    @property
    def supports_jit(self) -> bool:
        """Whether Keras may compile the layer with XLA, which works on every backend.

        On TensorFlow, XLA compiles Keras' own operations instead of upconv's. It is therefore used
        only on request: with `jit_compile="auto"`, a graph with upconv's computation is chosen.
        """
        return self._supports_jit and not (NAME == "tensorflow" and chosen_by_keras())

    @supports_jit.setter
    def supports_jit(self, value: bool) -> None:
        self._supports_jit = value

    def get_config(self) -> dict[str, Any]:
        """Return the arguments to recreate this layer."""
        config: dict[str, Any] = super().get_config()  # type: ignore[misc]
        return (
            config if self.padding_mode == "zeros" else config | {"padding_mode": self.padding_mode}
        )

    def _dilate(self, dilation_rate: int | Sequence[int]) -> None:
        """Set the dilation, which Keras' constructors do not accept together with strides."""
        rank = len(self.kernel_size)
        self.dilation_rate = as_tuple(dilation_rate, rank, "dilation_rate", 1)


class Transposed(Computed):
    """The base of `Conv1DTranspose`, `Conv2DTranspose` and `Conv3DTranspose`."""

    filters: int
    output_padding: Sizes | None

    def __init__(
        self,
        filters: int,
        kernel_size: int | Sequence[int],
        strides: int | Sequence[int] = 1,
        padding: str = "valid",
        output_padding: int | Sequence[int] | None = None,
        data_format: str | None = None,
        dilation_rate: int | Sequence[int] = 1,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        *,
        groups: int = 1,
        padding_mode: PaddingMode = "zeros",
        **kwargs: Any,
    ) -> None:
        """Make the layer; it has no weights before `build`.

        Parameters
        ----------
        filters
            Channels of the output.
        kernel_size
            Kernel size k, an integer or one per axis.
        strides
            Stride s, an integer or one per axis: the output is about s times as large.
        padding
            "valid" crops nothing, "same" makes every output size strides times the input size.
        output_padding
            Rows a added at the end of each axis, fewer than the stride; None for the default size.
        data_format
            "channels_last" (N, *spatial, C) or "channels_first" (N, C, *spatial); None takes
            `keras.config.image_data_format()`.
        dilation_rate
            Dilation d, an integer or one per axis; 1 means none.
        activation
            A name of Keras' activations or a function; None for none.
        use_bias
            Whether a bias, one number per filter, is added.
        kernel_initializer, bias_initializer
            How the weights start, as in Keras.
        kernel_regularizer, bias_regularizer, activity_regularizer
            Penalties on the weights and on the output, as in Keras.
        kernel_constraint, bias_constraint
            What keeps the weights within bounds, as in Keras.
        groups
            Into how many groups the channels of the input and the filters are divided; each group
            is convolved by itself.
        padding_mode
            "zeros", "circular", "reflect" or "replicate": with padding="same", the layer is the
            transpose of the convolution with this padding.
        **kwargs
            `name`, `dtype`, `trainable` and the rest of `keras.layers.Layer`.
        """
        as_word(padding)
        self.padding_mode = as_padding_mode(padding_mode)
        super().__init__(  # type: ignore[call-arg]  # Keras' class follows
            filters=filters,
            kernel_size=kernel_size,
            strides=strides,
            padding=padding,
            output_padding=output_padding,
            data_format=data_format,
            activation=activation,
            use_bias=use_bias,
            kernel_initializer=kernel_initializer,
            bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer,
            bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer,
            kernel_constraint=kernel_constraint,
            bias_constraint=bias_constraint,
            **kwargs,
        )
        self._dilate(dilation_rate)
        self.groups = as_integer(groups, "groups", 1)
        if filters % self.groups:
            raise errors.keras.groups_do_not_divide("filters", filters, self.groups)

    def build(self, input_shape: Sequence[int | None]) -> None:
        """Create the weights; the kernel is (*kernel_size, filters // groups, channels)."""
        channels = input_shape[self._operation().channel_axis]
        if channels is not None and channels % self.groups:
            raise errors.keras.groups_do_not_divide("input channels", channels, self.groups)
        super().build(input_shape)

    def add_weight(self, *args: Any, **kwargs: Any) -> Any:
        """Create a weight; the kernel has the filters of one group."""
        if kwargs.get("name") == "kernel":
            *size, filters, channels = kwargs["shape"]
            kwargs["shape"] = (*size, filters // self.groups, channels)
        return super().add_weight(*args, **kwargs)  # type: ignore[misc]

    def get_config(self) -> dict[str, Any]:
        """Return the arguments to recreate this layer."""
        return {**super().get_config(), "groups": self.groups}

    def _operation(self) -> Operation:
        return _transposed(
            self.kernel_size,
            self.strides,
            self.padding,
            self.output_padding,
            self.dilation_rate,
            self.groups,
            self.data_format,
            fused(self.activation),
            self.padding_mode,
        )


class Convolution(Computed):
    """The base of `Conv1D`, `Conv2D` and `Conv3D`."""

    def __init__(
        self,
        filters: int,
        kernel_size: int | Sequence[int],
        strides: int | Sequence[int] = 1,
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: int | Sequence[int] = 1,
        groups: int = 1,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        *,
        padding_mode: PaddingMode = "zeros",
        **kwargs: Any,
    ) -> None:
        """Make the layer; it has no weights before `build`.

        Parameters
        ----------
        filters
            Channels of the output.
        kernel_size
            Kernel size k, an integer or one per axis.
        strides
            Stride s, an integer or one per axis: the output is about s times smaller.
        padding
            "valid" adds nothing, "same" adds zeros on both sides so that every output size is the
            input size divided by the stride and rounded up; in 1-D also "causal", with all zeros
            before the first element.
        data_format
            "channels_last" (N, *spatial, C) or "channels_first" (N, C, *spatial); None takes
            `keras.config.image_data_format()`.
        dilation_rate
            Dilation d, an integer or one per axis; 1 means none.
        groups
            Into how many groups the channels of the input and the filters are divided; each group
            is convolved by itself.
        activation
            A name of Keras' activations or a function; None for none.
        use_bias
            Whether a bias, one number per filter, is added.
        kernel_initializer, bias_initializer
            How the weights start, as in Keras.
        kernel_regularizer, bias_regularizer, activity_regularizer
            Penalties on the weights and on the output, as in Keras.
        kernel_constraint, bias_constraint
            What keeps the weights within bounds, as in Keras.
        padding_mode
            "zeros", "circular", "reflect" or "replicate": what "same" and "causal" add.
        **kwargs
            `name`, `dtype`, `trainable` and the rest of `keras.layers.Layer`.
        """
        as_word(padding, (*WORDS, "causal"), _PADDED_BEFORE)
        self.padding_mode = as_padding_mode(padding_mode)
        super().__init__(  # type: ignore[call-arg]  # Keras' class follows
            filters=filters,
            kernel_size=kernel_size,
            strides=strides,
            padding=padding,
            data_format=data_format,
            groups=groups,
            activation=activation,
            use_bias=use_bias,
            kernel_initializer=kernel_initializer,
            bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer,
            bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer,
            kernel_constraint=kernel_constraint,
            bias_constraint=bias_constraint,
            **kwargs,
        )
        self._dilate(dilation_rate)

    def _operation(self) -> Operation:
        return _convolution(
            self.kernel_size,
            self.strides,
            self.padding,
            self.dilation_rate,
            self.groups,
            self.data_format,
            fused(self.activation),
            self.padding_mode,
        )


@memoised("geometries", 512)
def _transposed(
    kernel_size: Sizes,
    strides: Sizes,
    padding: str,
    output_padding: Sizes | None,
    dilation_rate: Sizes,
    groups: int,
    data_format: DataFormat,
    activation: Activation | None,
    padding_mode: PaddingMode,
) -> Operation:
    layer = conventions.from_framework(
        "keras",
        kernel_size=kernel_size,
        strides=strides,
        padding=padding,
        output_padding=output_padding,
        dilation_rate=dilation_rate,
    )
    options = (dilation_rate, groups, data_format, activation, padding_mode)
    return Operation(True, strides, layer.crop, *options)


@memoised("geometries", 512)
def _convolution(
    kernel_size: Sizes,
    strides: Sizes,
    padding: str,
    dilation_rate: Sizes,
    groups: int,
    data_format: DataFormat,
    activation: Activation | None,
    padding_mode: PaddingMode,
) -> Operation:
    pads: Pairs | str = padding
    if padding == "causal":  # 1-D only: an output reads no later input
        pads = tuple((d * (k - 1), 0) for k, d in zip(kernel_size, dilation_rate, strict=True))
    options = (dilation_rate, groups, data_format, activation, padding_mode)
    return Operation(False, strides, pads, *options)
