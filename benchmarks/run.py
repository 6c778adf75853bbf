"""Time the 19 layers, forward and backward, in turns with the peers that are installed.

    python benchmarks/run.py [--cases NAME,...] [--threads N] [--backward] [--json FILE]

Every result is checked before it is timed. A round runs every contestant once or more in turn; the
best time of all rounds counts, and only ratios of one run mean anything on a shared machine. With
--threads 1 the clock is that of the thread, which a busy machine disturbs less. The roof is
max(arithmetic at the multiply-add peak, bytes at copy bandwidth), both measured in the run.
"""

from __future__ import annotations

import argparse
import ctypes
import importlib.util
import json
import math
import os
import platform
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import peers
from cases import BY_NAME, CASES, Case


def peak(clock: Callable[[], float]) -> float:
    """Return multiply-adds per second, in flop/s of one thread, of a loop without memory."""
    from upconv.engine import compiler, isa, kernels

    instructions = isa.current()
    module, scalar = kernels.new_module("peak", instructions, 4)
    f = module.function("peak", (("out", "ptr"), ("count", "i64")), exported=True)
    vector, many = scalar.vector(), 12
    totals = [f.variable(vector, f.zero(vector)) for _ in range(many)]
    factor = f.load(vector, f.parameter("out"), 4)
    with f.loop(0, f.parameter("count")):
        for total in totals:
            total.set(f.fma(factor, factor, total.get(), fused=instructions.fma))
    for n, total in enumerate(totals):
        f.store(total.get(), f.element(f.parameter("out"), n * scalar.lanes, scalar.name), 4)
    (address,) = compiler.functions(module.text(), instructions, ("peak",))
    call = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int64)(address)
    out, count = np.zeros(many * scalar.lanes, np.float32), 1_000_000
    best = min(_timed(lambda: call(out.ctypes.data, count), clock) for _ in range(20))
    return 2 * many * scalar.lanes * count / best


def bandwidth(clock: Callable[[], float]) -> float:
    """Return bytes read and written per second by a copy of 64 MiB on one thread."""
    source, target = np.ones(1 << 23), np.zeros(1 << 23)
    best = min(_timed(lambda: np.copyto(target, source), clock) for _ in range(10))
    return 2 * source.nbytes / best


def _timed(run: Callable[[], Any], clock: Callable[[], float]) -> float:
    start = clock()
    run()
    return clock() - start


PAUSE = 0.02  # seconds in which the threads of the contestant before stop waiting for more work


def contest(
    runs: dict[str, Callable[[], Any]], clock: Callable[[], float], rounds: int
) -> dict[str, float]:
    """Return the best time of each, run in turns."""
    best = dict.fromkeys(runs, math.inf)
    for _ in range(rounds):
        for name, run in runs.items():
            time.sleep(PAUSE)
            begin, done = time.perf_counter(), 0
            while done < 2 or time.perf_counter() - begin < 0.03:
                best[name] = min(best[name], _timed(run, clock))
                done += 1
    return best


def forward_runs(case: Case, threads: int, wanted: list[str]) -> dict[str, Callable[[], Any]]:
    """Return what computes `case`, ours first, every result checked."""
    found: dict[str, Callable[[], Any] | None] = {
        "upconv": peers.upconv(case, last=False),
        "upconv_cl": peers.upconv(case, last=True),
    }
    if "torch" in wanted:
        found["torch"] = peers.torch(case, last=False)
        found["torch_cl"] = peers.torch(case, last=True)
    if "onnxruntime" in wanted:
        found["onnxruntime"] = peers.onnxruntime(case, threads)
    if "tensorflow" in wanted:
        found["tensorflow"] = peers.tensorflow(case, threads)
    runs = {name: run for name, run in found.items() if run is not None}
    results = {name: np.asarray(run()) for name, run in runs.items()}
    results["upconv_cl"] = np.moveaxis(results["upconv_cl"], -1, 1)
    scale = float(np.abs(results["upconv"]).max())
    for name, result in results.items():
        error = float(np.abs(result - results["upconv"]).max()) / scale
        if error > 1e-4:
            raise SystemExit(f"{case.name}: {name} differs by {error:.1e}")
    return runs


