"""LLVM IR text to machine code of this process."""

from __future__ import annotations

import threading
from typing import Any

import llvmlite.binding as llvm

from upconv.engine.isa import ISA

_LOCK = threading.Lock()
_ENGINES: list[Any] = []
_target: Any = None


def _started() -> None:
    global _target  # noqa: PLW0603 - LLVM is started once per process
    if _target is None:
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        _target = llvm.Target.from_default_triple()


def _machine(isa: ISA) -> Any:
    _started()
    return _target.create_target_machine(cpu=isa.cpu, features=isa.features, opt=3, jit=True)


def optimised(text: str, isa: ISA) -> tuple[Any, Any]:
    machine = _machine(isa)
    module = llvm.parse_assembly(text)
    builder = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options())
    passes = llvm.create_new_module_pass_manager()
    passes.add_sroa_pass()
    passes.add_instruction_combine_pass()
    passes.add_simplify_cfg_pass()
    passes.run(module, builder)
    return module, machine


def assembly(text: str, isa: ISA) -> str:
    module, machine = optimised(text, isa)
    return str(machine.emit_assembly(module))


def object_code(text: str, isa: ISA) -> bytes:
    with _LOCK:
        module, machine = optimised(text, isa)
        return bytes(machine.emit_object(module))


def load(code: bytes, names: tuple[str, ...]) -> tuple[int, ...]:
    """Return the addresses of functions of object code."""
    with _LOCK:
        empty = llvm.parse_assembly("")
        _started()
        engine = llvm.create_mcjit_compiler(empty, _target.create_target_machine(jit=True))
        engine.add_object_file(llvm.ObjectFileRef.from_data(code))
        engine.finalize_object()
        _ENGINES.append(engine)  # the code lives as long as its engine
        return tuple(int(engine.get_function_address(name)) for name in names)


def functions(text: str, isa: ISA, names: tuple[str, ...]) -> tuple[int, ...]:
    """Return the addresses of functions of IR text."""
    return load(object_code(text, isa), names)
