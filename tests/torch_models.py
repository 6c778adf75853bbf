"""Real models in small: the structure of each is that of its paper, the channels are few.

Every function returns a model in evaluation mode and an input for it.
"""

import itertools

import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils.parametrizations import weight_norm


class DoubleConv(nn.Sequential):
    def __init__(self, c_in, c_out, ndim):
        conv, norm = (getattr(nn, f"{kind}{ndim}d") for kind in ("Conv", "BatchNorm"))
        super().__init__(
            conv(c_in, c_out, 3, padding=1, bias=False),
            norm(c_out),
            nn.ReLU(inplace=True),
            conv(c_out, c_out, 3, padding=1, bias=False),
            norm(c_out),
            nn.ReLU(inplace=True),
        )


class UNet(nn.Module):
    """arXiv 1505.04597, and 1606.06650 for three dimensions: pool, convolve, up, concatenate."""

    def __init__(self, ndim, widths=(4, 6, 8), classes=3):
        super().__init__()
        conv, up = (getattr(nn, f"{kind}{ndim}d") for kind in ("Conv", "ConvTranspose"))
        pairs = list(itertools.pairwise(widths))
        self.first = DoubleConv(2, widths[0], ndim)
        self.pool = getattr(nn, f"MaxPool{ndim}d")(2)
        self.down = nn.ModuleList(DoubleConv(a, b, ndim) for a, b in pairs)
        self.up = nn.ModuleList(up(b, a, 2, stride=2) for a, b in reversed(pairs))
        self.merge = nn.ModuleList(DoubleConv(2 * a, a, ndim) for a, _ in reversed(pairs))
        self.last = conv(widths[0], classes, 1)

    def forward(self, x):
        kept = [self.first(x)]
        for block in self.down:
            kept.append(block(self.pool(kept[-1])))
        y = kept.pop()
        for up, merge in zip(self.up, self.merge, strict=True):
            skip = kept.pop()
            y = merge(torch.cat([skip, up(y, output_size=skip.shape[2:])], dim=1))
        return self.last(y)


def unet():
    return UNet(2), torch.randn(2, 2, 17, 22)


def unet3d():
    return UNet(3, widths=(3, 4, 6)), torch.randn(1, 2, 9, 8, 10)


def dcgan():
    """arXiv 1511.06434: a 4×4 kernel at stride 2, 1×1 to 32×32."""
    widths = (16, 12, 8, 4)
    layers = [nn.ConvTranspose2d(10, widths[0], 4, 1, 0, bias=False)]
    for a, b in itertools.pairwise(widths):
        layers += [
            nn.BatchNorm2d(a),
            nn.ReLU(True),
            nn.ConvTranspose2d(a, b, 4, 2, 1, bias=False),
        ]
    return nn.Sequential(*layers[:-1], nn.ConvTranspose2d(8, 3, 4, 2, 1), nn.Tanh()), torch.randn(
        3, 10, 1, 1
    )


def fsrcnn():
    """arXiv 1608.00367: shrink, map, expand, and a 9×9 transposed convolution at the end."""
    layers = [nn.Conv2d(1, 12, 5, padding=2), nn.PReLU(12), nn.Conv2d(12, 5, 1), nn.PReLU(5)]
    for _ in range(2):
        layers += [nn.Conv2d(5, 5, 3, padding=1), nn.PReLU(5)]
    layers += [nn.Conv2d(5, 12, 1), nn.PReLU(12)]
    layers += [nn.ConvTranspose2d(12, 1, 9, stride=3, padding=4, output_padding=2)]
    return nn.Sequential(*layers), torch.randn(1, 1, 9, 11)


class ResidualBlock(nn.Module):
    def __init__(self, channels, kernel, dilations):
        super().__init__()
        self.first = nn.ModuleList(
            weight_norm(
                nn.Conv1d(channels, channels, kernel, dilation=d, padding=d * (kernel - 1) // 2)
            )
            for d in dilations
        )
        self.second = nn.ModuleList(
            weight_norm(nn.Conv1d(channels, channels, kernel, padding=(kernel - 1) // 2))
            for _ in dilations
        )

    def forward(self, x):
        for first, second in zip(self.first, self.second, strict=True):
            x = x + second(functional.leaky_relu(first(functional.leaky_relu(x, 0.1)), 0.1))
        return x


class HiFiGAN(nn.Module):
    """arXiv 2010.05646: long kernels over channels that halve, weight normalisation throughout."""

    def __init__(self, width=16, rates=(4, 2), kernels=(8, 4), fields=(3, 5)):
        super().__init__()
        self.before = weight_norm(nn.Conv1d(10, width, 7, padding=3))
        self.up, self.blocks = nn.ModuleList(), nn.ModuleList()
        for n, (rate, kernel) in enumerate(zip(rates, kernels, strict=True)):
            a, b = width >> n, width >> (n + 1)
            layer = nn.ConvTranspose1d(a, b, kernel, rate, padding=(kernel - rate) // 2)
            self.up.append(weight_norm(layer))
            self.blocks.append(nn.ModuleList(ResidualBlock(b, k, (1, 3)) for k in fields))
        self.after = weight_norm(nn.Conv1d(width >> len(rates), 1, 7, padding=3))

    def forward(self, x):
        x = self.before(x)
        for up, blocks in zip(self.up, self.blocks, strict=True):
            x = up(functional.leaky_relu(x, 0.1))
            x = sum(block(x) for block in blocks) / len(blocks)
        return torch.tanh(self.after(functional.leaky_relu(x)))


def hifigan():
    return HiFiGAN(), torch.randn(1, 10, 13)


class MaskDecoder(nn.Module):
    """arXiv 2304.02643: image embedding ×4 by two 2×2 transposed convolutions, times a token."""

    def __init__(self, width=16):
        super().__init__()
        self.upscaling = nn.Sequential(
            nn.ConvTranspose2d(width, width // 4, 2, stride=2),
            nn.GroupNorm(1, width // 4),
            nn.GELU(),
            nn.ConvTranspose2d(width // 4, width // 8, 2, stride=2),
            nn.GELU(),
        )
        self.tokens = nn.Parameter(torch.randn(3, width))
        self.hyper = nn.Sequential(nn.Linear(width, width), nn.ReLU(), nn.Linear(width, width // 8))

    def forward(self, x):
        return torch.einsum("mc,nchw->nmhw", self.hyper(self.tokens), self.upscaling(x))


def mask_decoder():
    return MaskDecoder(), torch.randn(2, 16, 6, 5)


MODELS = {
    "U-Net": unet,
    "3-D U-Net": unet3d,
    "DCGAN": dcgan,
    "FSRCNN": fsrcnn,
    "HiFi-GAN": hifigan,
    "SAM's mask decoder": mask_decoder,
}
