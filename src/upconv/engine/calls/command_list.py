"""Kernels called one after another by one call of machine code, with their arguments in one block.

The overhead of a call (finding it, memory, arguments, the return to Python) is small for one, and
large for the fifty of a small model, whose caches hold something else by then. In a command list
all arguments are one block, copied whole, and the addresses in it are filled in at once, from the
beginnings of the memories that they point into.

A command list runs on one thread; several threads may run the same one at a time.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from upconv.bounded_cache import memoised
from upconv.engine.calls import args
from upconv.engine.calls.command import ARGUMENTS, Command, Layout, Place
from upconv.engine.codegen import compiler
from upconv.engine.codegen.ir import I64, PTR, Module
from upconv.engine.codegen.module import new_module
from upconv.engine.process import isa, memory, threads
from upconv.engine.process.address import LINE, address_of, on_line

Array: TypeAlias = NDArray[Any]

NAME = "run_commands"

_NOT_FINITE = args.INDEX["not_finite"]
_WORD = 8  # bytes
_PER_LINE = LINE // _WORD


class _Run:
    """What one run owns: the kernel arguments, and the packed weights."""

    __slots__ = ("at", "block", "memory", "packed", "packed_at", "version")

    def __init__(self, words: int, packed: int) -> None:
        self.memory = np.empty(words + _PER_LINE, np.int64)
        self.at = on_line(self.memory)
        first = (self.at - address_of(self.memory)) // _WORD
        self.block = self.memory[first : first + words]
        self.packed = memory.empty((packed + LINE,), np.uint8)
        self.packed_at = on_line(self.packed)
        self.version: Hashable = None


class _Block:
    """Arguments and tables in one block, each on a cache line, and the places they point to."""

    def __init__(self) -> None:
        self._layout = Layout()
        self._written: list[tuple[int, NDArray[np.int64]]] = []
        self.places: dict[int, Place] = {}

    def put(self, words: NDArray[np.int64], places: Mapping[int, Place]) -> int:
        """Return the number of the first of these words."""
        first = self._layout.take(words.nbytes) // _WORD
        self._written.append((first, words))
        self.places |= {first + number: place for number, place in places.items()}
        return first

    def put_table(self, calls: Sequence[tuple[int, int]]) -> int:
        """Do the same with what the runner reads: a count, then each kernel and its arguments."""
        words = np.zeros(1 + 2 * len(calls), np.int64)
        words[0] = len(calls)
        words[1::2] = [entry for entry, _ in calls]
        blocks = {2 + 2 * n: Place(ARGUMENTS, first * _WORD) for n, (_, first) in enumerate(calls)}
        return self.put(words, blocks)

    def words(self) -> NDArray[np.int64]:
        words = np.zeros(self._layout.size // _WORD, np.int64)
        for first, written in self._written:
            words[first : first + len(written)] = written
        return words


class CommandList:
    """Commands that run in order.

    `packed` are the bytes of all packed weights; `keep` must live as long.
    """

    def __init__(self, commands: Sequence[Command], packed: int, keep: Any) -> None:
        block = _Block()
        blocks = [(command, block.put(command.words, command.places)) for command in commands]
        self._prepares = _WORD * block.put_table(
            [
                (entry, first)
                for command, first in blocks
                for entry in ((command.prepares,) if command.prepares else ()) + command.entries
            ]
        )
        self._repeats = _WORD * block.put_table(
            [(entry, first) for command, first in blocks for entry in command.entries]
        )
        self._words = block.words()
        self._at = np.array(list(block.places))
        self._memories = np.array([place.memory for place in block.places.values()])
        self._offsets = np.array([place.offset for place in block.places.values()])
        self._checked = np.array(
            [first + _NOT_FINITE for command, first in blocks if command.checked], np.int64
        )
        self._packed = packed
        # The table has the numbers of the addresses, which are what keeps code in memory.
        self._keep = keep, [(command.prepares, *command.entries) for command in commands]
        self._entry = _runner(isa.current())
        self._idle: list[_Run] = []

    def run(self, addresses: Sequence[int], version: Hashable = None) -> bool:
        """Call the kernels; False if an output was not finite, so that none of them is valid.

        `addresses` are those of the memories from OTHERS on. Weights are packed unless this
        `version` of them is packed already; None is never the same.
        """
        try:
            run = self._idle.pop()
        except IndexError:
            run = _Run(len(self._words), self._packed)
        block = run.block
        block[:] = self._words
        begins = np.array((0, run.at, run.packed_at, *addresses))
        block[self._at] = begins[self._memories] + self._offsets
        same = version is not None and version == run.version
        run.version = None  # until they are packed
        self._entry.run(run.at + (self._repeats if same else self._prepares), 1)
        run.version = version
        finite = not block[self._checked].any()
        self._idle.append(run)
        return finite


@memoised("kernels", 16)
def _runner(instructions: isa.ISA) -> threads.Entry:
    return threads.Entry(compiler.functions(write(instructions), instructions, (NAME,))[0])


def write(instructions: isa.ISA) -> Module:
    """Return the module with the function that calls kernels as a table says."""
    module, _ = new_module(f"command list {instructions.name}", instructions, 4)
    f = module.function(NAME, (("table", PTR),), exported=True)
    table = f.parameter("table")
    count = f.load(I64, table)
    with f.loop(0, count) as number:
        row = f.element(table, number * 2 + 1, I64)
        kernel, at = f.load(PTR, row), f.load(PTR, f.element(row, 1, I64))
        f.call_at(kernel, at)
    return module
