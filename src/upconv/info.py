"""What upconv runs on: the machine, the threads, the versions."""

from __future__ import annotations

import importlib.metadata
import os
import platform
from dataclasses import dataclass
from pathlib import Path

FRAMEWORKS = ("torch", "keras", "tensorflow", "tensorflow-cpu", "jax", "onnx", "onnxruntime")


@dataclass(frozen=True)
class Info:
    """What `info()` found; `str()` prints it as a table."""

    version: str
    python: str
    platform: str
    cpu: str
    cores: int
    instruction_set: str
    kernel_threads: int
    thread_runtime: str
    cache: str
    memory_pool: str
    libraries: dict[str, int]
    versions: dict[str, str]

    def rows(self) -> list[tuple[str, str]]:
        """Return (what, value) pairs in the order of printing."""
        libraries = ", ".join(f"{name} {count}" for name, count in self.libraries.items())
        rows = [
            ("upconv", self.version),
            ("Python", self.python),
            ("platform", self.platform),
            ("CPU", self.cpu),
            ("cores", str(self.cores)),
            ("instruction set", self.instruction_set),
            ("kernel threads", f"{self.kernel_threads} on {self.thread_runtime}"),
            ("kernel cache", self.cache),
            ("memory pool", self.memory_pool),
            ("library threads", libraries or "none found"),
        ]
        return rows + list(self.versions.items())

    def __str__(self) -> str:
        width = max(len(what) for what, _ in self.rows())
        return "\n".join(f"{what:{width}}  {value}" for what, value in self.rows())


def info() -> Info:
    """Tell what upconv runs on: CPU, instruction set, threads, cache, memory pool, versions.

    A framework that is not installed is not listed, and none is imported.

    >>> import upconv
    >>> upconv.info().cores >= 1
    True
    """
    from threadpoolctl import threadpool_info  # noqa: PLC0415 - `import upconv` stays light

    from upconv.engine import cache, isa, memory, threads  # noqa: PLC0415 - LLVM loads here

    libraries = {
        f"{pool['internal_api']} {pool['version'] or ''}".strip(): int(pool["num_threads"])
        for pool in threadpool_info()
    }
    used = memory.usage()
    names = ("numpy", "scipy", "llvmlite", "threadpoolctl", *FRAMEWORKS)
    return Info(
        version=_version("upconv") or "not installed",
        python=platform.python_version(),
        platform=platform.platform(),
        cpu=_cpu_name(),
        cores=_cores(),
        instruction_set=isa.current().name,
        kernel_threads=threads.count(),
        thread_runtime=threads.runtime(),
        cache=str(cache.folder() or "off"),
        memory_pool=f"{used.idle >> 20} MiB idle of at most {used.limit >> 20} MiB"
        if used.limit
        else "off",
        libraries=libraries,
        versions={name: version for name in names if (version := _version(name))},
    )


def _version(distribution: str) -> str | None:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return None


def _cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _cpu_name() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
