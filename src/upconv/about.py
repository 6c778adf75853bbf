"""Information about the machine, the threads and the versions."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path

FRAMEWORKS = (
    "torch",
    "keras",
    "tensorflow",
    "tensorflow-cpu",
    "jax",
    "onnx",
    "onnxruntime",
    "openvino",
    "ai-edge-litert",
)


@dataclass(frozen=True)
class Info:
    """The result of `info()`; `str()` formats it as a table."""

    version: str
    python: str
    platform: str
    cpu: str
    cores: int
    threads: dict[str, int]
    versions: dict[str, str]
    engine: dict[str, str]

    def rows(self) -> list[tuple[str, str]]:
        """Return (what, value) pairs in the order of printing."""
        threads = ", ".join(f"{name} {count}" for name, count in self.threads.items())
        rows = [
            ("upconv", self.version),
            ("Python", self.python),
            ("platform", self.platform),
            ("CPU", self.cpu),
            ("cores", str(self.cores)),
            ("library threads", threads or "no library with its own threads is loaded"),
        ]
        return rows + list(self.engine.items()) + list(self.versions.items())

    def __str__(self) -> str:
        width = max(len(what) for what, _ in self.rows())
        return "\n".join(f"{what:{width}}  {value}" for what, value in self.rows())


def info() -> Info:
    """Return what upconv runs on: CPU, cores, threads per library, versions.

    It imports only threadpoolctl, NumPy and the engine; frameworks that are not installed are not
    listed.

    >>> import upconv
    >>> upconv.info().cores >= 1
    True
    """
    from threadpoolctl import threadpool_info  # noqa: PLC0415 - `import upconv` stays light

    engine = _engine()  # first: it loads NumPy, whose BLAS is one of the libraries with threads
    threads = {
        f"{pool['internal_api']} {pool['version'] or ''}".strip(): int(pool["num_threads"])
        for pool in threadpool_info()
    }
    names = ("numpy", "scipy", "llvmlite", "threadpoolctl", *FRAMEWORKS)
    versions = {name: version for name in names if (version := _version(name))}
    return Info(
        version=_version("upconv") or "not installed",
        python=platform.python_version(),
        platform=platform.platform(),
        cpu=_cpu_name(),
        cores=_cores(),
        threads=threads,
        versions=versions,
        engine=engine,
    )


def _engine() -> dict[str, str]:
    """Return what generated code runs on, or why there is none."""
    try:
        from upconv.engine import dispatch  # noqa: PLC0415 - LLVM is large
        from upconv.engine.calls import packed_weight  # noqa: PLC0415 - LLVM is large
        from upconv.engine.codegen import compiler  # noqa: PLC0415 - LLVM is large
        from upconv.engine.forms.winograd import form as winograd  # noqa: PLC0415
        from upconv.engine.process import isa, memory, threads  # noqa: PLC0415 - LLVM is large
    except (ImportError, OSError) as error:
        return {"engine": f"NumPy, as llvmlite cannot be used ({error})"}
    usage, copies = memory.usage(), packed_weight.usage()
    refused = dispatch.refused()
    rows = {"not compiled": f"{len(refused)}, the last one: {refused[-1]}"} if refused else {}
    return {
        "engine": f"{isa.current().name} of {', '.join(found.name for found in isa.available())}",
        "kernel threads": f"{threads.count()}, {threads.runtime()}, by {threads.says()}",
        "winograd": "on, where they are faster" if winograd.allowed() else "off",
        "code cache": _cache(),
        "memory pool": f"{usage.idle >> 20} MiB idle of at most {usage.limit >> 20} MiB",
        "tables": _tables(),
        "machine code": f"{compiler.live()} modules, referenced by the tables",
        "packed weights": f"{copies.copies} of {copies.weights} weights, {copies.bytes >> 20} MiB",
        **rows,
    }


def _tables() -> str:
    """Return the number of entries in the engine's caches, and their limits."""
    from upconv import bounded_cache, call  # noqa: PLC0415, F401 - its tables are among them
    from upconv.engine import generated, generated_gradient  # noqa: PLC0415, F401
    from upconv.engine.calls import activation_backward  # noqa: PLC0415, F401

    rows = bounded_cache.usage().items()
    return ", ".join(f"{name} {held.entries} of {held.most}" for name, held in rows)


def _cache() -> str:
    from upconv.engine.process import code_cache  # noqa: PLC0415 - only where there is an engine

    where, reason = code_cache.state()
    usage = code_cache.usage()
    if where is None or usage is None:
        return f"off: {reason}"
    size = f"{usage.bytes / 2**20:.1f} MiB of at most {code_cache.LIMIT >> 20} MiB"
    return f"{where}, {usage.files} files, {size}"


def _version(distribution: str) -> str | None:
    import importlib.metadata  # noqa: PLC0415 - `import upconv` stays light

    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return None


def _cores() -> int:
    """Return the number of cores that this process may use."""
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
    try:  # Linux on Arm writes numbers there, which LLVM knows
        from llvmlite import binding  # noqa: PLC0415 - LLVM is large

        name = str(binding.get_host_cpu_name())
    except (ImportError, OSError):
        name = ""
    return name if name not in ("", "generic") else platform.processor() or platform.machine()
