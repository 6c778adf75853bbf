"""LLVM IR to machine code of this process: part by part, on several threads at once.

llvmlite lets one thread at a time into LLVM. The three calls that take the time are made past
that lock: LLVM itself only asks that threads do not share a context, and every part has its own.

Code lives as long as somebody holds the `Address` of one of its functions: tables of calls drop
what was used longest ago, and with the last call that needs it the code goes. It is freed when code
is loaded or counted next, under the lock, because a finalizer may run while LLVM is in use.

A `RefusedError` is what LLVM cannot compile, and could not the next time. Anything else that goes
wrong, such as memory that is not there, may go right then.
"""

from __future__ import annotations

import ctypes
import os
import threading
import weakref
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import llvmlite
import llvmlite.binding as llvm

from upconv.bounded_cache import BoundedCache
from upconv.engine.codegen.ir import Module, Part
from upconv.engine.process import code_cache, memory, threads
from upconv.engine.process.isa import ISA

ROOM = 32 << 20  # bytes of address space that LLVM may need on each thread to compile a part

_LOCK = threading.Lock()
_target: Any = None


class Address(int):
    """The address of a function; whoever holds it holds the code."""

    code: object


class _Code:
    """Code in memory, of one engine: its addresses refer to it."""

    __slots__ = ("__weakref__",)


_live: weakref.WeakSet[_Code] = weakref.WeakSet()
_unused: deque[Any] = deque()  # engines whose code nobody holds


class RefusedError(RuntimeError):
    """LLVM cannot compile this."""


if hasattr(os, "register_at_fork"):  # a child must not inherit LLVM in the middle of something
    os.register_at_fork(
        before=_LOCK.acquire, after_in_parent=_LOCK.release, after_in_child=_LOCK.release
    )


class Source(NamedTuple):
    """A module that is written when it is needed, and the functions of it that are wanted.

    `write` is called with `arguments`; equal ones write equal modules.
    """

    write: Callable[..., Module]
    arguments: tuple[Any, ...]
    names: tuple[str, ...]


Addresses = tuple[Address, ...]

# The object code of parts, which several modules may have, and the functions of modules.
_code_by_key: BoundedCache[str, bytes] = BoundedCache(256, "object code")
_loaded: BoundedCache[tuple[ISA, Source], Addresses] = BoundedCache(256, "modules")


def addresses(isa: ISA, *sources: Source) -> list[Addresses]:
    """Return the addresses of the functions of modules; those not loaded yet are made together.

    Raises RefusedError, and OutOfMemoryError.
    """
    loaded = {source: _loaded.get((isa, source)) for source in sources}
    missing = [source for source, functions in loaded.items() if functions is None]
    modules = [source.write(*source.arguments) for source in missing]
    for source, codes in zip(missing, _codes(modules, isa), strict=True):
        new = loaded[source] = _load(codes, source.names)
        _loaded.put((isa, source), new)
    return [functions for source in sources if (functions := loaded[source]) is not None]


def functions(module: Module, isa: ISA, names: tuple[str, ...]) -> Addresses:
    """Return the addresses of functions of one module."""
    (codes,) = _codes([module], isa)
    return _load(codes, names)


def forget() -> None:
    """Forget what was compiled; the code itself is freed with its last user."""
    _loaded.clear()
    _code_by_key.clear()


def live() -> int:
    """Return how many modules have code in memory, after unused code has been freed."""
    with _LOCK:
        _free_unused()
    return len(_live)


def _codes(modules: Sequence[Module], isa: ISA) -> list[list[bytes]]:
    """Return the object code of the parts of modules: cached, on the disk, or compiled."""
    keys = [{_key(part, isa): part for part in module.parts()} for module in modules]
    parts = {key: part for of_module in keys for key, part in of_module.items()}
    codes = {key: _code_by_key.get(key) or code_cache.read(key) for key in parts}
    missing = [key for key, code in codes.items() if code is None]
    for key, code in zip(missing, _objects([parts[key] for key in missing], isa), strict=True):
        codes[key] = code
        code_cache.write(key, code)
    complete = {key: code for key, code in codes.items() if code is not None}
    for key, code in complete.items():
        _code_by_key.put(key, code)
    return [[complete[key] for key in of_module] for of_module in keys]


