"""One decoder with five kinds of upsampling, trained the same way, measured by upconv.checkerboard.

    python examples/checkerboard.py --out docs/results/checkerboard

An autoencoder is trained on crops of the two photographs in scikit-learn; only the two upsampling
layers of its decoder differ. The initial encoder, the crops and their order are the same; it is
trained once for each seed. The right halves are used for training, the left halves are measured
and shown. Writes figures.md, figures.csv and, for each number of steps, the crops of the first seed
side by side, each with its own figure (c).
"""

import argparse
import csv
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from matplotlib.figure import Figure
from sklearn.datasets import load_sample_images
from torch import nn

import upconv
from upconv.checkerboards.spectrum import contrast_of, lattice

CODE, WIDTH = 12, 24
SIZE, BATCH = 32, 16  # of the training crops
TEST_SIZE = 96
# (photograph, row, column) of regions in the left halves: sky, wood, leaves out of focus.
SHOWN = ((0, 20, 40), (0, 190, 130), (1, 250, 60))
SHOWN_SIZE, BORDER = 48, 16


def icnr_(conv: nn.Conv2d, scale: int = 2) -> None:
    """Initialise all phases of a channel the same (Aitken et al. 2017, arXiv 1707.02937)."""
    phases = scale * scale
    with torch.no_grad():
        conv.weight.copy_(conv.weight[::phases].repeat_interleave(phases, 0))
        conv.bias.copy_(conv.bias[::phases].repeat_interleave(phases, 0))


def subpixel(c_in: int, c_out: int, icnr: bool) -> nn.Module:
    conv = nn.Conv2d(c_in, 4 * c_out, 3, padding=1)
    if icnr:
        icnr_(conv)
    return nn.Sequential(conv, nn.PixelShuffle(2))


UPSAMPLING = {
    "transposed, kernel 3": lambda c, o: nn.ConvTranspose2d(c, o, 3, 2, 1, output_padding=1),
    "transposed, kernel 4": lambda c, o: nn.ConvTranspose2d(c, o, 4, 2, 1),
    "sub-pixel": lambda c, o: subpixel(c, o, icnr=False),
    "sub-pixel, ICNR": lambda c, o: subpixel(c, o, icnr=True),
    "nearest resize + conv 3": lambda c, o: nn.Sequential(
        nn.Upsample(scale_factor=2), nn.Conv2d(c, o, 3, padding=1)
    ),
}


def build(name: str, seed: int) -> nn.Sequential:
    torch.manual_seed(seed)
    encoder = [
        nn.Conv2d(3, WIDTH, 4, 2, 1),
        nn.LeakyReLU(0.1),
        nn.Conv2d(WIDTH, CODE, 4, 2, 1),
        nn.LeakyReLU(0.1),
    ]
    up = UPSAMPLING[name]
    return nn.Sequential(*encoder, up(CODE, WIDTH), nn.LeakyReLU(0.1), up(WIDTH, 3))


def photographs() -> list[np.ndarray]:
    return [
        np.moveaxis(image, -1, 0).astype(np.float32) / 255 for image in load_sample_images().images
    ]


def crops(
    images: list[np.ndarray], count: int, size: int, left: bool, random: np.random.Generator
) -> np.ndarray:
    found = []
    for n in range(count):
        image = images[n % len(images)]
        middle = image.shape[2] // 2
        row = random.integers(0, image.shape[1] - size)
        column = random.integers(0, middle - size) + (0 if left else middle)
        found.append(image[:, row : row + size, column : column + size])
    return np.stack(found)


def figures(model: nn.Module, test: torch.Tensor) -> dict[str, float]:
    """The figures of both layers, and of the whole output."""
    first, last = upconv.checkerboard(model, batch=test).layers
    bare = upconv.checkerboard(model).layers
    with torch.no_grad():
        output = model(test)
    return {
        "a": last.overlap_db,
        "b first, no batch": bare[0].gain.db,
        "b last, no batch": bare[1].gain.db,
        "b first": first.gain.db,
        "b last": last.gain.db,
        "c first": first.lattice.db,
        "c last": last.lattice.db,
        "c both": lattice(output.numpy(), (4, 4)).db,
        "PSNR": -10 * np.log10(float(((output - test) ** 2).mean())),
        "contrast": contrast_of(output.numpy()),
    }


