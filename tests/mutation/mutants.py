"""The mutants of a file: where Cosmic Ray's operators apply, but for type annotations."""

import ast
import hashlib
import re
from collections import Counter
from typing import NamedTuple

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

# Slips that people make: replacements for every pair of operators would mostly fail at once.
_OPERATORS = re.compile(
    "core/("
    "ReplaceBinaryOperator_(Add_Sub|Sub_Add|Mul_Add|Mul_FloorDiv|FloorDiv_Mul|Mod_FloorDiv|BitAnd_BitOr)"
    "|ReplaceComparisonOperator_(Lt_LtE|LtE_Lt|Gt_GtE|GtE_Gt|Eq_NotEq|NotEq_Eq)"
    "|ReplaceAndWithOr|ReplaceOrWithAnd|AddNot|NumberReplacer|ReplaceTrueWithFalse|ReplaceFalseWithTrue"
    "|ReplaceUnaryOperator_(Delete_Not|Delete_USub)|ReplaceContinueWithBreak)$"
)


class Mutant(NamedTuple):
    """One operator at one place of a file.

    `again` counts the places of the same operator on lines of the same text: with `text`, that of
    the line, it names a mutant whatever else of the file changes.
    """

    path: str
    line: int
    operator: str
    occurrence: int
    text: str
    again: int

    @property
    def name(self):
        return self.path, self.operator, self.text, self.again

    def code(self, source):
        """Return the source with this change; None where the operator changes nothing."""
        return mutate_code(source, get_operator(self.operator)(), self.occurrence)


def mutants(path, source):
    """Yield every mutant of a file."""
    nodes = list(ast_nodes(get_ast(source)))
    skipped, lines = _unnoticed(source), source.splitlines()
    for name in sorted(operator_names()):
        if not _OPERATORS.match(name):
            continue
        operator = get_operator(name)()
        before = Counter()
        positions = (p for node in nodes for p in operator.mutation_positions(node))
        for occurrence, ((line, column), _) in enumerate(positions):
            text = lines[line - 1].strip()
            marker = text == "*,"  # of keyword-only parameters
            if not marker and not any(a <= (line, column) < b for a, b in skipped):
                yield Mutant(path, line, name, occurrence, text, before[text])
            before[text] += 1


def sample(files, count, seed):
    """Return `count` mutants drawn from files {path: source}, each line at most once.

    Each has its place in the order by itself: an edit draws no others than those of its lines.
    """
    found = [mutant for path, source in files.items() for mutant in mutants(path, source)]
    found.sort(key=lambda mutant: hashlib.sha256(f"{seed} {mutant.name}".encode()).digest())
    drawn = {}
    for mutant in found:
        drawn.setdefault((mutant.path, mutant.line), mutant)
    return list(drawn.values())[:count]


def _unnoticed(source):
    """Return the spans of what no test can notice.

    Nothing evaluates annotations and `if TYPE_CHECKING`; `zip(strict=True)` asserts what holds.
    """
    spans = []
    for node in ast.walk(ast.parse(source)):
        hints = [getattr(node, "annotation", None), getattr(node, "returns", None)]
        if isinstance(node, ast.keyword) and node.arg == "strict":
            hints.append(node.value)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            hints.append(node)
        if isinstance(node, ast.AnnAssign) and "TypeAlias" in ast.unparse(node.annotation):
            hints.append(node.value)
        spans += [
            ((hint.lineno, hint.col_offset), (hint.end_lineno, hint.end_col_offset))
            for hint in hints
            if hint is not None
        ]
    return spans
