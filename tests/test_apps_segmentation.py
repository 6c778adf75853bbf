"""Segmentation: the collages, the net with each way of upsampling, what it is judged by."""

import csv
import io
import shutil
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

torch = pytest.importorskip("torch")
for _name in ("lightning", "matplotlib", "skimage", "sklearn", "typer"):
    pytest.importorskip(_name)

from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from hypothesis.extra import numpy as hnp  # noqa: E402
from rich.console import Console  # noqa: E402
from torch import nn  # noqa: E402

from upconv.apps import collage, peers, segmentation  # noqa: E402
from upconv.apps.photographs import Photograph  # noqa: E402
from upconv.apps.segmentation import UNet, Up  # noqa: E402
from upconv.apps.settings import NONE, UPSAMPLINGS  # noqa: E402
from upconv.apps.settings import Segmentation as Settings  # noqa: E402
from upconv.errors import ArgumentError  # noqa: E402

FILES = ["checkpoint.ckpt", "history.csv", "loss.png", "overlays.png", "quality.csv"]


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def few(monkeypatch):
    """Compose no more images than a test needs."""
    monkeypatch.setattr(segmentation, "_TRAIN", 10)
    monkeypatch.setattr(segmentation, "_TEST", 4)
    monkeypatch.setattr(segmentation, "SIZE", 16)
    monkeypatch.setattr(collage, "SIZE", 16)
    monkeypatch.setattr(collage, "_SMALLEST", 8)
    monkeypatch.setattr(collage, "_LARGEST", 12)
    monkeypatch.setattr(peers, "_ROUNDS", 1)


def quiet():
    return Console(file=io.StringIO(), width=120)


# The images.


@pytest.fixture(scope="module")
def collages():
    rng = np.random.default_rng(0)
    photographs = (Photograph("grey", np.full((70, 90, 3), 128, np.uint8)),)
    digits = rng.random((5, 8, 8), np.float32).round()
    return collage.compose(photographs, digits, np.arange(5), 12, seed=3)


def test_every_image_has_digits_and_classes_where_they_are(collages):
    assert collages.images.shape == (12, 3, 64, 64)
    assert collages.images.dtype == np.float32
    assert 0 <= collages.images.min() <= collages.images.max() <= 1
    for image, labels in zip(collages.images, collages.labels, strict=True):
        classes = set(np.unique(labels).tolist())
        assert 0 in classes
        assert classes <= {0, 1, 2, 3, 4, 5}
        assert len(classes) > 1
        # What is labelled is bright, the rest a dimmed photograph but for the digits' soft edges.
        assert image.mean(0)[labels > 0].min() > 0.5
        np.testing.assert_allclose(np.median(image[:, labels == 0]), 64 / 255, rtol=1e-6)
        assert (image.mean(0)[labels == 0] > 0.5).mean() < 0.1


def test_the_class_of_a_pixel_is_that_of_its_digit(monkeypatch):
    monkeypatch.setattr(collage, "_FEWEST", 1)
    monkeypatch.setattr(collage, "_MOST", 1)
    photographs = (Photograph("black", np.zeros((70, 90, 3), np.uint8)),)
    # Digits that fill one, four or all of eight rows: their areas tell which one is shown.
    rows, numbers = np.array([1, 4, 8]), np.array([4, 7, 9])
    digits = (np.arange(8)[None, :, None] < rows[:, None, None]) * np.ones((1, 1, 8), np.float32)
    made = collage.compose(photographs, digits.astype(np.float32), numbers, 20, seed=5)
    seen = set()
    for image, labels in zip(made.images, made.labels, strict=True):
        (number,) = set(np.unique(labels).tolist()) - {0}
        high, wide = (np.ptp(axis) + 1 for axis in np.nonzero(image.mean(0) > 0.3))
        share = high / wide
        assert number - 1 == numbers[np.abs(rows / 8 - share).argmin()]
        seen.add(number)
    assert len(seen) == 3


def test_no_digit_covers_another():
    photographs = (Photograph("black", np.zeros((70, 90, 3), np.uint8)),)
    squares = np.ones((500, 8, 8), np.float32)  # each with a number of its own
    made = collage.compose(photographs, squares, np.arange(500), 20, seed=6)
    for labels in made.labels:
        for number in set(np.unique(labels).tolist()) - {0}:
            inside = np.nonzero(labels == number)
            assert len(inside[0]) == np.prod([np.ptp(axis) + 1 for axis in inside])


def test_images_are_a_function_of_the_seed_and_their_number(collages):
    photographs = (Photograph("grey", np.full((70, 90, 3), 128, np.uint8)),)
    digits = np.random.default_rng(0).random((5, 8, 8), np.float32).round()
    fewer = collage.compose(photographs, digits, np.arange(5), 3, seed=3)
    np.testing.assert_array_equal(fewer.images, collages.images[:3])
    other = collage.compose(photographs, digits, np.arange(5), 3, seed=4)
    assert (other.labels != fewer.labels).any()
    assert (fewer.labels[0] != fewer.labels[1]).any()


