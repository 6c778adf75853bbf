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
    grey = parts.mode.startswith("L")
    channels = list(parts.convert("L" if grey else "YCbCr").split())
    luma = np.divide(np.asarray(channels[0]), 255, dtype=np.float32)
    result = [_as_picture(enlarged(layers, luma, scale, tile, progress))]
    result += [
        channel.resize((wide, high), Image.Resampling.BICUBIC)
        for channel in (*channels[1:], *([alpha] if alpha is not None else []))
    ]
    if grey:
        return result[0] if alpha is None else Image.merge("LA", result)
    rgb = Image.merge("YCbCr", result[:3]).convert("RGB")
    if alpha is not None:
        rgb.putalpha(result[3])
    return rgb


def smallest(layers: nn.Sequential, scale: int) -> int:
    """Return the halo: in a smaller picture every pixel would depend on values outside it."""
    return tiles.halo(layers, scale)


def enlarged(
    layers: nn.Sequential,
    plane: NDArray[np.float32],
    scale: int,
    tile: int = TILE,
    progress: Callable[[], None] = lambda: None,
) -> NDArray[np.float32]:
    """Return a luma plane (H, W) upscaled by `scale`, in tiles with an exact halo."""
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


def _as_picture(plane: NDArray[np.float32]) -> Image.Image:
    return Image.fromarray((plane.clip(0, 1) * 255).round().astype(np.uint8))


def _working_mode(picture: Image.Image) -> str:
    transparent = "A" in picture.getbands() or "transparency" in picture.info
    grey = picture.mode in ("1", "L", "LA")
    return ("L" if grey else "RGB") + ("A" if transparent else "")