def _key(part: Part, isa: ISA) -> str:
    with _LOCK:
        versions = (llvmlite.__version__, ".".join(map(str, llvm.llvm_version_info)))
        return code_cache.key(
            part.text, str(part.cold), repr(isa), llvm.get_process_triple(), *versions
        )


def _objects(parts: Sequence[Part], isa: ISA) -> list[bytes]:
    """Compile parts, the longest first, on as many threads as kernels run on."""
    with _LOCK:
        _start()
        count = _threads_with_room(len(parts))
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
                except BaseException as error:
                    failed.append(error)

        threads.together(work, count)
    if failed:
        raise failed[0]
    return [made[n] for n in range(len(parts))]


def _threads_with_room(parts: int) -> int:
    """Return how many threads there is memory for: LLVM ends the process where it gets none."""
    count = min(threads.count(), parts)
    while count:
        try:
            memory.check_room(ROOM * count, "compiling a kernel")
            break
        except MemoryError:
            if count == 1:
                raise
            count //= 2
    return count


def object_code(part: Part, isa: ISA) -> bytes:
    """Compile one part for an instruction set."""
    try:
        return _object_code(part, isa)
    except RuntimeError as error:
        if type(error) is not RuntimeError:
            raise
        raise RefusedError(str(error)) from error


def _object_code(part: Part, isa: ISA) -> bytes:
    _start()
    module, machine = _optimised(part, isa)
    with llvm.ffi.OutputString() as message:
        buffer = _emit(machine, module, 1, message)
        if not buffer:
            raise RuntimeError(str(message))
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
    function = getattr(ctypes.CDLL(llvm.ffi.lib._name), name)
    function.argtypes, function.restype = locked.argtypes, locked.restype
    return function


_parse = _free("LLVMPY_ParseAssembly")
_run_passes = _free("LLVMPY_RunNewModulePassManager")
_emit = _free("LLVMPY_TargetMachineEmitToMemory")


def _optimised(part: Part, isa: ISA) -> tuple[Any, Any]:
    """Turn stack slots into registers: the kernels are unrolled and blocked as written.

    LLVM's whole pipeline takes ten times as long and finds nothing more. Without optimisation the
    code generator is ten times as fast, and keeps everything on the stack.
    """
    level = 0 if part.cold else 3
    machine = _target.create_target_machine(cpu=isa.cpu, features=isa.features, opt=level, jit=True)
    context = llvm.create_context()
    with llvm.ffi.OutputString() as message:
        module = llvm.ModuleRef(_parse(context, part.text.encode(), message), context)
        if message:
            raise RuntimeError(f"LLVM cannot read its IR: {message}")
    builder = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options())
    passes = llvm.create_new_module_pass_manager()
    passes.add_sroa_pass()
    if not part.cold:
        passes.add_simplify_cfg_pass()
    _run_passes(passes, module, builder)
    return module, machine


def _load(codes: Sequence[bytes], names: tuple[str, ...]) -> Addresses:
    with _LOCK:
        _start()
        _free_unused()
        memory.check_room(ROOM, "the code of a kernel")
        engine = llvm.create_mcjit_compiler(
            llvm.parse_assembly(""), _target.create_target_machine(jit=True)
        )
        for code in codes:
            engine.add_object_file(llvm.ObjectFileRef.from_data(code))
        engine.finalize_object()
        owner = _Code()
        weakref.finalize(owner, _unused.append, engine).atexit = False
        _live.add(owner)
        found = tuple(Address(engine.get_function_address(name)) for name in names)
        for address in found:
            address.code = owner
        return found


def _free_unused() -> None:
    """Free the code that nobody refers to; the caller has the lock."""
    while _unused:
        _unused.popleft().close()
