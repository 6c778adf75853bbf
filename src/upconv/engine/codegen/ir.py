"""A small builder of LLVM IR text: typed values with operators, loops and branches as blocks.

It writes text because that is fast (a kernel of 2,000 instructions takes a few milliseconds) and
because the text is what a reader of UPCONV_DEBUG=4 sees. Names of values carry their meaning, so
the text can be read against the file that emits it. Mutable variables are stack slots, which
LLVM's SROA pass turns into registers.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple, TypeAlias

from upconv.engine.process.address import LINE

I64 = "i64"
PTR = "ptr"
BOOL = "i1"


class Value:
    """One SSA value or constant; integers have operators, others go through `Function`."""

    __slots__ = ("function", "ref", "type")

    def __init__(self, function: Function, type_: str, ref: str) -> None:
        self.function = function
        self.type = type_
        self.ref = ref

    def _with(self, operation: str, other: Int) -> Value:
        right = self.function.integer(other)
        folded = _fold(operation, self.ref, right.ref)
        if folded is not None:
            return Value(self.function, I64, folded)
        return self.function.emit(I64, f"{operation} i64 {self.ref}, {right.ref}")

    def _compare(self, predicate: str, other: Int) -> Value:
        right = self.function.integer(other)
        return self.function.emit(BOOL, f"icmp {predicate} i64 {self.ref}, {right.ref}")

    def __add__(self, other: Int) -> Value:
        return self._with("add", other)

    def __radd__(self, other: Int) -> Value:
        return self._with("add", other)

    def __sub__(self, other: Int) -> Value:
        return self._with("sub", other)

    def __rsub__(self, other: Int) -> Value:
        return self.function.integer(other)._with("sub", self)

    def __mul__(self, other: Int) -> Value:
        return self._with("mul", other)

    def __rmul__(self, other: Int) -> Value:
        return self._with("mul", other)

    def __floordiv__(self, other: Int) -> Value:
        """Divide; both sides must not be negative."""
        return self._with("udiv", other)

    def __mod__(self, other: Int) -> Value:
        """Return the rest; both sides must not be negative."""
        return self._with("urem", other)

    def __lt__(self, other: Int) -> Value:
        return self._compare("slt", other)

    def __le__(self, other: Int) -> Value:
        return self._compare("sle", other)

    def __gt__(self, other: Int) -> Value:
        return self._compare("sgt", other)

    def __ge__(self, other: Int) -> Value:
        return self._compare("sge", other)

    def equals(self, other: Int) -> Value:
        """Compare; `==` stays Python's."""
        return self._compare("eq", other)

    def __and__(self, other: Value) -> Value:
        return self.function.emit(BOOL, f"and i1 {self.ref}, {other.ref}")

    def __or__(self, other: Value) -> Value:
        return self.function.emit(BOOL, f"or i1 {self.ref}, {other.ref}")

    def at_least(self, other: Int) -> Value:
        """The larger of the two."""
        return self.function.select(self > other, self, self.function.integer(other))

    def at_most(self, other: Int) -> Value:
        """The smaller of the two."""
        return self.function.select(self < other, self, self.function.integer(other))


Int: TypeAlias = Value | int


def _fold(operation: str, left: str, right: str) -> str | None:
    """Return what needs no instruction: x + 0, x - 0, x·1, x·0, and constants."""
    if operation in ("add", "sub") and right == "0":
        return left
    if operation == "add" and left == "0":
        return right
    if operation == "mul":
        if "0" in (left, right):
            return "0"
        if right == "1":
            return left
        if left == "1":
            return right
    if operation in ("udiv", "urem") and right == "1":
        return left if operation == "udiv" else "0"
    return None


class Variable:
    """A mutable slot of one type."""

    def __init__(self, function: Function, type_: str, slot: str) -> None:
        self._function = function
        self.type = type_
        self._slot = slot

    def get(self) -> Value:
        return self._function.emit(self.type, f"load {self.type}, ptr {self._slot}")

    def set(self, value: Value) -> None:
        self._function.line(f"store {value.type} {value.ref}, ptr {self._slot}")

    def add(self, step: Int) -> None:
        self.set(self.get() + step)


