"""Batches in pieces: the loss and the gradients of the whole, or no pieces at all."""

import copy
import threading

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("lightning")

from torch import nn  # noqa: E402
from torch.nn.functional import binary_cross_entropy_with_logits, mse_loss  # noqa: E402
from torch.utils.flop_counter import FlopCounterMode  # noqa: E402

from upconv.apps import microbatch  # noqa: E402
from upconv.apps.autoencoder import Autoencoder  # noqa: E402
from upconv.engine.process import threads  # noqa: E402
from upconv.torch import Conv2d, ConvTranspose2d  # noqa: E402


def model():
    torch.manual_seed(0)
    return nn.Sequential(Conv2d(1, 4, 3, activation="relu"), ConvTranspose2d(4, 1, 3)).double()


def loss_of(layers):
    return lambda images: mse_loss(layers(images), images)


def gradients(layers, loss):
    layers.zero_grad()
    loss.backward()
    return [parameter.grad.clone() for parameter in layers.parameters()]


@pytest.mark.parametrize("images", [17, 50, 53, 128])
def test_loss_and_gradients_are_those_of_the_whole_batch(images, monkeypatch):
    monkeypatch.setattr(microbatch, "CACHE_BYTES", 1)
    layers = model()
    batch = torch.rand(images, 1, 9, 7, dtype=torch.float64)
    seen = []

    def loss_of_piece(piece):
        seen.append(len(piece))
        return loss_of(layers)(piece)

    whole = loss_of(layers)(batch)
    expected = gradients(layers, whole)
    loss = microbatch.mean_loss(layers, loss_of_piece, batch)
    assert sum(seen) == images
    assert len(seen) > 1
    torch.testing.assert_close(loss.detach(), whole.detach(), rtol=1e-12, atol=0)
    torch.testing.assert_close(gradients(layers, loss), expected, rtol=1e-10, atol=1e-14)


def test_gradients_add_up_and_are_scaled_as_any_others(monkeypatch):
    monkeypatch.setattr(microbatch, "CACHE_BYTES", 1)
    layers, batch = model(), torch.rand(40, 1, 9, 7, dtype=torch.float64)
    once = gradients(layers, microbatch.mean_loss(layers, loss_of(layers), batch))
    (3 * microbatch.mean_loss(layers, loss_of(layers), batch)).backward()
    for parameter, gradient in zip(layers.parameters(), once, strict=True):
        torch.testing.assert_close(parameter.grad, 4 * gradient)


def test_parameters_that_are_frozen_stay_without_a_gradient(monkeypatch):
    monkeypatch.setattr(microbatch, "CACHE_BYTES", 1)
    layers, batch = model(), torch.rand(40, 1, 9, 7, dtype=torch.float64)
    layers[0].requires_grad_(requires_grad=False)
    microbatch.mean_loss(layers, loss_of(layers), batch).backward()
    assert [parameter.grad is None for parameter in layers.parameters()] == [
        True,
        True,
        False,
        False,
    ]


MIXED = {
    "batch norm": nn.BatchNorm2d(4),
    "dropout": nn.Dropout(0.5),
    "instance norm that tracks": nn.InstanceNorm2d(4, track_running_stats=True),
    "a layer of one's own": type("Own", (nn.Module,), {"forward": lambda _, x: x - x.mean()})(),
}


@pytest.mark.parametrize("name", MIXED)
def test_a_model_whose_result_would_change_is_not_split(name, monkeypatch):
    monkeypatch.setattr(microbatch, "CACHE_BYTES", 1)
    layers = nn.Sequential(nn.Conv2d(1, 4, 3), MIXED[name], nn.ConvTranspose2d(4, 1, 3))
    twin = copy.deepcopy(layers)
    batch = torch.rand(64, 1, 9, 7)
    assert microbatch.piece_size(layers, batch) == 64
    torch.manual_seed(1)
    loss = microbatch.mean_loss(layers, loss_of(layers), batch)
    torch.manual_seed(1)
    expected = loss_of(twin)(batch)
    assert torch.equal(loss, expected)
    for ours, theirs in zip(gradients(layers, loss), gradients(twin, expected), strict=True):
        assert torch.equal(ours, theirs)


def test_without_gradients_and_in_small_batches_nothing_is_split(monkeypatch):
    layers, calls = model(), []
    batch = torch.rand(40, 1, 9, 7, dtype=torch.float64)

    def counted(piece):
        calls.append(len(piece))
        return loss_of(layers)(piece)

    with torch.no_grad(), monkeypatch.context() as patch:
        patch.setattr(microbatch, "CACHE_BYTES", 1)
        microbatch.mean_loss(layers, counted, batch)
    microbatch.mean_loss(layers, counted, batch)  # whose activations fit the cache
    microbatch.mean_loss(layers, counted, batch[:1])
    assert calls == [40, 40, 1]
    assert microbatch.piece_size(layers, batch[:0]) == 0


