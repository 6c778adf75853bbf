"""LLVM IR text to machine code of this process."""

from __future__ import annotations

import os
import threading
from typing import Any

import llvmlite
import llvmlite.binding as llvm

from upconv.engine import cache
from upconv.engine.isa import ISA

_LOCK = threading.Lock()
_ENGINES: list[Any] = []  # code lives as long as the engine that loaded it
_target: Any = None
if hasattr(os, "register_at_fork"):  # a child must not inherit LLVM in the middle of something
    os.register_at_fork(
        before=_LOCK.acquire, after_in_parent=_LOCK.release, after_in_child=_LOCK.release
    )


def functions(text: str, isa: ISA, names: tuple[str, ...]) -> tuple[int, ...]:
    """Return the addresses of functions of IR text, from the disk where they are known there."""
    with _LOCK:
        versions = (llvmlite.__version__, ".".join(map(str, llvm.llvm_version_info)))
        name = cache.key(text, repr(isa), llvm.get_process_triple(), *versions)
    code = cache.read(name)
    if code is None:
        code = object_code(text, isa)
        cache.write(name, code)
    return _load(code, names)


def object_code(text: str, isa: ISA) -> bytes:
    """Compile IR text for an instruction set."""
    with _LOCK:
        module, machine = _optimised(text, isa)
        code = bytes(machine.emit_object(module))
        del module, machine  # while the lock is held: LLVM frees them
    return code


def assembly(text: str, isa: ISA) -> str:
    """Return the assembly that `object_code` makes of IR text."""
    with _LOCK:
        module, machine = _optimised(text, isa)
        return str(machine.emit_assembly(module))


def _start() -> None:
    global _target  # noqa: PLW0603 - LLVM is started once per process
    if _target is None:
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        _target = llvm.Target.from_default_triple()


def _optimised(text: str, isa: ISA) -> tuple[Any, Any]:
    """Turn stack slots into registers and tidy up: the kernels are unrolled and blocked as written.

    LLVM's whole pipeline takes ten times as long and finds nothing more.
    """
    _start()
    machine = _target.create_target_machine(cpu=isa.cpu, features=isa.features, opt=3, jit=True)
    module = llvm.parse_assembly(text)
    builder = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options())
    passes = llvm.create_new_module_pass_manager()
    passes.add_sroa_pass()
    passes.add_instruction_combine_pass()
    passes.add_simplify_cfg_pass()
    passes.run(module, builder)
    return module, machine


def _load(code: bytes, names: tuple[str, ...]) -> tuple[int, ...]:
    with _LOCK:
        _start()
        engine = llvm.create_mcjit_compiler(
            llvm.parse_assembly(""), _target.create_target_machine(jit=True)
        )
        engine.add_object_file(llvm.ObjectFileRef.from_data(code))
        engine.finalize_object()
        _ENGINES.append(engine)
        return tuple(int(engine.get_function_address(name)) for name in names)