class Scalar(NamedTuple):
    """The floating-point type of a kernel and its vectors on one instruction set."""

    name: str
    size: int
    lanes: int
    fused: bool = False
    """Whether a·b + c can be rounded once."""

    def vector(self, lanes: int | None = None) -> str:
        return f"<{self.lanes if lanes is None else lanes} x {self.name}>"

    @property
    def suffix(self) -> str:
        return "f32" if self.size == 4 else "f64"


FLOATS = {4: "float", 8: "double"}


class Part(NamedTuple):
    """Functions that are compiled together: LLVM IR, and and whether that is cold."""

    text: str
    cold: bool


class Module:
    """Functions that call each other, as LLVM IR."""

    def __init__(self, name: str, attributes: str) -> None:
        self.name = name
        self.attributes = attributes
        self._functions: list[Function] = []

    def function(
        self,
        name: str,
        parameters: Sequence[tuple[str, str]],
        *,
        exported: bool = False,
        part: str | None = None,
        cold: bool = False,
    ) -> Function:
        """Begin a function: a part of its own, or in one with others that name the same.

        Those that are `cold`, run per block and not per element, are one part, which LLVM turns
        into machine code as it stands, in a tenth of the time.
        """
        function = Function(self, name, tuple(parameters), exported, part or name, cold)
        self._functions.append(function)
        return function

    def find(self, name: str) -> Function | None:
        """Return the function of this name if it has been begun."""
        return next((f for f in self._functions if f.name == name), None)

    def text(self) -> str:
        """Return all functions as one text, which a reader sees."""
        return f"; {self.name}\n{self._text(self._functions, separate=False)}"

    def parts(self) -> list[Part]:
        """Return the functions in parts, which find each other by name.

        A function has one text whatever module it is in, so modules have parts in common.
        """
        by_part: dict[str | None, list[Function]] = {}
        for function in self._functions:
            by_part.setdefault(None if function.cold else function.part, []).append(function)
        return [
            Part(self._text(functions, separate=True), part is None)
            for part, functions in by_part.items()
        ]

    def _text(self, functions: Sequence[Function], *, separate: bool) -> str:
        names = {function.name for function in functions}
        called = {name: head for f in functions for name, head in f.called.items()}
        declared = {text: None for f in functions for text in f.declared}
        declared |= {head: None for name, head in called.items() if name not in names}
        lines = [f.text(seen=separate) for f in functions]
        lines += [f"declare {text}" for text in declared]
        return "\n".join([*lines, f"attributes #0 = {{ {self.attributes} }}", "!0 = !{i32 1}", ""])


