"""Upsamplers side by side on one real image: four fixed ones, and one that is fitted."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from upconv import errors, files, pictures
from upconv.explanation.palette import theme_of
from upconv.ops import conv_transpose
from upconv.pooling import max_pool, max_unpool
from upconv.upsampling import upsample

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SCALE = 2
KERNEL = 4  # of the transposed convolution: a multiple of the stride, so the overlap is even
SIDE = 96  # pixels of the part shown
SMALLEST = 16
ENDINGS = (".png", ".svg", ".pdf")
_INCHES = 2.6  # of one panel
_DPI = 150

_UNIT = "dB: peak signal-to-noise ratio against the original; higher is better."

Image = NDArray[np.float64]


@dataclass(frozen=True)
class Panel:
    """One image (H, W, colours), values 0 to 1, with its title and note."""

    title: str
    note: str
    image: Image


def example() -> tuple[Image, str]:
    """Return scikit-learn's photograph of a flower, (H, W, 3), values 0 to 1, and its credit."""
    try:
        from sklearn.datasets import load_sample_image  # noqa: PLC0415 - an optional package
    except ModuleNotFoundError:
        raise errors.explanation.no_example() from None

    photograph = load_sample_image("flower.jpg") / 255
    return photograph, "Photograph: flickr.com/photos/vultilion, CC BY 2.0"


def read(path: Path) -> Image:
    """Return the centre of an image file as (H, W, 3), values 0 to 1, at most 96 per side."""
    with pictures.opened(files.read(path), str(path)) as picture:
        (left, wide), (top, high) = map(_middle, picture.size)
        part = picture.crop((left, top, left + wide, top + high))
        return np.asarray(part.convert("RGB"), np.float64) / 255


def panels(image: Image) -> list[Panel]:
    """Downsample an image by max pooling, and upsample it again in five ways.

    image (H, W, colours), values 0 to 1; its centre is used. The notes give the peak
    signal-to-noise ratio of each against the original in dB; higher is better.
    """
    if min(image.shape[:2]) < SMALLEST:
        raise errors.explanation.image_too_small(image.shape[:2], SMALLEST)
    (top, high), (left, wide) = map(_middle, image.shape[:2])
    part = image[top : top + high, left : left + wide]
    original = np.ascontiguousarray(part.transpose(2, 0, 1))[np.newaxis]
    small, indices = max_pool(original, SCALE)
    size = original.shape[2:]
    learned = conv_transpose(
        small, _learned_kernel(small, original), stride=SCALE, padding=1, groups=small.shape[1]
    )
    made = [
        ("nearest", "repeats, fixed", upsample(small, SCALE, "nearest")),
        ("bilinear", "interpolates, fixed", upsample(small, SCALE, "bilinear")),
        ("bed of nails", "inserts zeros, fixed", upsample(small, SCALE, "bed_of_nails")),
        (
            "max unpooling",
            "at the maximum, fixed",
            max_unpool(small, indices, output_size=size),
        ),
        ("transposed convolution", f"kernel {KERNEL}×{KERNEL}, fitted to this image", learned),
    ]
    shown = [
        Panel("original", f"{size[0]}×{size[1]} pixels", original),
        Panel(
            "max pooling",
            f"{small.shape[2]}×{small.shape[3]} pixels: the input of the others",
            small,
        ),
    ]
    shown += [
        Panel(title, f"{note}: {_decibels(result, original):.1f} dB", result)
        for title, note, result in made
    ]
    return [
        Panel(panel.title, panel.note, np.clip(panel.image[0].transpose(1, 2, 0), 0, 1))
        for panel in shown
    ]


def figure(
    shown: list[Panel], credit: str = "", *, theme: str = "light", across: int = 4
) -> Figure:
    """Return the panels as one Matplotlib figure, with square pixels."""
    from matplotlib.figure import Figure as Made  # noqa: PLC0415 - an optional package

    colours = theme_of(theme)
    rows = math.ceil(len(shown) / across)
    made = Made(
        figsize=(across * _INCHES, rows * (_INCHES + 0.62) + 0.45),
        facecolor=colours.surface,
        layout="constrained",
        dpi=100,
    )
    text: dict[str, Any] = {"fontfamily": "DejaVu Sans", "parse_math": False}
    grid = made.subplots(rows, across, squeeze=False).ravel()
    for axes, panel in zip(grid, shown, strict=False):
        axes.imshow(panel.image, interpolation="nearest", vmin=0, vmax=1)
        axes.set_title(panel.title, color=colours.ink, fontsize=11, fontweight="bold", **text)
        axes.set_xlabel(_two_lines(panel.note), color=colours.muted, fontsize=9, **text)
        axes.set(xticks=[], yticks=[])
        axes.spines[:].set_color(colours.line)
    for axes in grid[len(shown) :]:
        axes.set_axis_off()
    made.supxlabel(
        "\n".join(filter(None, (_UNIT, credit))),
        color=colours.muted,
        fontsize=9,
        **text,
    )
    return made


def save(
    path: Path, shown: list[Panel], credit: str = "", *, theme: str = "light", across: int = 4
) -> None:
    """Write the panels as .png, .svg or .pdf; the file is written completely or not at all."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise errors.explanation.unknown_ending(str(path), ENDINGS)
    buffer = io.BytesIO()
    figure(shown, credit, theme=theme, across=across).savefig(buffer, format=ending[1:], dpi=_DPI)
    files.write(path, buffer.getvalue())


def _two_lines(note: str) -> str:
    return note.replace(": ", ":\n", 1)


def _middle(size: int) -> tuple[int, int]:
    """Return the start and length of the centre: at most SIDE, a multiple of SCALE."""
    side = min(size, SIDE) // SCALE * SCALE
    return (size - side) // 2, side


def _learned_kernel(small: Image, original: Image) -> Image:
    """Return the weight (colours, 1, k, k) that fits `small` to `original` by least squares.

    The output is linear in the weight: each column of the system is the output of a kernel with a
    single element.
    """
    colours = small.shape[1]
    weight = np.zeros((colours, 1, KERNEL, KERNEL))
    elements = np.eye(KERNEL * KERNEL).reshape(-1, KERNEL, KERNEL)
    for colour in range(colours):
        one = small[:, colour : colour + 1]
        alone = conv_transpose(one, elements[np.newaxis], stride=SCALE, padding=1)
        columns = alone[0].reshape(len(elements), -1).T
        wanted = original[0, colour].ravel()
        best, *_ = np.linalg.lstsq(columns, wanted)
        weight[colour, 0] = best.reshape(KERNEL, KERNEL)
    return weight


def _decibels(result: Image, original: Image) -> float:
    error = float(np.mean((np.clip(result, 0, 1) - original) ** 2))
    return math.inf if error == 0 else 10 * math.log10(1 / error)
