"""Instruction sets: the width and the number of vectors, and LLVM's name of the CPU.

Everything the generator knows about a machine is in `ISA`. The widest set that the CPU has is used;
UPCONV_ISA names a lower one, so that each can be tested on one machine.
"""

from __future__ import annotations

import platform
from functools import lru_cache
from typing import NamedTuple

import llvmlite.binding as llvm

from upconv import environment, errors


class ISA(NamedTuple):
    """One instruction set of the generator."""

    name: str
    bits: int
    registers: int
    fma: bool
    cpu: str
    features: str

    def lanes(self, itemsize: int) -> int:
        """How many elements of so many bytes one vector register holds."""
        return self.bits // (8 * itemsize)

    def widths(self) -> tuple[ISA, ...]:
        """Return the instruction set, and with shorter vectors where these are as fast.

        Zen 4 takes a vector of 512 bits through its units as two halves, so one of 256 bits whose
        lanes are all used beats one that is half empty.
        """
        if self.bits == 512 and self.cpu in _IN_HALVES:
            return self, self._replace(name=f"{self.name}vl", bits=256)
        return (self,)


_IN_HALVES = frozenset(("znver4",))

# Fastest first: name, bits of a vector, registers, fused multiply-add, what the CPU must have.
_X86 = (
    ("avx512", 512, 32, True, ("avx512f", "avx512vl", "avx512dq", "avx512bw", "fma")),
    ("avx2", 256, 16, True, ("avx2", "fma")),
    ("sse2", 128, 16, False, ("sse2",)),
)
_ARM = (("neon", 128, 32, True, ()),)
_GENERIC = ("generic", 128, 16, False, ())
_LOWER_CPU = {"avx2": "x86-64-v3", "sse2": "x86-64", "neon": "generic", "generic": ""}


def _candidates() -> tuple[tuple[str, int, int, bool, tuple[str, ...]], ...]:
    machine = platform.machine().lower()
    if machine in ("x86_64", "amd64"):
        return (*_X86, _GENERIC)
    return (*_ARM, _GENERIC) if machine in ("aarch64", "arm64") else (_GENERIC,)


@lru_cache(maxsize=1)
def available() -> tuple[ISA, ...]:
    """Return the instruction sets that this CPU can run, fastest first."""
    host = llvm.get_host_cpu_features()
    sets: list[ISA] = []
    for name, bits, registers, fma, needs in _candidates():
        if all(host.get(feature, False) for feature in needs):
            if sets or name == "generic":
                cpu, features = _LOWER_CPU[name], ""
            else:
                cpu, features = llvm.get_host_cpu_name(), host.flatten()
            sets.append(ISA(name, bits, registers, fma, cpu, features))
    return tuple(sets)


@lru_cache(maxsize=8)
def _named(name: str) -> ISA:
    sets = available()
    for isa in sets:
        if isa.name == name:
            return isa
    names = ", ".join(repr(isa.name) for isa in sets)
    rule = f"one of {names}, the instruction sets of this CPU"
    raise errors.variables.wrong("UPCONV_ISA", name, rule, sets[0].name)


def current() -> ISA:
    """Return the instruction set in use: UPCONV_ISA's, or the best of this CPU."""
    name = environment.ISA.value()
    return _named(name) if name else available()[0]
