"""Generation: the two networks, what the images are judged by, the drawn and going on."""

import copy
import io
from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")
for _name in ("lightning", "matplotlib", "sklearn", "typer"):
    pytest.importorskip(_name)

from PIL import Image  # noqa: E402
from rich.console import Console  # noqa: E402

from upconv.apps import (  # noqa: E402
    data,
    distributed,
    generation,
    judges,
    peers,
    pictures,
    summary,
    training,
)
from upconv.apps.generation import DCGAN  # noqa: E402
from upconv.apps.settings import Generation as Settings  # noqa: E402
from upconv.errors import DataError  # noqa: E402

FILES = [
    "checkpoint.ckpt",
    "history.csv",
    "interpolation.png",
    "loss.png",
    "samples.gif",
    "samples.png",
    "settings.json",
]


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def quick(monkeypatch):
    """Let the classifier and the judgement take little time."""
    monkeypatch.setattr(judges, "_EPOCHS", 1)
    monkeypatch.setattr(generation, "_JUDGED", 40)
    monkeypatch.setattr(peers, "_ROUNDS", 1)


def quiet():
    return Console(file=io.StringIO(), width=120)


def test_noise_becomes_images_and_images_become_odds():
    model = DCGAN()
    images = model.generator(torch.randn(3, 64, 1, 1))
    assert images.shape == (3, 1, 28, 28)
    assert 0 <= images.min() <= images.max() <= 1
    assert model.discriminator(images).shape == (3, 1)


def test_the_losses_are_those_of_the_paper():
    torch.manual_seed(0)
    model = DCGAN()
    real, noise = torch.rand(4, 1, 28, 28), torch.randn(4, 64, 1, 1)
    made = model.generator(noise)
    odds = [model.discriminator(part).double().sigmoid() for part in (real, made)]
    one = -(0.9 * odds[0].log() + 0.1 * (1 - odds[0]).log()).mean() / 2  # smoothed on one side
    one = one - (1 - odds[1]).log().mean() / 2
    still = torch.zeros(4, 2, 2, dtype=torch.int64)
    found = [loss.double() for loss in model.losses(real, noise, still)]
    torch.testing.assert_close(found[0], one, rtol=1e-5, atol=0)
    torch.testing.assert_close(found[1], -odds[1].log().mean(), rtol=1e-5, atol=0)


def test_each_loss_has_gradients_for_its_own_network_alone():
    model = DCGAN()
    still = torch.zeros(2, 2, 2, dtype=torch.int64)
    losses = model.losses(torch.rand(2, 1, 28, 28), torch.randn(2, 64, 1, 1), still)
    for network, other in (
        (model.discriminator, model.generator),
        (model.generator, model.discriminator),
    ):
        model.zero_grad()
        torch.autograd.backward(next(losses))
        assert all(parameter.grad is not None for parameter in network.parameters())
        assert all(parameter.grad is None for parameter in other.parameters())
    assert next(losses, None) is None
    assert all(parameter.requires_grad for parameter in model.discriminator.parameters())


def test_images_are_moved_over_zeros_and_each_by_its_own_pixels():
    images = torch.rand(3, 1, 5, 7)
    by = torch.tensor([[0, 0], [2, -1], [-1, 2]])
    expected = images.clone()
    expected[1, 0], expected[2, 0] = torch.zeros(2, 5, 7)
    expected[1, 0, 2:, :-1] = images[1, 0, :-2, 1:]
    expected[2, 0, :-1, 2:] = images[2, 0, 1:, :-2]
    assert torch.equal(generation.moved(images, by), expected)


def test_the_discriminator_sees_real_and_made_images_moved_by_their_own_pixels():
    torch.manual_seed(0)
    model = DCGAN()
    real, noise = torch.rand(4, 1, 28, 28), torch.randn(4, 64, 1, 1)
    shifts = torch.randint(-2, 3, (4, 2, 2))
    found = list(model.losses(real, noise, shifts))
    made = model.generator(noise)
    real, made = (generation.moved(part, shifts[:, n]) for n, part in enumerate((real, made)))
    model.generator = torch.nn.Identity()
    expected = list(model.losses(real, made, torch.zeros_like(shifts)))
    torch.testing.assert_close(found, expected)


def test_processes_draw_what_one_would(monkeypatch):
    whole = data.Batches(np.zeros((11, 1), np.float32), 6)
    parts = {"noise": [], "shifts": []}
    for world in (1, 3):
        for rank in range(world):
            monkeypatch.setattr(distributed, "place", lambda rank=rank, world=world: (rank, world))
            torch.manual_seed(0)
            parts["noise"].append([generation._noise(whole, n) for n in range(2)])
            parts["shifts"].append([generation._shifts(whole, n) for n in range(2)])
    for alone, *together in parts.values():
        for n, size in enumerate((6, 5)):
            assert len(alone[n]) == size
            assert torch.equal(torch.cat([part[n] for part in together]), alone[n])
    shifts = parts["shifts"][0][0]
    assert shifts.unique().tolist() == [-2, -1, 0, 1, 2]


