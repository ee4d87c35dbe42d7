"""Reads from the source which building blocks of `texts.yaml` the code asks for."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import bot
from bot.core.messages import Attachment

CODE = Path(bot.__file__).parent
SAY = {"say", "say_once", "shared"}
"""The functions that take a key; inside of them it is only handed on."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def keys_asked_for() -> set[str]:
    """Every key that the code can look up in `texts`; fails at an expression it cannot follow."""
    found: set[str] = set()
    for path in sorted(CODE.rglob("*.py")):
        # Elsewhere `say` and `texts` would be other things.
        if path.parent.name != "core" and "from bot.core.saying import" not in path.read_text(encoding="utf-8"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = {node.name: node for node in ast.walk(tree) if isinstance(node, Function)}
        for name, function in functions.items():
            if name not in SAY:
                scope = Scope(path.name, function, functions)
                found |= scope.any_of(asked_in(function))
    return found


def asked_in(function: Function) -> Iterator[ast.expr]:
    """What stands where a key belongs: `say(situation, KEY)`, `shared(situation, KEY, …)`, `texts[KEY]`."""
    for node in ast.walk(function):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[_, key, *_]) if name in SAY:
                yield key
            case ast.Subscript(value=ast.Name(id="texts") | ast.Attribute(value=ast.Name(id="body"), attr="texts")):
                yield node.slice


@dataclass(frozen=True)
class Scope:
    """A function in its module, to look up what its names may stand for."""

    file: str
    function: Function
    functions: dict[str, Function]

    def any_of(self, nodes: Iterable[ast.AST | None]) -> set[str]:
        return set().union(*(self.strings(node) for node in nodes if node is not None))

    def strings(self, node: ast.AST) -> set[str]:
        """All strings that an expression or pattern may be."""
        match node:
            case ast.Constant(value=str(text)):
                return {text}
            case ast.IfExp(body=body, orelse=orelse):
                return self.any_of((body, orelse))
            case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
                return self.any_of(elements)
            case ast.MatchOr(patterns=patterns):
                return self.any_of(patterns)
            case ast.MatchValue(value=value):
                return self.strings(value)
            case ast.Attribute(attr="attachment"):
                return set(get_args(Attachment))
            case ast.Call(func=ast.Attribute(value=ast.Dict() as table, attr="get"), args=[_, default]):
                replaced = {key.value for key in table.keys if isinstance(key, ast.Constant)}
                return self.any_of(table.values) | (self.strings(default) - replaced)
            case ast.Call(func=ast.Name(id=name)) if name in self.functions:
                return Scope(self.file, self.functions[name], self.functions).returned()
            case ast.Name(id=name) if bound := list(self.bindings(name)):
                return self.any_of(bound)
        line = getattr(node, "lineno", 0)
        raise AssertionError(f"{self.file}:{line}: cannot tell which text {ast.unparse(node)} is")

    def returned(self) -> set[str]:
        """What the function may return."""
        return self.any_of(node.value for node in ast.walk(self.function) if isinstance(node, ast.Return))

    def bindings(self, name: str) -> Iterator[ast.AST]:
        """What a local name may stand for."""
        for node in ast.walk(self.function):
            match node:
                case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                    yield value
                case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
                    pairs = zip(targets, values, strict=True)
                    yield from (v for target, v in pairs if isinstance(target, ast.Name) and target.id == name)
                case ast.For(target=ast.Name(id=target), iter=items) if target == name:
                    yield items
                case ast.comprehension(target=ast.Name(id=target), iter=items) if target == name:
                    yield items
                case ast.MatchAs(name=target, pattern=ast.AST() as pattern) if target == name:
                    yield pattern
