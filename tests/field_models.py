"""Drawn PyTorch models whose outputs grow with every input that they read, and what they read.

All weights are positive and all activations increase, so that an input that becomes larger by much
changes exactly the outputs that depend on it.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import nn

CONVS = (nn.Conv1d, nn.Conv2d, nn.Conv3d)
TRANSPOSED = (nn.ConvTranspose1d, nn.ConvTranspose2d, nn.ConvTranspose3d)
MAX_POOLS = (nn.MaxPool1d, nn.MaxPool2d, nn.MaxPool3d)
UNPOOLS = (nn.MaxUnpool1d, nn.MaxUnpool2d, nn.MaxUnpool3d)
AVERAGES = (nn.AvgPool1d, nn.AvgPool2d, nn.AvgPool3d)
NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)
LINEAR = ("linear", "bilinear", "trilinear")

Draw = Callable[[int, int], int]  # an integer from the first to the last, both included


class Pad(nn.Module):
    def __init__(self, ends: list[int], mode: str) -> None:
        super().__init__()
        self.ends, self.mode = ends, mode

    def forward(self, x: Any) -> Any:
        return nn.functional.pad(x, self.ends, mode=self.mode)


class Crop(nn.Module):
    def __init__(self, pairs: list[tuple[int, int]], step: int = 1) -> None:
        super().__init__()
        self.index = (..., *(slice(begin, -end or None, step) for begin, end in pairs))

    def forward(self, x: Any) -> Any:
        return x[self.index]


class LastChannels(nn.Module):
    """A linear layer over the channels, moved to the last axis for it."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.norm, self.linear = nn.LayerNorm(channels), nn.Linear(channels, channels)

    def forward(self, x: Any) -> Any:
        y = self.linear(torch.movedim(x, 1, -1))
        return torch.movedim(y, -1, 1)


class Gate(nn.Module):
    def forward(self, x: Any) -> Any:
        a, b = x.chunk(2, 1)
        return torch.cat([a + nn.functional.softplus(b), b], 1)


class Residual(nn.Module):
    def __init__(self, body: nn.Module, crop: nn.Module | None = None) -> None:
        super().__init__()
        self.body, self.crop = body, crop

    def forward(self, x: Any) -> Any:
        return self.body(x) + (x if self.crop is None else self.crop(x))


class Joined(nn.Module):
    def __init__(self, bodies: list[nn.Module], after: nn.Module) -> None:
        super().__init__()
        self.bodies, self.after = nn.ModuleList(bodies), after

    def forward(self, x: Any) -> Any:
        return self.after(torch.cat([body(x) for body in self.bodies], 1))


class UNet(nn.Module):
    def __init__(self, before: nn.Module, down: nn.Module, body: nn.Module, up: nn.Module) -> None:
        super().__init__()
        self.before, self.down, self.body, self.up = before, down, body, up

    def forward(self, x: Any) -> Any:
        x = self.before(x)
        y = self.up(self.body(self.down(x)))
        return x + y


class Unpooled(nn.Module):
    def __init__(self, ndim: int, kernel: list[int], stride: list[int], body: nn.Module) -> None:
        super().__init__()
        self.pool = MAX_POOLS[ndim - 1](kernel, stride, return_indices=True)
        self.unpool = UNPOOLS[ndim - 1](kernel, stride)
        self.body = body

    def forward(self, x: Any) -> Any:
        y, indices = self.pool(x)
        return x + self.unpool(self.body(y), indices, output_size=x.shape[2:])


class Resized(nn.Module):
    """A U-Net's level that is resized to the size of its skip."""

    def __init__(self, down: nn.Module, body: nn.Module, mode: str) -> None:
        super().__init__()
        self.down, self.body, self.mode = down, body, mode

    def forward(self, x: Any) -> Any:
        y = self.body(self.down(x))
        return x + nn.functional.interpolate(y, size=x.shape[2:], mode=self.mode)


