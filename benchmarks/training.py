"""One training step of the autoencoder: upconv, PyTorch and Keras on TensorFlow, interleaved.

    python benchmarks/training.py --json training.json

Batch 1000 of 28x28, 12,785 parameters, binary cross-entropy, Adam. All implementations start from
the same weights and use the same batch; their losses must agree step by step before anything is
timed. They run in child processes, one for each setting of the C library's allocator: "tuned" makes
glibc keep and reuse freed memory. One implementation runs a step at a time, all of them in every
round, and the best time counts. With --threads 1 the CPU time of the child process is measured.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

Step = Callable[[], float]

PIECES = (25, 50, 125)
RATE = 0.003
CHECKED = 4  # steps whose losses are compared
CLOSE = 2e-4  # relative difference of losses
TUNED = {"MALLOC_MMAP_THRESHOLD_": str(1 << 30), "MALLOC_TRIM_THRESHOLD_": str(1 << 32)}
CHILDREN = {
    "plain malloc": (("torch", "upconv"), {}),
    "tuned malloc": (("torch", "upconv"), TUNED),
    "own allocator": (("tensorflow",), {}),
}
PLAIN = "torch · plain malloc"  # unmodified PyTorch


def images(count: int) -> np.ndarray[Any, Any]:
    return np.random.default_rng(0).random((count, 1, 28, 28), np.float32)


def pytorch_layers(threads: int) -> Any:
    import torch
    from torch import nn

    torch.set_num_threads(threads)
    torch.manual_seed(0)
    return nn.Sequential(
        *(nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 16, 3), nn.ReLU()),
        *(nn.Conv2d(16, 8, 3), nn.ReLU(), nn.ConvTranspose2d(8, 8, 3), nn.ReLU()),
        *(nn.ConvTranspose2d(8, 16, 3), nn.ReLU(), nn.ConvTranspose2d(16, 32, 3), nn.ReLU()),
        nn.Conv2d(32, 1, 3, padding="same"),
    )


def of_torch(count: int, threads: int) -> Iterator[tuple[str, Callable[[], Step]]]:
    import torch

    def make(last: bool, piece: int, compiled: bool = False) -> Step:
        layers, batch = pytorch_layers(threads), torch.from_numpy(images(count))
        if last:
            layers = layers.to(memory_format=torch.channels_last)
            batch = batch.contiguous(memory_format=torch.channels_last)
        optimiser = torch.optim.Adam(layers.parameters(), RATE)
        entropy = torch.nn.functional.binary_cross_entropy_with_logits
        run = torch.compile(layers) if compiled else layers

        def step() -> float:
            optimiser.zero_grad()
            total = 0.0
            for part in batch.split(piece):
                loss = entropy(run(part), part) * (len(part) / len(batch))
                loss.backward()
                total += loss.item()
            optimiser.step()
            return total

        return step

    for name, last in (("torch", False), ("torch channels_last", True)):
        yield name, lambda last=last: make(last, count)
        for piece in PIECES:
            yield f"{name}, pieces of {piece}", lambda last=last, piece=piece: make(last, piece)
    yield "torch compiled", lambda: make(False, count, compiled=True)


def of_upconv(count: int, threads: int) -> Iterator[tuple[str, Callable[[], Step]]]:
    import torch

    from upconv.apps import microbatch
    from upconv.apps.autoencoder import Autoencoder

    def make() -> Step:
        model, batch = Autoencoder(RATE), torch.from_numpy(images(count))
        model.layers.load_state_dict(pytorch_layers(threads).state_dict())
        optimiser = model.configure_optimizers()

        def step() -> float:
            optimiser.zero_grad()
            loss = microbatch.mean_loss(model.layers, model._entropy, batch)
            loss.backward()
            optimiser.step()
            return float(loss.detach())

        return step

    yield "upconv", make


def of_tensorflow(count: int, threads: int) -> Iterator[tuple[str, Callable[[], Step]]]:
    os.environ.update(KERAS_BACKEND="tensorflow", TF_CPP_MIN_LOG_LEVEL="3")
    import keras
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    weights = [value.numpy() for value in pytorch_layers(threads).state_dict().values()]
    batch = tf.constant(np.moveaxis(images(count), 1, -1))
    entropy = keras.losses.BinaryCrossentropy(from_logits=True)

    def model_of() -> Any:
        transposed = keras.layers.Conv2DTranspose
        model = keras.Sequential(
            [
                keras.Input((28, 28, 1)),
                *(keras.layers.Conv2D(c, 3, activation="relu") for c in (32, 16, 8)),
                *(transposed(c, 3, activation="relu") for c in (8, 16, 32)),
                keras.layers.Conv2D(1, 3, padding="same"),
            ]
        )
        model.set_weights([w.transpose(2, 3, 1, 0) if w.ndim == 4 else w for w in weights])
        return model

    def whole() -> Step:
        model = model_of()
        model.compile(keras.optimizers.Adam(RATE, epsilon=1e-8), entropy)
        return lambda: float(model.train_on_batch(batch, batch))

    def split(piece: int) -> Step:
        model, optimiser = model_of(), keras.optimizers.Adam(RATE, epsilon=1e-8)
        variables = model.trainable_variables
        sums = [tf.Variable(tf.zeros_like(variable)) for variable in variables]

        @tf.function
        def add(part: Any) -> Any:
            share = tf.cast(tf.shape(part)[0], tf.float32) / count
            with tf.GradientTape() as tape:
                loss = entropy(part, model(part, training=True)) * share
            for total, gradient in zip(sums, tape.gradient(loss, variables), strict=True):
                total.assign_add(gradient)
            return loss

        @tf.function
        def update() -> None:
            optimiser.apply_gradients(zip(sums, variables, strict=True))
            for total in sums:
                total.assign(tf.zeros_like(total))

        def step() -> float:
            parts = (batch[n : n + piece] for n in range(0, count, piece))
            total = sum(float(add(part)) for part in parts)
            update()
            return total

        return step

    yield "keras on tensorflow", whole
    for piece in PIECES:
        yield f"keras on tensorflow, pieces of {piece}", lambda piece=piece: split(piece)


FAMILIES = {"torch": of_torch, "upconv": of_upconv, "tensorflow": of_tensorflow}


def serve(families: str, count: int, threads: int) -> None:
    """Build implementations; for every name on stdin, run a step and print loss and time."""
    clock = time.process_time if threads == 1 else time.perf_counter
    makers = {
        name: maker
        for family in families.split(",")
        for name, maker in FAMILIES[family](count, threads)
    }
    steps: dict[str, Step] = {}
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # keeps the output of libraries apart from the answers
    print(json.dumps(list(makers)), file=answers, flush=True)
    for line in sys.stdin:
        name = line.strip()
        try:
            if name not in steps:
                steps[name] = makers[name]()
            start = clock()
            loss = steps[name]()
            answer: dict[str, Any] = {"loss": loss, "seconds": clock() - start}
        except Exception as error:  # a peer that does not run here is reported
            answer = {"error": f"{type(error).__name__}: {str(error).splitlines()[0]}"}
        print(json.dumps(answer), file=answers, flush=True)


class Child:
    def __init__(self, families: tuple[str, ...], settings: dict[str, str], options: Any) -> None:
        arguments = ["--serve", ",".join(families), "--batch", str(options.batch)]
        threads = str(options.threads)
        environment = {**os.environ, **settings, "OMP_NUM_THREADS": threads}
        environment["UPCONV_NUM_THREADS"] = threads
        self._process = subprocess.Popen(  # noqa: S603 - this file itself
            [sys.executable, __file__, *arguments, "--threads", threads],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        self.names = self._read()

    def step(self, name: str) -> dict[str, Any]:
        print(name, file=self._process.stdin, flush=True)
        return self._read()

    def _read(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"a child process exited with status {self._process.wait()}")
        return json.loads(line)

    def end(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def agree(turns: dict[str, tuple[Child, str]]) -> dict[str, str]:
    """Run a step of every implementation, compare the losses; return those that fail, and why."""
    failed: dict[str, str] = {}
    for number in range(CHECKED):
        losses: dict[str, float] = {}
        for title, (child, name) in turns.items():
            answer = {"error": failed[title]} if title in failed else child.step(name)
            if "error" in answer:
                failed[title] = answer["error"]
            else:
                losses[title] = answer["loss"]
        expected = losses[PLAIN]
        for title, loss in losses.items():
            if not math.isclose(loss, expected, rel_tol=CLOSE):
                raise SystemExit(f"step {number}: {title} has the loss {loss}, {PLAIN} {expected}")
        print(f"step {number + 1}: losses agree, {expected:.6f} nats per pixel", flush=True)
    return failed


def main() -> None:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--batch", type=int, default=1000)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", default="torch,tensorflow", help="torch, tensorflow or both")
    parser.add_argument("--json", default="")
    parser.add_argument("--serve", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.serve, options.batch, options.threads)
        return
    wanted = {*options.peers.split(","), "torch", "upconv"}
    children = {
        setting: Child(families, settings, options)
        for setting, (families, settings) in CHILDREN.items()
        if wanted.issuperset(families)
    }
    turns = {
        f"{name} · {setting}": (child, name)
        for setting, child in children.items()
        for name in child.names
    }
    failed = agree(turns)
    best = {title: math.inf for title in turns if title not in failed}
    for _ in range(options.rounds):
        for title, seconds in best.items():
            child, name = turns[title]
            best[title] = min(seconds, child.step(name)["seconds"])
    for child in children.values():
        child.end()
    report(best, failed, options)


def report(best: dict[str, float], failed: dict[str, str], options: Any) -> None:
    ours = min((title for title in best if title.startswith("upconv")), key=best.__getitem__)
    peers = {title: seconds for title, seconds in best.items() if not title.startswith("upconv")}
    first = min(peers, key=peers.__getitem__)
    clock = "CPU time" if options.threads == 1 else "wall-clock time"
    print(f"batch {options.batch}, {options.threads} threads, {clock}, best of {options.rounds}")
    for title, seconds in sorted(best.items(), key=lambda item: item[1]):
        print(f"{title:52} {1e3 * seconds:8.1f} ms  {seconds / best[ours]:5.2f} x upconv")
    for title, why in failed.items():
        print(f"{title:52} does not run here: {why}")
    print(f"{peers[first] / best[ours]:.2f} times as fast as {first}")
    print(f"{peers[PLAIN] / best[ours]:.2f} times as fast as {PLAIN}")
    if options.json:
        content = {
            "batch": options.batch,
            "threads": options.threads,
            "clock": clock,
            "seconds": best,
            "failed": failed,
            "best_peer": first,
            "times_best_peer": peers[first] / best[ours],
            "times_plain_pytorch": peers[PLAIN] / best[ours],
        }
        Path(options.json).write_text(json.dumps(content, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
