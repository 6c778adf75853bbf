"""The fidelity of an upscaled picture to the original: PSNR and SSIM of its luma."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

from upconv.apps.data import Images


@dataclass(frozen=True)
class Quality:
    """Peak signal-to-noise ratio in dB and structural similarity (at most 1) of a luma plane."""

    psnr: float
    ssim: float


def quality(plane: Images, original: Images, border: int) -> Quality:
    """Return the quality of a plane without its border, which every method must guess."""
    inner = (slice(border, -border),) * 2
    found, expected = plane[inner], original[inner]
    psnr = peak_signal_noise_ratio(expected, found, data_range=1)
    return Quality(float(psnr), ssim(found[None, None], expected[None, None]))


def ssim(found: Images, expected: Images) -> float:
    """Return the mean SSIM over images (N, 1, H, W), with the window of Wang et al. (2004)."""
    values = [
        structural_similarity(
            one, other, data_range=1, gaussian_weights=True, sigma=1.5, use_sample_covariance=False
        )
        for one, other in zip(found[:, 0], expected[:, 0], strict=True)
    ]
    return float(np.mean(values))


def decibel(squared_error: float) -> float:
    """Return the PSNR for a mean squared error of values between 0 and 1."""
    return -10 * math.log10(squared_error)