def backward_runs(case: Case) -> dict[str, Callable[[], Any]]:
    """Return forward and backward of `case`: gradients of input, weight and bias."""
    import torch

    from upconv import ops

    x, weight, bias = case.arrays()
    draw = np.random.default_rng(1)
    shape = (case.images, case.out_channels, *case.out_spatial)
    grad = draw.standard_normal(shape, np.float32)
    settings: dict[str, Any] = {
        "stride": case.stride,
        "padding": case.padding,
        "groups": case.groups,
    }
    rank = len(case.spatial)
    operation = getattr(torch.nn.functional, f"conv_transpose{rank}d")

    def ours() -> Any:
        ops.conv_transpose(x, weight, bias, **settings)
        return ops.conv_transpose_backward(grad, x, weight, **settings)

    def theirs(last: bool) -> Callable[[], Any]:
        layout = {(2, True): torch.channels_last, (3, True): torch.channels_last_3d}.get(
            (rank, last), torch.contiguous_format
        )
        tensors = [torch.from_numpy(a).to(memory_format=layout) for a in (x, weight)]
        tensors = [t.detach().requires_grad_() for t in (*tensors, torch.from_numpy(bias))]
        received = torch.from_numpy(grad).to(memory_format=layout)

        def run() -> Any:
            return torch.autograd.grad(operation(*tensors, **settings), tensors, received)

        return run

    runs = {"upconv": ours, "torch": theirs(last=False)}
    if rank > 1:
        runs["torch_cl"] = theirs(last=True)
    expected = [g.numpy() for g in runs["torch"]()]
    for got, want in zip(ours(), expected, strict=True):
        error = float(np.abs(got - want).max() / np.abs(want).max())
        if error > 1e-3:
            raise SystemExit(f"{case.name}: a gradient differs by {error:.1e}")
    return runs


def main() -> None:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", default="")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", default="torch,onnxruntime,tensorflow")
    parser.add_argument("--backward", action="store_true")
    parser.add_argument("--json", default="")
    options = parser.parse_args()
    os.environ["UPCONV_NUM_THREADS"] = str(options.threads)
    wanted = [name for name in options.peers.split(",") if importlib.util.find_spec(name)]
    if "torch" in wanted:
        import torch

        torch.set_num_threads(options.threads)
    alone = options.threads == 1 and "tensorflow" not in wanted
    clock = time.thread_time if alone else time.perf_counter
    flops, copied = peak(clock) * options.threads, bandwidth(clock)
    print(f"{platform.processor() or platform.machine()}, {options.threads} threads")
    print(f"peak {flops / 1e9:.0f} GFLOP/s, copy {copied / 1e9:.1f} GB/s (one thread)")
    cases = [BY_NAME[name] for name in options.cases.split(",")] if options.cases else CASES
    rows, factor = [], 3 if options.backward else 1
    for case in cases:
        if options.backward:
            runs = backward_runs(case)
        else:
            runs = forward_runs(case, options.threads, wanted)
        best = contest(runs, clock, options.rounds)
        roof = factor * max(case.flops / flops, case.bytes / copied)
        others = {name: t for name, t in best.items() if not name.startswith("upconv")}
        first = min(others, key=lambda name: others[name])
        ratio, share = others[first] / best["upconv"], roof / best["upconv"]
        rows.append(
            {
                "case": case.name,
                "ms": {n: 1e3 * t for n, t in best.items()},
                "best": first,
                "ratio": ratio,
                "roof_ms": 1e3 * roof,
                "share": share,
            }
        )
        times = "  ".join(f"{name} {1e3 * t:.2f}" for name, t in best.items())
        print(
            f"{case.name:12} x{ratio:5.2f} of {first:11} roof {100 * share:3.0f}%  {times}",
            flush=True,
        )
    geomean = math.exp(sum(math.log(row["ratio"]) for row in rows) / len(rows))
    roofs = math.exp(sum(math.log(row["share"]) for row in rows) / len(rows))
    print(f"geometric mean: {geomean:.2f} times the best peer, {100 * roofs:.0f}% of the roof")
    if options.json:
        with Path(options.json).open("w", encoding="utf-8") as file:
            json.dump({"peak": flops, "copy": copied, "rows": rows}, file, indent=1)


if __name__ == "__main__":
    main()
