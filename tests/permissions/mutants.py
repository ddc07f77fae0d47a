"""Small lies: every way to change one condition of a policy module, so that the tests can be asked to notice each."""

import ast
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

OPPOSITE = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
}


def lies(node: ast.AST) -> Iterator[ast.AST]:
    """What could stand in the place of a node."""
    for kind, tell in KINDS.items():
        if isinstance(node, kind):
            yield from tell(node)


def _other_words(node: ast.BoolOp) -> Iterator[ast.AST]:
    yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    for rest in _each_left_out(node.values):
        yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)


def _other_signs(node: ast.Compare) -> Iterator[ast.AST]:
    signs: list[ast.cmpop] = [OPPOSITE[type(node.ops[0])]()]
    if isinstance(node.ops[0], ast.Is) and not isinstance(node.comparators[0], ast.Constant):
        signs.append(ast.Eq())  # an actor that only has the same name
    yield from (ast.Compare(node.left, [sign, *node.ops[1:]], node.comparators) for sign in signs)


def _without_not(node: ast.UnaryOp) -> Iterator[ast.AST]:
    if isinstance(node.op, ast.Not):
        yield node.operand


def _fewer_words(node: ast.Call) -> Iterator[ast.AST]:
    if len(node.args) > 1:
        yield from (ast.Call(node.func, rest, node.keywords) for rest in _each_left_out(node.args))


def _another_role(node: ast.Attribute) -> Iterator[ast.AST]:
    if isinstance(node.value, ast.Name) and node.value.id == "Role":
        yield ast.Attribute(node.value, "AUDITOR" if node.attr == "OPERATOR" else "OPERATOR", node.ctx)


def _always(node: ast.Return) -> Iterator[ast.AST]:
    if node.value is not None and not isinstance(node.value, ast.Constant):
        yield from (ast.Return(ast.Constant(value)) for value in (True, False))


def _each_left_out(parts: list[ast.expr]) -> Iterator[list[ast.expr]]:
    return ([part for place, part in enumerate(parts) if place != out] for out in range(len(parts)))


KINDS: dict[type[ast.AST], Callable[[Any], Iterator[ast.AST]]] = {
    ast.BoolOp: _other_words,
    ast.Compare: _other_signs,
    ast.UnaryOp: _without_not,
    ast.Call: _fewer_words,
    ast.Attribute: _another_role,
    ast.Return: _always,
}


class Swap(ast.NodeTransformer):
    """Put another node in the place of the one that stands at a place of the tree."""

    def __init__(self, place: int, lie: int) -> None:
        self.place, self.lie, self.seen = place, lie, -1

    def visit(self, node: ast.AST) -> ast.AST:
        self.seen += 1
        if self.seen == self.place:
            return list(lies(node))[self.lie]
        return self.generic_visit(node)


def mutants(source: str) -> Iterator[tuple[str, ast.Module]]:
    """Every source with one lie in it, and the lie in words."""
    tree = ast.parse(source)
    for place, (function, node) in enumerate(_in_order(tree)):
        for number, lie in enumerate(lies(node) if function else ()):
            words = f"{function}: {ast.unparse(node)} -> {ast.unparse(lie)}"
            yield words, ast.fix_missing_locations(Swap(place, number).visit(deepcopy(tree)))


def _in_order(node: ast.AST, function: str = "") -> Iterator[tuple[str, ast.AST]]:
    """Nodes in the order in which a transformer visits them, each with the function that it stands in."""
    yield function, node
    for name, child in ast.iter_fields(node):
        inside = node.name if isinstance(node, ast.FunctionDef) and name == "body" else function
        for one in child if isinstance(child, list) else [child]:
            if isinstance(one, ast.AST):
                yield from _in_order(one, inside)
