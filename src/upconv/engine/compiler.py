"""LLVM IR to machine code of this process: part by part, on several threads at once.

llvmlite lets one thread at a time into LLVM. The three calls that take the time are made past
that lock: LLVM itself only asks that threads do not share a context, and every part has its own.
"""

from __future__ import annotations

import ctypes
import os
import threading
from collections.abc import Sequence
from typing import Any

import llvmlite
import llvmlite.binding as llvm

from upconv.engine import cache, threads
from upconv.engine.ir import Module, Part
from upconv.engine.isa import ISA

_LOCK = threading.Lock()
_ENGINES: list[Any] = []  # code lives as long as the engine that loaded it
_MOST_HELD = 256
_held: dict[str, bytes] = {}  # object code of parts, which several modules may have
_target: Any = None
if hasattr(os, "register_at_fork"):  # a child must not inherit LLVM in the middle of something
    os.register_at_fork(
        before=_LOCK.acquire, after_in_parent=_LOCK.release, after_in_child=_LOCK.release
    )


def functions(module: Module, isa: ISA, names: tuple[str, ...]) -> tuple[int, ...]:
    """Return the addresses of functions of a module; its parts may be known, or on the disk."""
    parts = module.parts()
    keys = [_key(part, isa) for part in parts]
    codes = [_held.get(key) or cache.read(key) for key in keys]
    missing = [n for n, code in enumerate(codes) if code is None]
    for n, code in zip(missing, _objects([parts[n] for n in missing], isa), strict=True):
        codes[n] = code
        cache.write(keys[n], code)
    found = [code for code in codes if code is not None]
    if len(_held) > _MOST_HELD:
        _held.clear()
    _held.update(zip(keys, found, strict=True))
    return _load(found, names)


def _key(part: Part, isa: ISA) -> str:
    with _LOCK:
        versions = (llvmlite.__version__, ".".join(map(str, llvm.llvm_version_info)))
        return cache.key(
            part.text, str(part.seldom), repr(isa), llvm.get_process_triple(), *versions
        )


def _objects(parts: Sequence[Part], isa: ISA) -> list[bytes]:
    """Compile parts, the longest first, on as many threads as kernels run on."""
    with _LOCK:
        _start()
        order = sorted(range(len(parts)), key=lambda n: len(parts[n].text))
        made: dict[int, bytes] = {}
        failed: list[BaseException] = []

        def work() -> None:
            while order and not failed:
                try:
                    n = order.pop()
                except IndexError:  # another thread has taken the last one
                    return
                try:
                    made[n] = object_code(parts[n], isa)
                except BaseException as error:  # noqa: BLE001 - told by the thread that waits
                    failed.append(error)

        helpers = [
            threading.Thread(target=work) for _ in range(min(threads.count(), len(parts)) - 1)
        ]
        for helper in helpers:
            helper.start()
        work()
        for helper in helpers:
            helper.join()
    if failed:
        raise failed[0]
    return [made[n] for n in range(len(parts))]


def object_code(part: Part, isa: ISA) -> bytes:
    """Compile one part for an instruction set."""
    _start()
    module, machine = _optimised(part, isa)
    with llvm.ffi.OutputString() as told:
        buffer = _emit(machine, module, 1, told)
        if not buffer:
            raise RuntimeError(str(told))
    library = llvm.ffi.lib
    try:
        start, size = library.LLVMPY_GetBufferStart(buffer), library.LLVMPY_GetBufferSize(buffer)
        return ctypes.string_at(start, size)
    finally:
        library.LLVMPY_DisposeMemoryBuffer(buffer)


def assembly(module: Module, isa: ISA) -> str:
    """Return the assembly that `functions` makes of a module."""
    with _LOCK:
        _start()
        listed = []
        for part in module.parts():
            made, machine = _optimised(part, isa)
            listed.append(str(machine.emit_assembly(made)))
        return "\n".join(listed)


def _start() -> None:
    global _target  # noqa: PLW0603 - LLVM is started once per process
    if _target is None:
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        _target = llvm.Target.from_default_triple()


def _free(name: str) -> Any:
    """Return a function of llvmlite's library that is called without llvmlite's lock."""
    locked = getattr(llvm.ffi.lib, name)
    function = getattr(ctypes.CDLL(llvm.ffi.lib._name), name)  # noqa: SLF001 - as of a CDLL
    function.argtypes, function.restype = locked.argtypes, locked.restype
    return function


_parse = _free("LLVMPY_ParseAssembly")
_run_passes = _free("LLVMPY_RunNewModulePassManager")
_emit = _free("LLVMPY_TargetMachineEmitToMemory")


def _optimised(part: Part, isa: ISA) -> tuple[Any, Any]:
    """Turn stack slots into registers and tidy up: the kernels are unrolled and blocked as written.

    LLVM's whole pipeline takes ten times as long and finds nothing more.
    """
    level = 0 if part.seldom else 3
    machine = _target.create_target_machine(cpu=isa.cpu, features=isa.features, opt=level, jit=True)
    context = llvm.create_context()
    with llvm.ffi.OutputString() as told:
        module = llvm.ModuleRef(_parse(context, part.text.encode(), told), context)
        if told:
            raise RuntimeError(f"LLVM cannot read its IR: {told}")
    builder = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options())
    passes = llvm.create_new_module_pass_manager()
    passes.add_sroa_pass()
    if not part.seldom:
        passes.add_instruction_combine_pass()
        passes.add_simplify_cfg_pass()
    _run_passes(passes, module, builder)
    return module, machine


def _load(codes: Sequence[bytes], names: tuple[str, ...]) -> tuple[int, ...]:
    with _LOCK:
        _start()
        engine = llvm.create_mcjit_compiler(
            llvm.parse_assembly(""), _target.create_target_machine(jit=True)
        )
        for code in codes:
            engine.add_object_file(llvm.ObjectFileRef.from_data(code))
        engine.finalize_object()
        _ENGINES.append(engine)
        return tuple(int(engine.get_function_address(name)) for name in names)