def train(
    name: str, images: list[np.ndarray], seed: int, moments: Sequence[int]
) -> dict[int, nn.Module]:
    """Return copies of the model after each of `moments` steps."""
    model = build(name, seed)
    optimizer = torch.optim.Adam(model.parameters(), 2e-3)
    random = np.random.default_rng(seed)
    kept = {}
    for step in range(1, max(moments) + 1):
        x = torch.from_numpy(crops(images, BATCH, SIZE, False, random))
        loss = ((model(x) - x) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step in moments:
            copy = build(name, seed)
            copy.load_state_dict(model.state_dict())
            kept[step] = copy.eval()
    return kept


def picture(
    path: Path,
    images: list[np.ndarray],
    models: dict[str, nn.Module],
    rows: dict[str, dict[str, float]],
    title: str,
) -> None:
    """The photographs, then the output of each model, next to its figures."""
    names = ["the photographs", *models]
    zoom, gap, text, top = 4, 22, 250, 52
    size = SHOWN_SIZE * zoom
    wide = text + len(SHOWN) * (size + gap)
    high = top + len(names) * (size + gap)
    figure = Figure(figsize=(wide / 100, high / 100), dpi=100, facecolor="white")
    figure.text(gap / wide, 1 - 30 / high, title, fontsize=11)
    for line, name in enumerate(names):
        bottom = 1 - (top + (line + 1) * (size + gap) - gap) / high
        words = name
        if name in models:
            row = rows[name]
            words += (
                f"\n\n(a) overlap {shown(row['a'])} dB"
                f"\n(b) gain, first layer {shown(row['b first'])} dB"
                f"\n(b) gain, last layer {shown(row['b last'])} dB"
                f"\n(c) of all test crops {shown(row['c both'])} dB"
            )
        middle = bottom + size / 2 / high
        figure.text(gap / wide, middle, words, va="center", fontsize=9.5, linespacing=1.5)
        for column, (image, y, x) in enumerate(SHOWN):
            # The model gets a larger region than is shown, so that its borders are not visible.
            whole = images[image][:, y - BORDER : y + 80, x - BORDER : x + 80]
            if name in models:
                with torch.no_grad():
                    whole = models[name](torch.from_numpy(whole[None].copy()))[0].numpy()
            inner = slice(BORDER, BORDER + SHOWN_SIZE)
            patch = np.moveaxis(whole, 0, -1)[inner, inner]
            part = whole[None, :, inner, inner]
            found = lattice(part, (4, 4), contrast=rows[name]["contrast"])
            left = (text + column * (size + gap)) / wide
            axes = figure.add_axes((left, bottom, size / wide, size / high))
            axes.imshow(np.clip(patch, 0, 1), interpolation="nearest", aspect="auto")
            axes.set_axis_off()
            figure.text(left, bottom - 12 / high, f"(c) {shown(found.db)} dB", fontsize=8)
    figure.savefig(path)


def shown(value: float) -> str:
    return "below -100" if value < -100 else f"{value:.1f}"


def markdown(rows: dict[str, list[dict[str, float]]]) -> list[str]:
    """A table of means over the seeds, with the lowest and highest if they differ."""
    names = [name for name in next(iter(rows.values()))[0] if name != "contrast"]
    lines = ["| upsampling | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    for name, seeds in rows.items():
        cells = []
        for key in names:
            values = [row[key] for row in seeds]
            low, high = shown(min(values)), shown(max(values))
            cells.append(low if low == high else f"{np.mean(values):.1f} ({low} to {high})")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("runs/checkerboard"))
    parser.add_argument(
        "--steps", type=int, nargs="+", default=[100, 500], help="numbers of steps to measure after"
    )
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--crops", type=int, default=32, help="number of held-out crops to measure")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)  # sums in one order
    images = photographs()
    left = crops(images, given.crops, TEST_SIZE, True, np.random.default_rng(100))
    test = torch.from_numpy(left)
    start = time.perf_counter()
    trained = {}
    for name in UPSAMPLING:
        for seed in given.seeds:
            trained[name, seed] = train(name, images, seed, given.steps)
        seconds = time.perf_counter() - start
        print(f"{name}: {len(given.seeds)} trained, {seconds:.0f} s", flush=True)
    lines = ["# All figures", "", "In dB: the mean over the seeds (lowest to highest)."]
    table = []
    for step in given.steps:
        rows = {
            name: [figures(trained[name, seed][step], test) for seed in given.seeds]
            for name in UPSAMPLING
        }
        for name, found in rows.items():
            for seed, row in zip(given.seeds, found, strict=True):
                table.append({"step": step, "upsampling": name, "seed": seed, **row})
        lines += [f"\nAfter {step} steps:\n", *markdown(rows)]
        models = {name: trained[name, given.seeds[0]][step] for name in UPSAMPLING}
        firsts = {name: found[0] for name, found in rows.items()}
        firsts["the photographs"] = {"contrast": contrast_of(left)}
        title = f"After {step} steps, seed {given.seeds[0]}: held-out crops, each with its own (c)"
        picture(given.out / f"crops-{step}.png", images, models, firsts, title)
    photos = [shown(lattice(left, (period,) * 2).db) for period in (2, 4)]
    lines.append(f"\nThe photographs themselves: {photos[0]} dB at period 2, {photos[1]} dB at 4.")
    text = "\n".join(lines) + "\n"
    (given.out / "figures.md").write_text(text, encoding="utf-8")
    with (given.out / "figures.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, table[0])
        writer.writeheader()
        writer.writerows(table)
    print(text)


if __name__ == "__main__":
    main()