class Models:
    """Models of `ndim` spatial axes and `channels` channels, as `draw` decides."""

    def __init__(self, draw: Draw, ndim: int, channels: int = 2) -> None:
        self.draw, self.ndim, self.channels = draw, ndim, channels

    def each(self, low: int, high: int) -> list[int]:
        return [self.draw(low, high) for _ in range(self.ndim)]

    def sequence(self, depth: int, length: int) -> nn.Module:
        return nn.Sequential(*(self.layer(depth) for _ in range(self.draw(1, length))))

    def layer(self, depth: int) -> nn.Module:
        kinds = [
            self.convolution, self.transposed, self.pool, self.average, self.upsampled, self.padded,
            self.cropped, self.same, self.pointwise, self.shuffled,
        ]  # fmt: skip
        if depth:
            kinds += [self.residual, self.joined, self.unet, self.unpooled, self.resized] * 2
        kind = kinds[self.draw(0, len(kinds) - 1)]
        return kind(depth - 1) if kind in kinds[10:] else kind()

    def convolution(self) -> nn.Module:
        k, s, d = self.each(1, 4), self.each(1, 3), self.each(1, 2)
        p = [self.draw(0, b * (a - 1)) for a, b in zip(k, d, strict=True)]
        return CONVS[self.ndim - 1](self.channels, self.channels, k, s, p, d)

    def same(self) -> nn.Module:
        k = [2 * n + 1 for n in self.each(0, 2)]
        d = self.each(1, 3)
        mode = ("zeros", "reflect", "replicate")[self.draw(0, 2)]
        p = [b * (a - 1) // 2 for a, b in zip(k, d, strict=True)]
        return CONVS[self.ndim - 1](self.channels, self.channels, k, 1, p, d, padding_mode=mode)

    def causal(self) -> nn.Module:
        k, d = self.each(1, 4), self.each(1, 3)
        ends = []
        for a, b in zip(reversed(k), reversed(d), strict=True):
            ends += [b * (a - 1), 0]
        mode = ("constant", "reflect", "replicate")[self.draw(0, 2)]
        return nn.Sequential(
            Pad(ends, mode), CONVS[self.ndim - 1](self.channels, self.channels, k, 1, 0, d)
        )

    def transposed(self) -> nn.Module:
        k, s, d = self.each(1, 5), self.each(1, 3), self.each(1, 2)
        p = [self.draw(0, b * (a - 1) // 2) for a, b in zip(k, d, strict=True)]
        rows = [self.draw(0, max(a, b) - 1) for a, b in zip(s, d, strict=True)]
        one = TRANSPOSED[self.ndim - 1]
        return one(self.channels, self.channels, k, s, p, rows, dilation=d)

    def pool(self) -> nn.Module:
        k = self.each(1, 3)
        p = [self.draw(0, a // 2) for a in k]
        return MAX_POOLS[self.ndim - 1](k, self.each(1, 3), p, ceil_mode=bool(self.draw(0, 1)))

    def average(self) -> nn.Module:
        k = self.each(1, 3)
        # In three dimensions PyTorch refuses inputs that the window overlaps at the end.
        up = bool(self.draw(0, 1)) and self.ndim < 3
        return AVERAGES[self.ndim - 1](k, self.each(1, 3), ceil_mode=up)

    def upsampled(self) -> nn.Module:
        mode = ("nearest", "nearest-exact", LINEAR[self.ndim - 1])[self.draw(0, 2)]
        scale = tuple((1.0, 2.0, 3.0, 1.5, 0.5)[n] for n in self.each(0, 4))
        return nn.Upsample(scale_factor=scale, mode=mode)

    def padded(self) -> nn.Module:
        mode = ("constant", "reflect", "replicate")[self.draw(0, 2)]
        return Pad([self.draw(0, 2) for _ in range(2 * self.ndim)], mode)

    def cropped(self) -> nn.Module:
        pairs = [(self.draw(0, 2), self.draw(0, 2)) for _ in range(self.ndim)]
        return Crop(pairs, self.draw(1, 2))

    def pointwise(self) -> nn.Module:
        kind = self.draw(0, 3)
        if kind == 0:
            return nn.Softplus()
        if kind == 1:
            return NORMS[self.ndim - 1](self.channels)
        return LastChannels(self.channels) if kind == 2 else Gate()

    def shuffled(self) -> nn.Module:
        if self.ndim != 2:
            return self.same()
        wide = nn.Conv2d(self.channels, self.channels * 4, 1)
        if self.draw(0, 1):
            return nn.Sequential(wide, nn.PixelShuffle(2))
        return nn.Sequential(nn.PixelUnshuffle(2), nn.Conv2d(self.channels * 4, self.channels, 1))

    def level(self, depth: int) -> nn.Module:
        """Return layers that keep the size."""
        parts = []
        for _ in range(self.draw(1, 2)):
            kinds = [self.same, self.causal, self.pointwise]
            kinds += [self.residual, self.joined, self.unet] if depth else []
            kind = kinds[self.draw(0, len(kinds) - 1)]
            parts.append(kind(depth - 1) if kind in kinds[3:] else kind())
        return nn.Sequential(*parts)

    def residual(self, depth: int) -> nn.Module:
        if self.draw(0, 2):
            return Residual(self.level(depth))
        k = self.each(1, 4)
        begin = [self.draw(0, n - 1) for n in k]
        crop = Crop([(b, n - 1 - b) for b, n in zip(begin, k, strict=True)])
        return Residual(CONVS[self.ndim - 1](self.channels, self.channels, k), crop)

    def joined(self, depth: int) -> nn.Module:
        bodies = [self.level(depth) for _ in range(self.draw(2, 3))]
        wide = CONVS[self.ndim - 1](len(bodies) * self.channels, self.channels, 1)
        return Joined(bodies, wide)

    def unet(self, depth: int) -> nn.Module:
        s = self.each(1, 3)
        c = self.channels
        downs = [
            MAX_POOLS[self.ndim - 1](s),
            AVERAGES[self.ndim - 1](s),
            CONVS[self.ndim - 1](c, c, [n + 2 for n in s], s, 1),
        ]
        more = self.each(0, 2)
        k = [n + 2 * m for n, m in zip(s, more, strict=True)]
        scale = tuple(map(float, s))
        ups = [
            nn.Upsample(scale_factor=scale, mode="nearest"),
            nn.Upsample(scale_factor=scale, mode=LINEAR[self.ndim - 1]),
            TRANSPOSED[self.ndim - 1](c, c, k, s, more),
        ]
        down, up = downs[self.draw(0, 2)], ups[self.draw(0, 2)]
        return UNet(self.level(depth), down, self.level(depth), up)

    def unpooled(self, depth: int) -> nn.Module:
        k = self.each(1, 3)
        s = [self.draw(1, n) for n in k]
        return Unpooled(self.ndim, k, s, self.level(depth))

    def resized(self, depth: int) -> nn.Module:
        down = MAX_POOLS[self.ndim - 1](self.each(1, 3))
        return Resized(down, self.level(depth), ("nearest", LINEAR[self.ndim - 1])[self.draw(0, 1)])


def positive(model: nn.Module) -> nn.Module:
    """Return a model in float64 and evaluation mode whose weights are all positive."""
    random = torch.Generator().manual_seed(0)
    model = model.double().eval()
    with torch.no_grad():
        for one in model.parameters():
            fan = max(one.numel() // max(one.shape[0], 1), 1)
            one.copy_((torch.rand(one.shape, generator=random, dtype=torch.float64) + 0.5) / fan)
    return model


def dependence(model: nn.Module, shape: tuple[int, ...], axis: int) -> np.ndarray:
    """Return which outputs of a spatial axis change with which inputs of it: (o, i)."""
    random = torch.Generator().manual_seed(1)
    x = torch.rand(shape, generator=random, dtype=torch.float64)
    size = shape[2 + axis]
    found = []
    with torch.no_grad():
        y = model(x)
        for j in range(size):
            other = x.clone()
            other.narrow(2 + axis, j, 1).add_(1e6)
            changed = model(other) != y
            dims = [n for n in range(y.dim()) if n != 2 + axis]
            found.append(changed.numpy().any(axis=tuple(dims)))
    return np.stack(found, 1)
