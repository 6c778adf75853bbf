"""The 19 layers that stand for the field: decoders, vocoders, segmentation, super-resolution."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Case(NamedTuple):
    """One transposed convolution with its sizes; square kernels, one stride and padding."""

    name: str
    images: int
    in_channels: int
    spatial: tuple[int, ...]
    out_channels: int
    kernel: int
    stride: int
    padding: int
    groups: int

    @property
    def out_spatial(self) -> tuple[int, ...]:
        return tuple((i - 1) * self.stride + self.kernel - 2 * self.padding for i in self.spatial)

    @property
    def flops(self) -> float:
        """Multiplications and additions that reach an output, borders counted as inside."""
        taps = self.kernel ** len(self.spatial)
        inputs = self.images * self.in_channels * float(np.prod(self.spatial))
        return 2 * inputs * taps * self.out_channels / self.groups

    @property
    def bytes(self) -> float:
        """Input, weight and output once, in float32."""
        taps = self.kernel ** len(self.spatial)
        read = self.images * self.in_channels * float(np.prod(self.spatial))
        read += taps * self.in_channels * self.out_channels / self.groups
        return 4 * (read + self.images * self.out_channels * float(np.prod(self.out_spatial)))

    def arrays(self) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        """Return x, weight and bias of one fixed draw."""
        draw = np.random.default_rng(0)
        kernel = (self.kernel,) * len(self.spatial)
        per_group = self.out_channels // self.groups
        x = draw.standard_normal((self.images, self.in_channels, *self.spatial), np.float32)
        weight = draw.standard_normal((self.in_channels, per_group, *kernel), np.float32)
        return x, weight * 0.1, draw.standard_normal(self.out_channels, np.float32)


CASES = (
    Case("mnist_t1", 256, 8, (22, 22), 8, 3, 1, 0, 1),
    Case("mnist_t3", 256, 16, (26, 26), 32, 3, 1, 0, 1),
    Case("unet_up4", 1, 1024, (32, 32), 512, 2, 2, 0, 1),
    Case("unet_up1", 1, 128, (256, 256), 64, 2, 2, 0, 1),
    Case("dcgan_g1", 16, 100, (1, 1), 512, 4, 1, 0, 1),
    Case("dcgan_g2", 16, 512, (4, 4), 256, 4, 2, 1, 1),
    Case("dcgan_g4", 16, 128, (16, 16), 64, 4, 2, 1, 1),
    Case("dcgan_g5", 16, 64, (32, 32), 3, 4, 2, 1, 1),
    Case("fsrcnn_x3", 1, 56, (180, 320), 1, 9, 3, 4, 1),
    Case("fcn8s_up8", 1, 21, (64, 64), 21, 16, 8, 4, 1),
    Case("bilinear_dw", 1, 64, (64, 64), 64, 4, 2, 1, 64),
    Case("pose_256", 4, 256, (16, 12), 256, 4, 2, 1, 1),
    Case("sam_up2", 1, 64, (128, 128), 32, 2, 2, 0, 1),
    Case("k3s2", 1, 128, (64, 64), 64, 3, 2, 1, 1),
    Case("hifigan_u1", 1, 512, (400,), 256, 16, 8, 4, 1),
    Case("hifigan_u4", 1, 64, (25600,), 32, 4, 2, 1, 1),
    Case("istft_1024", 1, 1026, (224,), 1, 1024, 256, 0, 1),
    Case("nnunet_3d", 1, 64, (32, 32, 32), 32, 2, 2, 0, 1),
    Case("vnet_3d_k3", 1, 32, (24, 24, 24), 32, 3, 2, 1, 1),
)
BY_NAME = {case.name: case for case in CASES}