class Function:
    """One function that returns nothing, written block after block."""

    def __init__(
        self,
        module: Module,
        name: str,
        parameters: tuple[tuple[str, str], ...],
        exported: bool,
        part: str,
        cold: bool,
    ) -> None:
        self.module = module
        self.name = name
        self.part = part
        self.cold = cold
        self.called: dict[str, str] = {}
        self.declared: dict[str, None] = {}
        self._parameters = parameters
        self._exported = exported
        self._slots: list[str] = []
        self._lines: list[str] = []
        self._count = 0

    # --- text

    def text(self, *, seen: bool = False) -> str:
        """Return the definition; other parts find it where it is to be `seen`, or exported."""
        linkage = "" if self._exported or seen else "internal "
        parameters = ", ".join(f"{type_} %{name}" for name, type_ in self._parameters)
        head = f"define {linkage}void @{self.name}({parameters}) #0 {{"
        return "\n".join([head, "entry:", *self._slots, *self._lines, "  ret void", "}"])

    def line(self, text: str) -> None:
        self._lines.append(f"  {text}")

    def emit(self, type_: str, text: str) -> Value:
        self._count += 1
        ref = f"%v{self._count}"
        self._lines.append(f"  {ref} = {text}")
        return Value(self, type_, ref)

    def _declare(self, text: str) -> None:
        self.declared[text] = None

    def comment(self, text: str) -> None:
        self._lines.append(f"  ; {text}")

    def _label(self, kind: str) -> str:
        self._count += 1
        return f"{kind}{self._count}"

    def _block(self, label: str) -> None:
        self._lines.append(f"{label}:")

    # --- values

    def parameter(self, name: str) -> Value:
        return Value(self, dict(self._parameters)[name], f"%{name}")

    def integer(self, value: Int) -> Value:
        return value if isinstance(value, Value) else Value(self, I64, str(value))

    def variable(self, type_: str, value: Value | None = None) -> Variable:
        variable = Variable(self, type_, self._slot(type_))
        if value is not None:
            variable.set(value)
        return variable

    def _slot(self, type_: str, count: int = 1) -> str:
        self._count += 1
        slot = f"%s{self._count}"
        self._slots.append(f"  {slot} = alloca {type_}, i64 {count}, align 64")
        return slot

    def scratch(self, type_: str, count: int) -> Value:
        """Return a pointer to room for so many elements that lives as long as the call."""
        return Value(self, PTR, self._slot(type_, count))

    def constant(self, type_: str, text: str) -> Value:
        return Value(self, type_, text)

    def zero(self, type_: str) -> Value:
        return Value(self, type_, "zeroinitializer" if type_[0] == "<" else "0.0")

    def number(self, type_: str, value: float) -> Value:
        """Return a floating-point constant, in every lane of a vector, rounded to the type."""
        element = _element(type_)
        pattern = "<f" if element == "float" else "<d"
        (rounded,) = struct.unpack(pattern, struct.pack(pattern, value))
        text = f"0x{struct.pack('>d', rounded).hex().upper()}"
        lanes = self.lanes(type_)
        if lanes is not None:
            text = f"<{', '.join([f'{element} {text}'] * lanes)}>"
        return Value(self, type_, text)

    @staticmethod
    def lanes(type_: str) -> int | None:
        """How many lanes a vector type has; None for a scalar."""
        return int(type_[1:].partition(" ")[0]) if type_[0] == "<" else None

    @staticmethod
    def item_size(type_: str) -> int:
        """How many bytes an element of a floating-point type has."""
        return {"float": 4, "double": 8}[_element(type_)]

    # --- memory

    def element(self, pointer: Value, index: Int, type_: str) -> Value:
        """Return the address of element `index` of an array of `type_`."""
        at = self.integer(index)
        if at.ref == "0":
            return pointer
        return self.emit(PTR, f"getelementptr {type_}, ptr {pointer.ref}, i64 {at.ref}")

    def load(self, type_: str, pointer: Value, align: int = 8) -> Value:
        return self.emit(type_, f"load {type_}, ptr {pointer.ref}, align {align}")

    def masked_load(self, vector: str, pointer: Value, mask: Value, align: int) -> Value:
        """Load the lanes that `mask` names, zeros elsewhere; the others are not touched."""
        lanes, element = vector[1:-1].split(" x ")
        full = f"@llvm.masked.load.v{lanes}{_suffix(element)}.p0"
        self._declare(f"{vector} {full}(ptr, i32, {mask.type}, {vector})")
        listed = f"ptr {pointer.ref}, i32 {align}, {mask.type} {mask.ref}"
        return self.emit(vector, f"call {vector} {full}({listed}, {vector} zeroinitializer)")

    def store(self, value: Value, pointer: Value, align: int = 8) -> None:
        self.line(f"store {value.type} {value.ref}, ptr {pointer.ref}, align {align}")

    def prefetch(self, pointer: Value) -> None:
        """Call a line into the cache; an address outside of any array does no harm."""
        self._declare("void @llvm.prefetch.p0(ptr, i32, i32, i32)")
        self.line(f"call void @llvm.prefetch.p0(ptr {pointer.ref}, i32 0, i32 3, i32 1)")

    def prefetch_all(self, pointer: Value, count: Value, scalar: Scalar) -> None:
        """Call the lines of so many neighbouring elements into the cache."""
        with self.loop(0, count, LINE // scalar.size) as n:
            self.prefetch(self.element(pointer, n, scalar.name))

    def stream(self, value: Value, pointer: Value, lanes: int) -> None:
        """Store vectors of so many lanes past the caches; the address must lie on whole ones."""
        align = lanes * (4 if "float" in value.type else 8)
        text = f"store {value.type} {value.ref}, ptr {pointer.ref}, align {align}"
        self.line(f"{text}, !nontemporal !0")

    def fence(self) -> None:
        """Make every store before it visible to others, streamed ones too."""
        self.line("fence seq_cst")

    def next_number(self, pointer: Value) -> Value:
        """Take the number at `pointer` and leave its successor there, atomically."""
        return self.emit(I64, f"atomicrmw add ptr {pointer.ref}, i64 1 monotonic")

    # --- floating point

    def splat(self, value: Value, lanes: int) -> Value:
        vector = f"<{lanes} x {value.type}>"
        head = f"insertelement {vector} poison, {value.type} {value.ref}, i64 0"
        first = self.emit(vector, head)
        mask = f"<{lanes} x i32> zeroinitializer"
        return self.emit(vector, f"shufflevector {vector} {first.ref}, {vector} poison, {mask}")

    def shuffle(self, left: Value, right: Value, indices: Sequence[int]) -> Value:
        """Pick elements of `left` followed by `right`."""
        mask = ", ".join(f"i32 {index}" for index in indices)
        element = left.type.split(" x ")[1][:-1]
        operands = f"{left.type} {left.ref}, {right.type} {right.ref}"
        text = f"shufflevector {operands}, <{len(indices)} x i32> <{mask}>"
        return self.emit(f"<{len(indices)} x {element}>", text)

    def extract(self, vector: Value, lane: int) -> Value:
        element = vector.type.split(" x ")[1][:-1]
        return self.emit(element, f"extractelement {vector.type} {vector.ref}, i64 {lane}")

    def insert(self, vector: Value, value: Value, lane: int) -> Value:
        text = f"insertelement {vector.type} {vector.ref}, {value.type} {value.ref}, i64 {lane}"
        return self.emit(vector.type, text)

    def any_lane(self, mask: Value) -> Value:
        """Whether a bit of a vector of bits is set."""
        bits = f"i{self.lanes(mask.type)}"
        number = self.emit(bits, f"bitcast {mask.type} {mask.ref} to {bits}")
        return self.emit(BOOL, f"icmp ne {bits} {number.ref}, 0")

    def arithmetic(self, operation: str, left: Value, right: Value) -> Value:
        return self.emit(left.type, f"{operation} {left.type} {left.ref}, {right.ref}")

    def compare(self, predicate: str, left: Value, right: Value) -> Value:
        """Compare floating-point values; a vector of bits for vectors."""
        kind = _like(left.type, BOOL)
        return self.emit(kind, f"fcmp {predicate} {left.type} {left.ref}, {right.ref}")

    def integers(self, operation: str, left: Value, right: Int) -> Value:
        """Compute with the bits of floating-point values; a number stands for every lane."""
        if isinstance(right, Value):
            text = right.ref
        else:
            lanes = self.lanes(left.type)
            element = _element(left.type)
            text = str(right) if lanes is None else f"<{', '.join([f'{element} {right}'] * lanes)}>"
        return self.emit(left.type, f"{operation} {left.type} {left.ref}, {text}")

    def as_integers(self, value: Value) -> Value:
        """Return the bits of floating-point values."""
        kind = _like(value.type, f"i{8 * self.item_size(value.type)}")
        return self.emit(kind, f"bitcast {value.type} {value.ref} to {kind}")

    def as_floats(self, value: Value, type_: str) -> Value:
        """Return the floating-point values that have these bits."""
        return self.emit(type_, f"bitcast {value.type} {value.ref} to {type_}")

    def leading_zeros(self, value: Value) -> Value:
        """Return how many bits of an integer are 0 before the first 1."""
        name = f"@llvm.ctlz.{value.type}"
        self._declare(f"{value.type} {name}({value.type}, i1)")
        return self.emit(
            value.type, f"call {value.type} {name}({value.type} {value.ref}, i1 false)"
        )

    def fma(self, a: Value, b: Value, c: Value, *, fused: bool) -> Value:
        """Return a·b + c, rounded once where the instruction set can."""
        if not fused:
            return self.arithmetic("fadd", self.arithmetic("fmul", a, b), c)
        return self.intrinsic("fma", a, b, c)

    def intrinsic(self, name: str, *operands: Value) -> Value:
        """Call an LLVM intrinsic whose operands and result have one type."""
        type_ = operands[0].type
        if type_[0] == "<":
            lanes, element = type_[1:-1].split(" x ")
            mangled = f"v{lanes}{_suffix(element)}"
        else:
            mangled = _suffix(type_)
        full = f"@llvm.{name}.{mangled}"
        self._declare(f"{type_} {full}({', '.join([type_] * len(operands))})")
        listed = ", ".join(f"{type_} {operand.ref}" for operand in operands)
        return self.emit(type_, f"call {type_} {full}({listed})")

    def select(self, condition: Value, yes: Value, no: Value) -> Value:
        text = f"select {condition.type} {condition.ref}, {yes.type} {yes.ref}, {no.type} {no.ref}"
        return self.emit(yes.type, text)

    # --- control

    @contextmanager
    def loop(self, start: Int, stop: Int, step: Int = 1) -> Iterator[Value]:
        """Run the block for start, start + step, ... below `stop`."""
        counter = self.variable(I64, self.integer(start))
        head, body, done = self._label("head"), self._label("body"), self._label("done")
        self.line(f"br label %{head}")
        self._block(head)
        index = counter.get()
        inside = index < stop
        self.line(f"br i1 {inside.ref}, label %{body}, label %{done}")
        self._block(body)
        yield index
        counter.set(index + step)
        self.line(f"br label %{head}")
        self._block(done)

    @contextmanager
    def forever(self) -> Iterator[str]:
        """Run the block again and again; yields the label for `leave_when`."""
        head, done = self._label("again"), self._label("done")
        self.line(f"br label %{head}")
        self._block(head)
        yield done
        self.line(f"br label %{head}")
        self._block(done)

    def leave_when(self, condition: Value, label: str) -> None:
        on = self._label("on")
        self.line(f"br i1 {condition.ref}, label %{label}, label %{on}")
        self._block(on)

    @contextmanager
    def when(self, condition: Value) -> Iterator[None]:
        """Run the block where the condition holds."""
        then, done = self._label("then"), self._label("done")
        self.line(f"br i1 {condition.ref}, label %{then}, label %{done}")
        self._block(then)
        yield
        self.line(f"br label %{done}")
        self._block(done)

    def invert(self, condition: Value) -> Value:
        return self.emit(BOOL, f"xor i1 {condition.ref}, true")

    def call_at(self, address: Value, *arguments: Value) -> None:
        """Call the function at a pointer."""
        listed = ", ".join(f"{value.type} {value.ref}" for value in arguments)
        self.line(f"call void {address.ref}({listed})")

    def call(self, function: Function, *arguments: Value) -> None:
        kinds = ", ".join(value.type for value in arguments)
        self.called[function.name] = f"void @{function.name}({kinds})"
        listed = ", ".join(f"{value.type} {value.ref}" for value in arguments)
        self.line(f"call void @{function.name}({listed})")


def _element(type_: str) -> str:
    """Return the type of one lane, or a scalar's own."""
    return type_[1:-1].split(" x ")[1] if type_[0] == "<" else type_


def _like(type_: str, element: str) -> str:
    """Return the type with so many lanes as `type_`, or none, of `element`."""
    lanes, of, _ = type_.partition(" x ")
    return f"{lanes}{of}{element}>" if of else element


def _suffix(element: str) -> str:
    return {"float": "f32", "double": "f64"}[element]