def test_each_network_has_an_adam_of_the_paper_and_the_mean_has_none():
    model = DCGAN(learning_rate=0.003)
    optimizers = model.configure_optimizers()
    for optimizer, network in zip(optimizers, (model.discriminator, model.generator), strict=True):
        (group,) = optimizer.param_groups
        assert (group["lr"], group["betas"]) == (0.003, (0.5, 0.999))
        assert all(map(torch.equal, group["params"], network.parameters()))
    assert not any(parameter.requires_grad for parameter in model.average.parameters())
    for weight in (model.generator[0].weight, model.discriminator[1].weight):
        assert float(weight.detach().std()) == pytest.approx(0.02, rel=0.05)


def test_images_are_drawn_with_the_statistics_of_the_training():
    model = DCGAN()
    model.average.train()
    before = copy.deepcopy(model.average.state_dict())
    images = model.drawn(3)
    assert model.average.training
    assert all(torch.equal(one, before[name]) for name, one in model.average.state_dict().items())
    with torch.no_grad():
        expected = model.average.eval()(generation.fixed_noise(3, 0))
    np.testing.assert_array_equal(images, expected.numpy())


def test_a_frame_is_the_nearest_bytes(monkeypatch):
    model, frames = DCGAN(), generation.Frames()
    greys = np.array([0.0, 0.999, 0.4], np.float32)
    drawn = np.broadcast_to(greys[:, None, None, None], (3, 1, 2, 2))
    monkeypatch.setattr(model, "drawn", lambda count: drawn[: count // 20])
    frames.on_train_epoch_end(None, model)
    assert [frame[0, 0].item() for frame in frames.frames[0]] == [0, 255, 102]


def test_a_table_of_layers_leaves_their_statistics_alone():
    model = DCGAN()
    before = copy.deepcopy(model.state_dict())
    assert summary.rows(model.generator, (64, 1, 1))[-1].output == (28, 28, 1)
    assert model.generator.training
    assert all(torch.equal(one, before[name]) for name, one in model.state_dict().items())


def test_the_mean_of_the_weights_follows_them():
    model = DCGAN()
    with torch.no_grad():
        for parameter in model.generator.parameters():
            parameter.fill_(1)
        for parameter in model.average.parameters():
            parameter.fill_(0)
    model._follow()
    for parameter in model.average.parameters():
        torch.testing.assert_close(parameter, torch.full_like(parameter, 0.01))


def test_the_way_between_noise_stays_on_the_sphere():
    ends = generation.fixed_noise(3, seed=1)
    way = generation.between(ends, 5)
    assert way.shape == (10, 64, 1, 1)
    torch.testing.assert_close(way[[0, 4, 9]], ends, rtol=1e-4, atol=1e-5)
    unit = generation.between(ends / ends.flatten(1).norm(dim=1)[:, None, None, None], 5)
    torch.testing.assert_close(unit.flatten(1).norm(dim=1), torch.ones(10))
    assert torch.equal(ends, generation.fixed_noise(3, seed=1))
    assert not torch.equal(ends, generation.fixed_noise(3, seed=2))


def test_the_frechet_distance_is_that_of_its_formula():
    from scipy.linalg import sqrtm

    rng = np.random.default_rng(0)
    one = rng.normal(size=(200, 4)) @ rng.normal(size=(4, 4))
    other = rng.normal(size=(300, 4)) @ rng.normal(size=(4, 4)) + 1
    first, second = np.cov(one.T), np.cov(other.T)
    expected = np.square(one.mean(0) - other.mean(0)).sum()
    expected += np.trace(first + second - 2 * sqrtm(first @ second).real)
    assert judges.frechet(one, other) == pytest.approx(expected, rel=1e-8)
    assert judges.frechet(one, one) == pytest.approx(0, abs=1e-8)


def test_the_score_is_ten_for_all_digits_alike_and_one_for_one(monkeypatch):
    monkeypatch.setattr(judges, "_CHUNK", 7)

    class Sure(judges.Classifier):
        def forward(self, images):
            which = images[:, 0, 0, 0].long()
            return torch.randn(len(images), 4), 1000.0 * torch.nn.functional.one_hot(which, 10)

    real = np.zeros((20, 1, 28, 28), np.float32)
    judge = judges.Judge(Sure(), real, accuracy=1)
    every = np.repeat(np.arange(10, dtype=np.float32), 3)[:, None, None, None] * np.ones(
        (1, 28, 28)
    )
    assert judge.figures(every.astype(np.float32)).score == pytest.approx(10, rel=1e-6)
    assert judge.figures(real).score == pytest.approx(1, rel=1e-6)


def test_the_judge_is_judged_by_digits_that_it_has_not_seen(monkeypatch):
    monkeypatch.setattr(judges, "_EPOCHS", 0)
    images = data.digits()
    with training.seeded(0):
        untrained = judges.Classifier()
    _, unseen = data.split(1797, 0.2, 0)
    with torch.no_grad():
        found = untrained(torch.from_numpy(images.train[unseen]))[1].argmax(1).numpy()
    accuracy = (found == images.labels[unseen]).mean()
    assert judges.trained(images.train[:20]).accuracy == pytest.approx(accuracy)


def test_the_judge_is_the_same_one_every_time_and_prefers_digits(monkeypatch):
    monkeypatch.setattr(judges, "_EPOCHS", 2)
    images = data.digits().train
    before = torch.get_rng_state()
    one = judges.trained(images[:300]).figures(images[300:600])
    with monkeypatch.context() as patch:  # the same in every process too
        patch.setattr(distributed, "place", lambda: (1, 2))
        other = judges.trained(images[:300]).figures(images[300:600])
    assert one == other
    assert torch.equal(torch.get_rng_state(), before)
    noise = np.random.default_rng(0).random((300, 1, 28, 28), np.float32)
    judge = judges.trained(images[:300])
    assert judge.accuracy > 0.6
    assert judge.figures(noise).frechet > 10 * one.frechet
    assert judge.figures(noise).score < one.score


@pytest.mark.usefixtures("quick")
def test_going_on_is_an_uninterrupted_run_and_keeps_the_film(tmp_path):
    chosen = Settings(epochs=2, limit=40, batch_size=8, out=tmp_path / "whole")
    console = quiet()
    whole = generation.run(chosen, console)
    said = " ".join(console.file.getvalue().split())
    assert "32 images of 28x28 for training, 8 for evaluation; batches of 8." in said
    assert not whole.model.training  # when it draws
    row = whole.history.rows[-1]
    assert 1 <= row["score"] <= 10 < row["frechet"]
    with training.seeded(chosen.seed):
        first = DCGAN().average.state_dict()
    assert not torch.equal(whole.model.average.state_dict()["0.weight"], first["0.weight"])
    assert sorted(path.name for path in chosen.out.iterdir()) == FILES
    parts = replace(chosen, out=tmp_path / "parts")
    generation.run(replace(parts, epochs=1), quiet())
    other = generation.run(replace(parts, resume=True), quiet())
    for one, two in zip(whole.model.parameters(), other.model.parameters(), strict=True):
        assert torch.equal(one, two)
    for name in ("history.csv", "samples.gif", "samples.png", "interpolation.png"):
        assert (chosen.out / name).read_bytes() == (parts.out / name).read_bytes(), name
    with Image.open(chosen.out / "samples.gif") as drawn:
        assert drawn.n_frames == 2
    # A finished run draws again, the drawn too.
    (parts.out / "samples.gif").unlink()
    generation.run(replace(parts, resume=True), quiet())
    assert (chosen.out / "samples.gif").read_bytes() == (parts.out / "samples.gif").read_bytes()


def test_a_film_is_ink_on_white(tmp_path):
    sheet = np.zeros((2, 3, 4, 5), np.uint8)
    sheet[1, 2, 3, 4] = 255
    pictures.animation(tmp_path / "a.gif", [sheet, sheet])
    with Image.open(tmp_path / "a.gif") as drawn:
        assert drawn.size == (3 * 2 * (5 + 4), 24 + 2 * 2 * (4 + 4))
        grey = np.array(drawn.convert("L"))
    title, images = grey[:24], grey[24:]
    assert (images[-6:-4, -6:-4] < 20).all()
    images[-6:-4, -6:-4] = 255
    assert (images > 235).all()  # white around it, too
    assert (title < 120).any()  # its epoch


def test_images_of_another_size_are_one_error(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    header = bytes((0, 0, 8, 3)) + b"".join(n.to_bytes(4, "big") for n in (5, 9, 7))
    (folder / "train-images-idx3-ubyte").write_bytes(header + bytes(5 * 9 * 7))
    with pytest.raises(DataError, match=r"same size, 28×28.*data with images of 9×7"):
        generation.run(Settings(data=str(folder), out=tmp_path / "run"), quiet())