@pytest.mark.usefixtures("few")
def test_digits_and_photographs_that_are_judged_were_never_trained_on(monkeypatch, tmp_path):
    given = []

    def noted(photographs, digits, _, count, seed):  # noqa: ARG001
        given.append(({one.name for one in photographs}, {d.tobytes() for d in digits}, count))
        return collage.Collages(np.zeros((count, 3, 16, 16), np.float32), None)

    monkeypatch.setattr(collage, "compose", noted)
    segmentation.embedded(Settings(out=tmp_path))
    segmentation.embedded(Settings(out=tmp_path, limit=3))
    (names, digits, count), (other_names, other_digits, other_count), *limited = given
    assert not names & other_names
    assert not digits & other_digits
    assert (count, other_count) == (10, 4)
    assert [count for *_, count in limited] == [3, 3]


def test_an_overlay_colours_digits_and_nothing_else():
    image = np.random.default_rng(0).random((3, 2, 2), np.float32)
    shown = segmentation.overlay(image, np.array([[0, 4], [11 - 1, 0]]))
    grey = image.mean(0)
    for place in ((0, 0), (1, 1)):
        np.testing.assert_allclose(shown[place], grey[place] * 0.5 + 0.35, rtol=1e-6)
    for place, number in (((0, 1), 4), ((1, 0), 10)):
        colour = np.array(segmentation._LEGEND[number - 1][1])
        pale = grey[place] * 0.5 + 0.35
        np.testing.assert_allclose(shown[place], pale * 0.25 + colour * 0.75, rtol=1e-5)


# The net.


@pytest.mark.parametrize("way", [*UPSAMPLINGS, NONE])
def test_scores_have_the_size_of_the_image(way):
    torch.manual_seed(0)
    model = UNet(way)
    scores = model(torch.rand(2, 3, 8, 16))
    assert scores.shape == (2, 11, 8, 16)
    scores.sum().backward()
    assert all(parameter.grad is not None for parameter in model.parameters())


def test_the_nets_have_equal_widths():
    count = {way: sum(q.numel() for q in UNet(way).parameters()) for way in (*UPSAMPLINGS, NONE)}
    assert count["nearest"] == count["bilinear"] == count["unpool"]
    # The same but for the up-convolutions: kernel 2 against kernel 3.
    weights = 96 * 48 + 48 * 24 + 24 * 12
    assert count["nearest"] - count["transposed"] == weights * (9 - 4)
    assert count["nearest"] - count[NONE] == weights * 9 + 48 + 24 + 12


@pytest.mark.parametrize("way", ["nearest", "bilinear"])
def test_interpolation_is_that_of_its_name(way):
    up, x = Up(4, way), torch.rand(1, 4, 3, 5)
    expected = up.layer[1](nn.functional.interpolate(x, scale_factor=2, mode=way))
    assert torch.equal(up(x, None), expected)


def test_the_learning_rate_rises_and_falls_once_over_the_steps_of_the_run():
    model = UNet("transposed", learning_rate=0.002)
    model.trainer = SimpleNamespace(estimated_stepping_batches=10)
    made = model.configure_optimizers()
    assert made["lr_scheduler"]["interval"] == "step"
    rates = []
    for _ in range(11):
        (group,) = made["optimizer"].param_groups
        rates.append(group["lr"])
        made["optimizer"].step()
        made["lr_scheduler"]["scheduler"].step()
    assert rates[2] == pytest.approx(0.002)
    assert rates[0] == pytest.approx(0.002 * 0.25)
    assert rates[:3] == sorted(rates[:3])
    assert rates[2:] == sorted(rates[2:], reverse=True)
    assert rates[9] == rates[10] == 0


def test_judging_leaves_the_statistics_alone(collages):
    model = UNet("transposed").train()
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    segmentation.judge(model, collages, batch_size=5)
    assert all(torch.equal(one, before[name]) for name, one in model.state_dict().items())


def test_unpooling_puts_features_where_the_encoder_found_its_maxima():
    torch.manual_seed(0)
    x = torch.rand(1, 4, 6, 8)
    _, indices = nn.MaxPool2d(2, return_indices=True)(x)
    up = Up(8, "unpool")
    nn.init.zeros_(up.layer.weight)
    nn.init.ones_(up.layer.bias)
    y = up(torch.rand(1, 8, 3, 4), indices)
    assert y.shape == x.shape
    expected = torch.zeros(1, 4, 48).scatter(2, indices.flatten(2), 1.0).reshape(x.shape)
    assert torch.equal(y, expected)


def test_the_background_weighs_less_in_the_loss():
    torch.manual_seed(0)
    model = UNet("transposed").eval()
    images, labels = torch.rand(2, 3, 8, 16), torch.randint(0, 11, (2, 8, 16))
    with torch.no_grad():
        chances = model(images).double().softmax(1).numpy()
        loss = float(model.loss((images, labels)))
    right = np.take_along_axis(chances, labels.numpy()[:, None], 1)[:, 0]
    weights = np.where(labels.numpy() > 0, 1, 0.3)
    assert loss == pytest.approx(-(weights * np.log(right)).mean(), rel=1e-5)


