"""Run drawn calls for some minutes and end with a line of counts; status 1 after a mismatch.

python -m soak --minutes 10 --seed 0           from the folder tests/
python -m soak --case SEED NUMBER FAMILY       one case again, with what was drawn
"""

import argparse
import itertools
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np

from soak import cases, trouble, worker
from soak.routes import ROUTES

TURNS = (
    "numpy",
    "torch",
    "numpy",
    "torch",
    "numpy",
    "onnx",
    "torch",
    "keras-torch",
    "numpy",
    "torch",
    "keras-jax",
    "numpy",
    "torch",
    "keras-tensorflow",
)
CASES = {"numpy": 1500, "torch": 1500}
FEWER = 500  # of frameworks that take long for a call
SILENT = 300  # seconds without a report: a call hangs
MEMORY = 1 << 31  # of address space, for one worker of NumPy's in four


class Run:
    """Workers side by side, their counts, and the trouble that they meet."""

    def __init__(self, seed, minutes, processes):
        self.seed, self.end, self.processes = seed, time.monotonic() + 60 * minutes, processes
        self.draw = np.random.default_rng(seed)
        self.ran, self.deeds, self.sets, self.mismatches = Counter(), Counter(), Counter(), []
        self.kills = self.deaths = 0
        self.next = Counter()  # by family: frameworks meet the same kinds of layers
        self.folder = tempfile.TemporaryDirectory(prefix="upconv-soak-", ignore_cleanup_errors=True)
        from upconv.engine.process import isa

        self.isas = [one.name for one in isa.available()]

    def start(self, turn):
        family = TURNS[turn % len(TURNS)]
        count = CASES.get(family, FEWER)
        name = self.isas[int(self.draw.integers(len(self.isas)))]
        self.sets[name] += 1
        given = {
            **os.environ,
            "UPCONV_ISA": name,
            "UPCONV_CACHE": self.folder.name,
            "KERAS_BACKEND": family.removeprefix("keras-"),
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "TF_ENABLE_ONEDNN_OPTS": "0",
        }
        if family == "numpy" and self.draw.random() < 0.25:
            given["SOAK_MEMORY"] = str(MEMORY)
        words = (self.seed, self.next[family], count, family)
        self.next[family] += count
        errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - as long as the worker
        process = subprocess.Popen(
            [sys.executable, "-m", "soak.worker", *map(str, words)],
            env=given,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=Path(__file__).parents[1],
        )
        process.killed, process.errors, process.heard = False, errors, time.monotonic()
        process.family = f"{family} {name} from {words[1]}"
        return process

    def take(self, line):
        report = json.loads(line)
        if found := report.get("mismatch"):
            self.mismatches.append(found)
            case = f"{found['seed']} {found['number']} {found['family']}"
            print(f"\nMismatch: --case {case}\n{found['reason']}")
        self.ran.update(report.get("ran", {}))

    def ended(self, process):
        """Count a worker that has ended; whatever ended it but us is a fault."""
        status = process.wait()
        process.errors.seek(0)
        if status and not process.killed:
            self.deaths += 1
            print(f"\nA worker ({process.family}) ended with status {status}:")
            print(process.errors.read()[-2000:])

    def go(self):
        turns = itertools.count()
        ready = selectors.DefaultSelector()
        last = time.monotonic()
        try:
            while True:
                over = time.monotonic() > self.end
                while not over and len(ready.get_map()) < self.processes:
                    process = self.start(next(turns))
                    ready.register(process.stdout, selectors.EVENT_READ, process)
                if not ready.get_map():
                    return
                for key, _ in ready.select(1):
                    process, line = key.data, key.fileobj.readline()
                    if line:
                        process.heard = time.monotonic()
                        self.take(line)
                    else:
                        ready.unregister(key.fileobj)
                        self.ended(process)
                for key in list(ready.get_map().values()):
                    if time.monotonic() - key.data.heard > SILENT:
                        print(f"\nA worker ({key.data.family}) has said nothing for {SILENT} s.")
                        key.data.kill()  # and is counted as a crash
                    elif over or self.draw.random() < 0.003:
                        key.data.killed = True
                        key.data.kill()
                        self.kills += not over
                if self.draw.random() < 0.3:
                    self.deeds[trouble.spoil(self.folder.name, self.draw)] += 1
                if time.monotonic() - last > 10:
                    last = time.monotonic()
                    print(
                        f"\r{self.counted():,} cases, {len(self.mismatches)} mismatches",
                        end="",
                        flush=True,
                    )
        finally:
            for key in list(ready.get_map().values()):
                key.data.kill()
            self.folder.cleanup()

    def counted(self):
        return sum(n for name, n in self.ran.items() if name not in NOT_RUN)

    def summary(self):
        routes = ", ".join(
            f"{name} {n:,}" for name, n in sorted(self.ran.items()) if name not in NOT_RUN
        )
        deeds = ", ".join(f"{name} {n}" for name, n in sorted(self.deeds.items(), key=str) if name)
        sets = ", ".join(f"{name} {n}" for name, n in sorted(self.sets.items()))
        return (
            f"{self.counted():,} cases, {len(self.mismatches)} mismatches, {self.deaths} crashes"
            f" ({routes}); {self.ran[worker.OUT_OF_MEMORY]:,} out of memory; workers"
            f" {sets}, killed {self.kills};"
            f" cache files {deeds}; seed {self.seed}"
        )


NOT_RUN = ("None", worker.OUT_OF_MEMORY, "mismatch")


def main():
    parser = argparse.ArgumentParser(prog="python -m soak", description=__doc__.split("\n")[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    parser.add_argument("--case", nargs=3, metavar=("SEED", "NUMBER", "FAMILY"))
    given = parser.parse_args()
    if given.case:
        seed, number, family = *map(int, given.case[:2]), given.case[2]
        if family not in ROUTES:
            parser.error(f"FAMILY must be one of {', '.join(ROUTES)}")
        print(cases.draw(seed, number, family))
        print(worker.run(seed, number, family))
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    run = Run(given.seed, given.minutes, given.processes)
    try:
        run.go()
    except KeyboardInterrupt:
        print("\nInterrupted.")
    print(f"\n{run.summary()}")
    sys.exit(bool(run.mismatches or run.deaths))


if __name__ == "__main__":
    main()
