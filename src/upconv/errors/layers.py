"""Layers of a framework, and their initial weights."""

from __future__ import annotations

from collections.abc import Sequence

from upconv.errors.tree import ArgumentError, ArgumentTypeError, ShapeError, a, compose


def phases_unequal(kernel: Sequence[int], scale: Sequence[int], axis: int) -> ShapeError:
    k, s = kernel[axis], scale[axis]
    return ShapeError(
        compose(
            "The kernel must be a multiple of `scale` on every axis, so that all phases have the "
            "same number of taps",
            f"kernel={tuple(kernel)}, scale={tuple(scale)}",
            axis,
            f"{k} = {s}·{k // s} + {k % s}",
            f"Use a kernel of {s}" if k < s else f"Use a kernel of {k - k % s} or {k - k % s + s}",
        )
    )


def not_a_weight_shape(value: object) -> ArgumentError:
    return ArgumentError(
        compose(
            "`weight_shape` must be two channel counts followed by the kernel size",
            f"weight_shape={value!r}",
            remedy="Write the shape of a weight, such as weight_shape=(8, 16, 4, 4)",
        )
    )


def channels_not_scaled(channels: int, scale: Sequence[int], cells: int) -> ShapeError:
    product = "·".join(map(str, scale))
    return ShapeError(
        compose(
            "The number of output channels must be a multiple of the product of `scale`",
            f"{channels} output channels, scale={tuple(scale)}",
            formula=f"{product} = {cells}, {channels} = {cells}·{channels // cells} + "
            f"{channels % cells}",
        )
    )


def kernel_below_stride(kernel: Sequence[int], stride: Sequence[int], axis: int) -> ShapeError:
    return ShapeError(
        compose(
            "The kernel must be at least `stride` on every axis, so that every output is reached",
            f"kernel={tuple(kernel)}, stride={tuple(stride)}",
            axis,
            remedy=f"Use a kernel of {2 * stride[axis] - stride[axis] % 2}, the size of the "
            "interpolation kernel",
        )
    )


def channels_not_paired(inputs: int, outputs: int, groups: int) -> ShapeError:
    return ShapeError(
        compose(
            "Upsampling needs as many output channels as input channels in every group",
            f"{inputs} input and {outputs} output channels in each of {groups} "
            f"{'group' if groups == 1 else 'groups'}",
            remedy="Use out_channels=in_channels",
        )
    )


def not_a_convolution(kind: str) -> ArgumentTypeError:
    return ArgumentTypeError(
        compose(
            "`layer` must be a convolution or a transposed convolution",
            f"a layer of type {kind}",
        )
    )


def not_a_module(kind: str) -> ArgumentTypeError:
    return ArgumentTypeError(compose("`model` must be a torch.nn.Module", a(kind)))


def not_a_batchnorm(kind: str) -> ArgumentTypeError:
    return ArgumentTypeError(
        compose("`norm` must be a batch normalisation", f"a layer of type {kind}")
    )


def norm_channels(features: int, channels: int) -> ShapeError:
    return ShapeError(
        compose(
            "`norm` must have as many features as `layer` has output channels",
            f"{features} features for {channels} output channels",
        )
    )


def norm_not_fixed(why: str, remedy: str) -> ArgumentError:
    return ArgumentError(
        compose(
            "A batch normalisation can be folded only if it is a fixed scale and shift",
            why,
            remedy=remedy,
        )
    )


def not_a_tensor(name: str, value: object) -> ArgumentTypeError:
    kind = type(value).__name__
    convert = "from_numpy" if kind == "ndarray" else "as_tensor"
    return ArgumentTypeError(
        compose(
            f"`{name}` must be a torch.Tensor",
            f"{name} of type {kind}",
            remedy=f"Convert it first: torch.{convert}({name})",
        )
    )


def where_not_callable(where: object) -> ArgumentTypeError:
    remedy = "Write where=lambda name, layer: name in names"
    if isinstance(where, str):
        remedy = f"Write where=lambda name, layer: name == {where!r}"
    return ArgumentTypeError(
        compose(
            "`where` must be a function of a layer's name and the layer",
            f"where={where!r}",
            remedy=remedy,
        )
    )


def not_scriptable(kind: str) -> ArgumentTypeError:
    return ArgumentTypeError(
        compose(
            "`torch.jit.script` compiles PyTorch's own layers only",
            f"an upconv {kind}",
            remedy="Call undo() on what accelerate(model) returned first, or use torch.export",
        )
    )


def report_is_no_model(use: str) -> str:
    return compose(
        "accelerate(model) works in place and returns a report",
        f"report{use}",
        remedy=f"Write accelerate(model), then model{use}",
    )


def report_called() -> ArgumentTypeError:
    return ArgumentTypeError(report_is_no_model("(...)"))