def test_pixels_that_are_right_are_counted_over_all_batches(monkeypatch):
    model = UNet("transposed")
    logged = {}
    monkeypatch.setattr(model, "log_dict", lambda numbers, **_: logged.update(numbers))
    labels = torch.tensor([[[0, 0, 3, 3]], [[2, 5, 0, 0]]])
    found = torch.tensor([[[0, 4, 3, 1]], [[2, 0, 0, 0]]])
    scores = nn.functional.one_hot(found, 11).movedim(-1, 1).float()
    monkeypatch.setattr(model, "forward", lambda _: scores)
    model.validation_step((torch.zeros(2, 3, 1, 4), labels), 0)
    assert (float(logged["digit_pixels"]), float(logged["right_pixels"])) == (5 / 2, 2 / 2)
    assert segmentation._right({"digit_pixels": 2.5, "right_pixels": 1.0}) == 0.4
    assert segmentation._right({"digit_pixels": 0.0, "right_pixels": 0.0}) == 0


# What it is judged by.


@given(data=st.data())
@settings(max_examples=25)
def test_intersection_over_union_is_that_of_sets(data):
    classes = hnp.arrays(np.int64, (2, 5, 4), elements=st.integers(0, 10))
    found, labels = data.draw(classes), data.draw(classes)
    quality = segmentation.intersection_over_union(found, labels)
    for number, value in enumerate(quality.per_class):
        one, other = (set(np.flatnonzero(part == number)) for part in (found, labels))
        if one | other:
            assert value == len(one & other) / len(one | other)
        else:
            assert np.isnan(value)
    assert quality.mean == np.nanmean(quality.per_class)


# The run.


@pytest.mark.usefixtures("few")
def test_what_a_run_leaves(tmp_path):
    out = tmp_path / "run"
    chosen = Settings(epochs=1, batch_size=4, out=out)
    result = segmentation.run(chosen, quiet())
    assert sorted(path.name for path in out.iterdir() if path.name != "settings.json") == FILES
    with (out / "quality.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [row["class"] for row in rows] == ["background", *map(str, range(10)), "mean"]
    assert float(rows[-1]["IoU_of_1"]) == pytest.approx(result.quality.mean, rel=1e-5)
    # Going on with a finished run judges its weights again.
    again = segmentation.run(replace(chosen, resume=True), quiet())
    np.testing.assert_array_equal(again.quality.per_class, result.quality.per_class)


@pytest.mark.usefixtures("few")
def test_all_ways_are_compared(tmp_path, monkeypatch):
    monkeypatch.setattr(peers, "in_turns", lambda many, *_: [one() or 2.0 for one in many])
    console = quiet()
    chosen = Settings(upsampling="all", epochs=1, limit=6, batch_size=5, out=tmp_path)
    results = segmentation.run(chosen, console)
    ways = [*UPSAMPLINGS, NONE]
    for way, result in zip(ways, results, strict=True):  # timing leaves them as they were trained
        kept = torch.load(tmp_path / way / "checkpoint.ckpt", weights_only=False)["state_dict"]
        now = result.model.state_dict()
        assert all(torch.equal(tensor, now[name]) for name, tensor in kept.items())
    with (tmp_path / "comparison.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [row["upsampling"] for row in rows] == ways
    for row in rows:
        assert 0 <= float(row["mean_IoU_of_1"]) <= 1
        assert int(float(row["parameters"])) > 50_000
        assert float(row["step_of_5_ms"]) == 2000
        assert float(row["one_image_ms"]) == 400
    assert (tmp_path / "comparison.png").read_bytes().startswith(b"\x89PNG")
    assert all((tmp_path / way / "checkpoint.ckpt").exists() for way in ways)
    shutil.rmtree(tmp_path / "unpool")
    console = quiet()
    segmentation.run(replace(chosen, resume=True), console)
    assert console.file.getvalue().count("Continuing after epoch 1 of 1.") == len(ways) - 1
    assert (tmp_path / "unpool" / "checkpoint.ckpt").exists()


def test_an_unknown_way_is_one_line(command, tmp_path):
    words = "`upsampling` must be one of 'transposed', 'nearest', 'bilinear', 'unpool', 'none'"
    with pytest.raises(ArgumentError, match=words):
        Settings(upsampling="cubic", out=tmp_path)
    run = tmp_path / "run"
    status, said, complaint = command(
        "train", "segmentation", "--upsampling", "cubic", "--out", run
    )
    assert (status, said, complaint.count("\n")) == (2, "", 1)
    assert words.replace("`upsampling`", "`--upsampling`") in complaint


@pytest.mark.parametrize("held", ["none/history.csv", "comparison.csv"])
def test_a_comparison_over_another_is_refused_before_the_first_is_trained(tmp_path, held):
    path = tmp_path / held
    path.parent.mkdir(exist_ok=True)
    path.touch()
    chosen = Settings(upsampling="all", epochs=1, limit=6, batch_size=5, out=tmp_path)
    with pytest.raises(ArgumentError, match=rf"must not hold another run.*which has {path.name}"):
        segmentation.run(chosen, quiet())
    assert list(tmp_path.rglob("*")) == [path] or list(tmp_path.rglob("*")) == [path.parent, path]