def test_the_gradient_of_the_batch_is_there_where_it_is_asked_for(monkeypatch):
    monkeypatch.setattr(microbatch, "CACHE_BYTES", 1)
    layers = model()
    batch = torch.rand(40, 1, 9, 7, dtype=torch.float64, requires_grad=True)
    microbatch.mean_loss(layers, loss_of(layers), batch).backward()
    assert batch.grad is not None


def test_pieces_are_of_nearly_equal_size_and_fit_the_cache():
    layers = Autoencoder().layers
    for images in (1000, 1001, 999, 130):
        batch = torch.zeros(images, 1, 28, 28)
        size = microbatch.piece_size(layers, batch)
        held = microbatch._activation_bytes(layers, batch[:1])
        assert microbatch.SMALLEST <= size <= images
        assert size * held <= microbatch.CACHE_BYTES
        pieces = -(-images // size)
        assert images / pieces > size - 1


def test_the_activations_are_those_of_all_layers_and_once(monkeypatch):
    layers = model()
    batch = torch.zeros(64, 1, 9, 7, dtype=torch.float64)
    held = (4 * 7 * 5 + 9 * 7) * 8
    assert microbatch._activation_bytes(layers, batch[:1]) == held
    assert not any(layer._forward_hooks for layer in layers.modules())
    # Two pieces would leave one of three threads without work.
    monkeypatch.setattr(microbatch, "CACHE_BYTES", 32 * held)
    for count, size in (("1", 32), ("2", 32), ("3", 22)):
        monkeypatch.setenv("UPCONV_NUM_THREADS", count)
        assert microbatch.piece_size(layers, batch) == size
    assert microbatch.piece_size(nn.Sequential(), batch) == 64


def test_the_autoencoder_trains_in_pieces_as_pytorchs_layers_do_in_one():
    model, batch = Autoencoder(), torch.rand(130, 1, 28, 28)
    theirs = []
    for layer in list(model.layers)[:-1]:
        kind = nn.ConvTranspose2d if isinstance(layer, nn.ConvTranspose2d) else nn.Conv2d
        twin = kind(layer.in_channels, layer.out_channels, 3, padding=layer.padding)
        twin.load_state_dict(layer.state_dict())
        theirs += [twin, nn.ReLU()]
    plain = nn.Sequential(*theirs[:-1])
    assert microbatch.piece_size(model.layers, batch) < len(batch)
    loss = microbatch.mean_loss(model.layers, model._entropy, batch)
    expected = binary_cross_entropy_with_logits(plain(batch), batch)
    torch.testing.assert_close(loss.detach(), expected.detach(), rtol=1e-6, atol=0)
    for ours, other in zip(gradients(model, loss), gradients(plain, expected), strict=True):
        torch.testing.assert_close(ours, other, rtol=1e-3, atol=1e-5)


def test_the_pieces_run_on_threads_with_the_same_bits(monkeypatch):
    monkeypatch.setattr(microbatch, "CACHE_BYTES", 1)
    model, batch = Autoencoder(), torch.rand(64, 1, 12, 13)
    found = []
    for count in ("1", "2", "3"):
        monkeypatch.setenv("UPCONV_NUM_THREADS", count)
        monkeypatch.setattr(microbatch, "piece_size", lambda *_: 8)
        seen = set()

        def loss_of(piece, seen=seen):
            seen.add(threading.get_ident())
            assert threads.count() == 1
            return model._entropy(piece)

        loss = microbatch.mean_loss(model.layers, loss_of, batch)
        found.append([loss.detach(), *gradients(model, loss)])
        assert (threading.get_ident() in seen) == (count == "1")
    for other in found[1:]:
        assert all(map(torch.equal, found[0], other))


def test_where_every_operator_is_seen_the_pieces_stay_in_this_thread(monkeypatch):
    monkeypatch.setenv("UPCONV_NUM_THREADS", "2")
    monkeypatch.setattr(microbatch, "CACHE_BYTES", 1)
    layers, seen = model(), set()

    def loss_of(piece):
        seen.add(threading.get_ident())
        return layers(piece).square().mean()

    with FlopCounterMode(display=False):
        microbatch.mean_loss(layers, loss_of, torch.rand(64, 1, 9, 7, dtype=torch.float64))
    assert seen == {threading.get_ident()}


def test_under_autocast_the_pieces_stay_in_this_thread(monkeypatch):
    monkeypatch.setenv("UPCONV_NUM_THREADS", "2")
    monkeypatch.setattr(microbatch, "CACHE_BYTES", 1)
    layers, seen = model().float(), set()

    def loss_of(piece):
        seen.add((threading.get_ident(), torch.is_autocast_enabled("cpu")))
        return layers(piece).float().square().mean()

    with torch.autocast("cpu", torch.bfloat16):
        microbatch.mean_loss(layers, loss_of, torch.rand(64, 1, 9, 7)).backward()
    assert seen == {(threading.get_ident(), True)}
