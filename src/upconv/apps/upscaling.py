"""Pictures of any size upscaled by a trained network, in tiles."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import nn

from upconv.apps import tiles

TILE = 256  # pixels of the input

_OF_LUMA = (0.299, 0.587, 0.114)  # red, green and blue: ITU-R BT.601


def upscale(
    layers: nn.Sequential,
    picture: Image.Image,
    scale: int,
    tile: int = TILE,
    progress: Callable[[], None] = lambda: None,
) -> Image.Image:
    """Return a picture upscaled by `scale`: luma by the network, the rest bicubic.

    Grey stays grey, RGB stays RGB, and transparency is preserved.
    """
    wide, high = (n * scale for n in picture.size)
    parts = picture.convert(_working_mode(picture))
    alpha = parts.getchannel("A") if parts.mode.endswith("A") else None
    colours = parts.convert(parts.mode.removesuffix("A"))
    small = _luma(np.asarray(colours)) / np.float32(255)
    luma = enlarged(layers, small, scale, tile, progress) * np.float32(255)
    if colours.mode == "L":
        result = Image.fromarray(_as_bytes(luma))
    else:
        rgb = np.asarray(colours.resize((wide, high), Image.Resampling.BICUBIC))
        result = Image.fromarray(_with_luma(rgb, luma))
    if alpha is not None:
        result.putalpha(alpha.resize((wide, high), Image.Resampling.BICUBIC))
    return result


def enlarged(
    layers: nn.Sequential,
    plane: NDArray[np.float32],
    scale: int,
    tile: int = TILE,
    progress: Callable[[], None] = lambda: None,
) -> NDArray[np.float32]:
    """Return a luma plane (H, W) upscaled by `scale`, in tiles with an exact halo.

    Beyond its edges the plane is continued with the values there.
    """
    high, wide = plane.shape
    result = np.empty((high * scale, wide * scale), np.float32)
    x = torch.from_numpy(np.ascontiguousarray(plane))[None, None]
    with torch.no_grad():
        for place, part in tiles.through(layers, layers, x, scale, tile):
            result[place] = part[0, 0].numpy()
            progress()
    return result


def tile_count(size: tuple[int, int], tile: int = TILE) -> int:
    """Return the number of tiles for a picture of this size."""
    return math.prod(math.ceil(n / tile) for n in size)


def transparent(picture: Image.Image) -> bool:
    """Return whether the picture is transparent anywhere."""
    parts = picture.convert(_working_mode(picture))
    if not parts.mode.endswith("A"):
        return False
    low, _ = parts.getchannel("A").getextrema()
    return low != 255


def _luma(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the luma of grey (H, W) or RGB (H, W, 3), between 0 and 255 and not rounded."""
    if pixels.ndim == 2:
        return pixels.astype(np.float32)
    result = np.zeros(pixels.shape[:2], np.float32)
    for channel, part in enumerate(_OF_LUMA):
        result += pixels[..., channel] * np.float32(part)
    return result


def _with_luma(rgb: NDArray[np.uint8], luma: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return the colours (H, W, 3) with another luma (H, W).

    The same step on red, green and blue leaves the chroma as it is. Pillow's way to YCbCr and back
    would round down twice: a picture loses 1.6 levels of red and of blue.
    """
    step = luma - _luma(rgb)
    return np.stack([_as_bytes(rgb[..., n] + step) for n in range(3)], axis=-1)


def _as_bytes(plane: NDArray[np.float32]) -> NDArray[np.uint8]:
    return plane.clip(0, 255).round().astype(np.uint8)


def _working_mode(picture: Image.Image) -> str:
    transparent = "A" in picture.getbands() or "transparency" in picture.info
    grey = picture.mode in ("1", "L", "LA")
    return ("L" if grey else "RGB") + ("A" if transparent else "")
