"""A batch computed in pieces that fit into the cache, with the gradients of the whole.

The activations of 1000 images are hundreds of megabytes, written in the forward and read in the
backward pass, far more than the caches hold. A loss that is a mean over images is the mean of the
losses of its pieces, weighted by their number of images, and so are its gradients; a piece of some
tens of images is computed forward and backward before the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeAlias, TypeVar
from weakref import WeakKeyDictionary

import torch
from torch import nn
from torch.nn.modules.conv import _ConvNd

from upconv.engine.process import threads
from upconv.torch import chain, routing

LossOf: TypeAlias = Callable[[torch.Tensor], torch.Tensor]
_Pieces: TypeAlias = Sequence[torch.Tensor]
_Result = TypeVar("_Result")

CACHE_BYTES = 24 << 20  # activations of one piece: most of a common third-level cache
SMALLEST = 16  # images; in smaller pieces the overhead of calls would matter

_BYTES: MutableMapping[nn.Module, dict[Any, int]] = WeakKeyDictionary()

_PER_IMAGE = (
    *(_ConvNd, nn.Linear, nn.Sequential, nn.Identity),
    *(nn.ReLU, nn.LeakyReLU, nn.ELU, nn.GELU, nn.SiLU, nn.Sigmoid, nn.Tanh, nn.Softplus),
    *(nn.MaxPool1d, nn.MaxPool2d, nn.MaxPool3d, nn.AvgPool1d, nn.AvgPool2d, nn.AvgPool3d),
    *(nn.Upsample, nn.PixelShuffle, nn.PixelUnshuffle, nn.LayerNorm, nn.GroupNorm),
)
"""Layers that compute each image separately, without state and random numbers."""


def is_separable(layers: nn.Module) -> bool:
    """Return whether every layer computes each image separately.

    Batch normalisation mixes the images of a batch, dropout would draw different numbers; an
    unknown layer is assumed to do either.
    """
    return all(isinstance(layer, _PER_IMAGE) for layer in layers.modules())


def piece_size(layers: nn.Module, batch: torch.Tensor) -> int:
    """Return how many images of `batch` to compute at a time: their activations fit the cache."""
    if len(batch) <= SMALLEST or not is_separable(layers):
        return len(batch)
    pieces = -(-len(batch) // max(SMALLEST, CACHE_BYTES // _activation_bytes(layers, batch[:1])))
    # As many for one thread as for another, unless the pieces would be too small.
    shared = -(-pieces // threads.count()) * threads.count()
    pieces = shared if pieces > 1 and len(batch) >= SMALLEST * shared else pieces
    return -(-len(batch) // pieces)


def mean_loss(layers: nn.Module, loss_of: LossOf, batch: torch.Tensor) -> torch.Tensor:
    """Return loss_of(batch), with its gradients for the parameters of `layers` computed in pieces.

    `loss_of` runs a batch (N, ...) through `layers` to a scalar that is a mean over the images.
    The gradients are computed with the loss: its `backward()` only returns them. If the layers are
    not separable, or no gradient is needed, this is loss_of(batch) itself.
    """
    size = piece_size(layers, batch) if torch.is_grad_enabled() else len(batch)
    parameters = [parameter for parameter in layers.parameters() if parameter.requires_grad]
    if size >= len(batch) or not parameters or batch.requires_grad:
        return loss_of(batch)
    total = torch.zeros((), dtype=batch.dtype)
    gradients = [torch.zeros_like(parameter) for parameter in parameters]
    pieces = torch.split(batch, size)

    def computed(piece: torch.Tensor) -> tuple[torch.Tensor, tuple[torch.Tensor, ...]]:
        loss = loss_of(piece)
        return loss.detach(), torch.autograd.grad(loss, parameters)

    for piece, (loss, found) in zip(pieces, _in_order(computed, pieces), strict=True):
        share = len(piece) / len(batch)
        total += share * loss
        torch._foreach_add_(gradients, found, alpha=share)
    handed: Any = _Handed
    result: torch.Tensor = handed.apply(total, gradients, *parameters)
    return result


def _in_order(compute: Callable[[torch.Tensor], _Result], pieces: _Pieces) -> Iterator[_Result]:
    """Yield the results of the pieces, computed by as many threads at a time as kernels use.

    A piece on one thread need not wait for other threads, and stays in that core's cache. If
    PyTorch's thread-local state matters, the pieces are computed in this thread.
    """
    count = min(threads.count(), len(pieces))
    if count == 1 or torch.is_autocast_enabled("cpu") or routing.is_watched():
        yield from map(compute, pieces)
        return

    step = chain.Step()

    def alone(piece: torch.Tensor) -> _Result:
        with threads.limited(1), chain.unchanged(step):
            return compute(piece)

    with ThreadPoolExecutor(count) as pool:
        yield from pool.map(alone, pieces)


class _Handed(torch.autograd.Function):
    """A loss whose gradients have been computed already."""

    @staticmethod
    def forward(
        ctx: Any, total: torch.Tensor, gradients: list[torch.Tensor], *_: torch.Tensor
    ) -> torch.Tensor:
        ctx.gradients = gradients
        return total

    @staticmethod
    def backward(ctx: Any, grad: torch.Tensor) -> tuple[Any, ...]:
        return None, None, *(grad * gradient for gradient in ctx.gradients)


def _activation_bytes(layers: nn.Module, example: torch.Tensor) -> int:
    """Return the bytes of the results of all layers for one image, computed once."""
    known = _BYTES.setdefault(layers, {})
    facts = (example.shape, example.dtype)
    if facts not in known:
        known[facts] = _count_bytes(layers, example)
    return known[facts]


def _count_bytes(layers: nn.Module, example: torch.Tensor) -> int:
    sizes: list[int] = []

    def note(layer: nn.Module, _: Any, result: Any) -> None:
        if isinstance(result, torch.Tensor) and not isinstance(layer, nn.Sequential):
            sizes.append(result.nbytes)

    hooks = [layer.register_forward_hook(note) for layer in layers.modules()]
    try:
        # Other threads would wait for more of it, on the cores that the pieces are to have.
        with torch.no_grad(), threads.limited(1):
            layers(example)
    finally:
        for hook in hooks:
            hook.remove()
    return max(sum(sizes), 1)
