"""Walks a template along the types of the model, and says what is not there: names, fields, filters, blocks, files.

The walk goes where printing would go: through the parents of a template, into the blocks that override theirs, into
`super()`, and into each macro with the types that it is given. So a wrong field is found in a macro too, and a name
that only exists inside a loop is known there alone.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes
from msgspec import Struct

from briefgen.config.problems import Level
from briefgen.editing import kinds
from briefgen.editing.findings import Finding, nearest, source
from briefgen.editing.kinds import UNKNOWN
from briefgen.errors import TemplateError

Scope = MutableMapping[str, Any]

DEEPEST = 40
"""Templates that extend, include or import each other one after the other; more are a circle."""
MUST_NOT = {
    "safe": "Text of documents is never marked safe: print it as it is, and it prints as it reads.",
    "format": "Use number, percent, currency or date.",
    "attr": "Write thing.field.",
    "map": "Write a loop.",
    "join": "Use join_and.",
    "replace": "Templates show text as it is.",
    "tojson": "JSON is a format of its own: `briefgen make --format json`.",
}
"""Filters of Jinja that are not there, and what to do instead."""


class Known(Struct, frozen=True):
    """What templates may use."""

    seen: Mapping[str, type[Struct]]
    """Template → what it sees (`rendering/seen.py`)."""
    filters: Mapping[str, object]
    """Filter → the type that it gives; `UNKNOWN` where that depends on what it is given."""
    tests: frozenset[str]
    """Tests, Jinja's own and ours."""
    globals: frozenset[str]
    """Functions."""


class Source(Struct, frozen=True, eq=False):
    """A template that was read."""

    name: str
    path: Path
    tree: nodes.Template
    is_shipped: bool
    """Not the editor's to change: what is wrong there was given to it."""


Load = Callable[[str], Source]
"""Gives a template by name. Raises `TemplateError` where there is none, or where Jinja cannot read it."""


def walk(name: str, load: Load, known: Known) -> tuple[Finding, ...]:
    """What is wrong with a template that is printed by itself, and with all that it prints of others."""
    walker = _Walker(load, known)
    try:
        walker.whole(name)
    except TemplateError as error:
        walker.found.add(_of(error))
    return tuple(sorted(walker.found))


def parsed(environment: Environment, name: str, path: Path, *, is_shipped: bool = False) -> Source:
    """A template, as Jinja reads it.

    Raises:
        TemplateError: It cannot be read; says where.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return Source(name, path, environment.parse(text, name, str(path)), is_shipped)
    except UnicodeDecodeError as error:
        raise TemplateError("the template is not UTF-8 text", where=str(path), hint="Save it as UTF-8.") from error
    except TemplateSyntaxError as error:
        raise TemplateError(error.message or "syntax error", where=f"{path}:{error.lineno}") from error


NAMING = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
"""Tags that name a template."""


def template_of(node: nodes.Node) -> str | None:
    """The name of a template in a tag; None where only printing tells."""
    given = node.template if isinstance(node, NAMING) else None
    return given.value if isinstance(given, nodes.Const) and isinstance(given.value, str) else None


def _of(error: TemplateError) -> Finding:
    file, _, line = (error.where or "").rpartition(":")
    if not line.isdigit():
        file, line = error.where or "", "0"
    return Finding(file, int(line), "E101", error.message, error.hint or "", source=source(Path(file), int(line)))


class _Walker:
    """Goes through one template and what it prints of others."""

    def __init__(self, load: Load, known: Known) -> None:
        self.load, self.known = load, known
        self.found: set[Finding] = set()
        self.chain: list[Source] = []
        """The template that is printed, and its parents."""
        self.at: Source | None = None
        """The file that is walked just now."""
        self.imports: dict[str, dict[str, Any]] = {}
        """Names that each file of the chain gives its blocks."""
        self.macros: set[tuple[object, ...]] = set()
        """Macros that were walked, with the types that they were given."""
        self.calls: list[tuple[Source, nodes.Call]] = []
        """The calls of macros that are walked just now."""
        self.inside: list[tuple[str, int]] = []
        """Blocks that are being printed, with the place in the chain that they are from: for `super()`."""

    # Files

    def whole(self, name: str) -> None:
        """A template that is printed by itself."""
        seen = self.known.seen.get(name)
        self.chain = list(self._chain(name))
        base = self.chain[-1]
        scope: Scope = dict(kinds.fields(seen) or {}) if seen else {}
        for one in self.chain:
            with_names = ChainMap[str, Any]({}, scope)
            self._in(one, [node for node in one.tree.body if isinstance(node, _GIVES)], with_names)
            self.imports[one.name] = dict(with_names.maps[0])
        self._lost_blocks()
        self._in(base, base.tree.body, ChainMap({}, scope))

    def _chain(self, name: str) -> Iterator[Source]:
        while name:
            if len(self.chain) > DEEPEST:
                break
            one = self.load(name)
            if any(one.path == other.path for other in self.chain):
                extends = next(one.tree.find_all(nodes.Extends))
                self.at = one
                hint = f'Write {{% extends "!default/{one.name}" %}}.'
                self._say(extends, "E110", "the template extends itself", hint)
                return
            self.chain.append(one)
            yield one
            parent = next((node for node in one.tree.body if isinstance(node, nodes.Extends)), None)
            self.at = one
            name = self._name_of(parent) if parent is not None else ""

    def _name_of(self, node: nodes.Node) -> str:
        """The template that a tag names; "" where only printing tells, or there is none."""
        name = template_of(node)
        if name is None:
            return ""
        try:
            self.load(name)
        except TemplateError as error:
            if error.where:
                self.found.add(_of(error))
            else:
                self._say(node, "E108", error.message, error.hint or "")
            return ""
        return name

    def _lost_blocks(self) -> None:
        """Blocks that no parent has: Jinja drops them without a word."""
        for place, one in enumerate(self.chain[:-1]):
            given = {block.name for parent in self.chain[place + 1 :] for block in parent.tree.find_all(nodes.Block)}
            for block in one.tree.find_all(nodes.Block):
                outer = any(block in other.find_all(nodes.Block) for other in one.tree.find_all(nodes.Block))
                if block.name not in given and not outer:
                    self.at = one
                    hint = nearest(block.name, given) or f"Blocks: {', '.join(sorted(given))}."
                    self._say(block, "E106", f"there is no block {block.name!r} to override; it is never printed", hint)

    # Walking

    def _in(self, one: Source, body: Sequence[nodes.Node], scope: Scope) -> None:
        before, self.at = self.at, one
        self._body(body, scope)
        self.at = before

    def _body(self, body: Sequence[nodes.Node], scope: Scope) -> None:
        for node in body:
            walk_ = getattr(self, f"_{type(node).__name__}", None)
            if walk_ is not None:
                walk_(node, scope)
            else:
                for child in node.iter_child_nodes():
                    self._one(child, scope)

    def _one(self, node: nodes.Node, scope: Scope) -> None:
        if isinstance(node, nodes.Expr):
            self.kind(node, scope)
        else:
            self._body([node], scope)

    def _Output(self, node: nodes.Output, scope: Scope) -> None:  # noqa: N802 - Jinja's name of the node, as below
        for child in node.nodes:
            self.kind(child, scope)

    def _Extends(self, node: nodes.Extends, scope: Scope) -> None:  # noqa: N802
        """Walked as a part of the chain."""

    def _If(self, node: nodes.If, scope: Scope) -> None:  # noqa: N802
        self.kind(node.test, scope)
        for part in (node.body, node.elif_, node.else_):
            self._body(part, scope)

    def _For(self, node: nodes.For, scope: Scope) -> None:  # noqa: N802
        inner: Scope = ChainMap({"loop": kinds.Loop}, scope)
        self._bind(node.target, kinds.item(self.kind(node.iter, scope)), inner)
        if node.test is not None:
            self.kind(node.test, inner)
        self._body(node.body, inner)
        self._body(node.else_, scope)

    def _With(self, node: nodes.With, scope: Scope) -> None:  # noqa: N802
        inner: Scope = ChainMap({}, scope)
        for target, value in zip(node.targets, node.values, strict=True):
            self._bind(target, self.kind(value, scope), inner)
        self._body(node.body, inner)

    def _Assign(self, node: nodes.Assign, scope: Scope) -> None:  # noqa: N802
        self._bind(node.target, self.kind(node.node, scope), scope)

    def _AssignBlock(self, node: nodes.AssignBlock, scope: Scope) -> None:  # noqa: N802
        self._body(node.body, ChainMap({}, scope))
        self._bind(node.target, str, scope)

    def _FilterBlock(self, node: nodes.FilterBlock, scope: Scope) -> None:  # noqa: N802
        self._body(node.body, ChainMap({}, scope))
        self.kind(node.filter, scope)

    def _CallBlock(self, node: nodes.CallBlock, scope: Scope) -> None:  # noqa: N802
        self.kind(node.call, scope)
        inner: Scope = ChainMap({argument.name: UNKNOWN for argument in node.args}, scope)
        self._body(node.body, inner)

    def _Macro(self, node: nodes.Macro, scope: Scope) -> None:  # noqa: N802
        assert self.at is not None  # noqa: S101 - a file is walked
        scope[node.name] = kinds.Macros(self.at.name, node)

    def _Import(self, node: nodes.Import, scope: Scope) -> None:  # noqa: N802
        name = self._name_of(node)
        scope[node.target] = kinds.Module(name) if name else UNKNOWN

    def _FromImport(self, node: nodes.FromImport, scope: Scope) -> None:  # noqa: N802
        name = self._name_of(node)
        given = self._exported(name) if name else {}
        for one in node.names:
            old, new = one if isinstance(one, tuple) else (one, one)
            if name and old not in given:
                self._say(node, "E105", f"{name} has no macro {old!r}", nearest(old, given))
            scope[new] = given.get(old, UNKNOWN)

    def _Include(self, node: nodes.Include, scope: Scope) -> None:  # noqa: N802
        name = self._name_of(node)
        if name and len(self.inside) < DEEPEST:
            one = self.load(name)
            self.inside.append((f"include {name}", 0))
            self._in(one, one.tree.body, ChainMap({}, scope if node.with_context else {}))
            self.inside.pop()

    def _Block(self, node: nodes.Block, scope: Scope) -> None:  # noqa: N802
        if len(self.inside) < DEEPEST:
            self._print_block(node.name, 0, scope if node.scoped else self._outer(scope))

    def _outer(self, scope: Scope) -> Scope:
        """What a block that is not scoped sees of its surroundings: nothing of loops."""
        return ChainMap({}, scope.maps[-1]) if isinstance(scope, ChainMap) else scope

    def _print_block(self, name: str, place: int, scope: Scope) -> bool:
        """The first block of that name from a place in the chain on; whether there is one."""
        for number in range(place, len(self.chain)):
            one = self.chain[number]
            block = next((block for block in one.tree.find_all(nodes.Block) if block.name == name), None)
            if block is not None:
                self.inside.append((name, number))
                self._in(one, block.body, ChainMap({}, self.imports.get(one.name, {}), scope))
                self.inside.pop()
                return True
        return False

    # Expressions

    def kind(self, node: nodes.Node, scope: Scope) -> Any:  # noqa: ANN401 - a type, or `UNKNOWN`
        """The type of an expression; what is wrong in it is said."""
        find = getattr(self, f"_{type(node).__name__}_kind", None)
        if find is not None:
            return find(node, scope)
        for child in node.iter_child_nodes():
            self._one(child, scope)
        return UNKNOWN

    def _Const_kind(self, node: nodes.Const, scope: Scope) -> Any:  # noqa: N802, ANN401, ARG002
        return type(node.value) if node.value is not None else UNKNOWN

    def _TemplateData_kind(self, node: nodes.TemplateData, scope: Scope) -> Any:  # noqa: N802, ANN401, ARG002
        return str

    def _Name_kind(self, node: nodes.Name, scope: Scope) -> Any:  # noqa: N802, ANN401
        if node.name in scope:
            return scope[node.name]
        if node.name not in _ALWAYS | self.known.globals:
            names = {*scope, *self.known.globals}
            hint = nearest(node.name, names) or f"There are: {', '.join(sorted(names))}."
            self._say(node, "E102", f"there is no variable {node.name!r} here", hint)
        return UNKNOWN

    def _Getattr_kind(self, node: nodes.Getattr, scope: Scope) -> Any:  # noqa: N802, ANN401
        of = self.kind(node.node, scope)
        if isinstance(of, kinds.Module):
            given = self._exported(of.name)
            if node.attr not in given:
                self._say(node, "E105", f"{of.name} has no macro {node.attr!r}", nearest(node.attr, given))
            return given.get(node.attr, UNKNOWN)
        if kinds.is_mapping(of):
            return kinds.value(of)
        fields = kinds.known(of) if of is not UNKNOWN else None
        if fields is not None and node.attr not in fields:
            hint = nearest(node.attr, fields) or (f"Fields: {', '.join(sorted(fields))}." if fields else "")
            if not fields:
                hint = "Templates read fields and call no methods: use a filter."
            self._say(node, "E104", f"{kinds.called(of)} has no field {node.attr!r}", hint)
            return UNKNOWN
        return fields[node.attr] if fields else UNKNOWN

    def _Getitem_kind(self, node: nodes.Getitem, scope: Scope) -> Any:  # noqa: N802, ANN401
        of = self.kind(node.node, scope)
        self._one(node.arg, scope)
        if isinstance(node.arg, nodes.Slice) or of is UNKNOWN:
            return of
        return kinds.value(of) if kinds.is_mapping(of) else kinds.item(of)

    def _Tuple_kind(self, node: nodes.Tuple, scope: Scope) -> Any:  # noqa: N802, ANN401
        return kinds.Pairs(tuple(self.kind(one, scope) for one in node.items))

    def _List_kind(self, node: nodes.List, scope: Scope) -> Any:  # noqa: N802, ANN401
        return kinds.Seq(kinds.joined(*(self.kind(one, scope) for one in node.items)))

    def _CondExpr_kind(self, node: nodes.CondExpr, scope: Scope) -> Any:  # noqa: N802, ANN401
        self.kind(node.test, scope)
        both = [self.kind(one, scope) for one in (node.expr1, node.expr2) if one is not None]
        return kinds.joined(*both)

    def _Or_kind(self, node: nodes.Or, scope: Scope) -> Any:  # noqa: N802, ANN401
        return kinds.joined(self.kind(node.left, scope), self.kind(node.right, scope))

    def _And_kind(self, node: nodes.And, scope: Scope) -> Any:  # noqa: N802, ANN401
        self.kind(node.left, scope)
        return self.kind(node.right, scope)

    def _Concat_kind(self, node: nodes.Concat, scope: Scope) -> Any:  # noqa: N802, ANN401
        for one in node.nodes:
            self.kind(one, scope)
        return str

    def _Filter_kind(self, node: nodes.Filter, scope: Scope) -> Any:  # noqa: N802, ANN401
        of = self.kind(node.node, scope) if node.node is not None else str
        for one in (*node.args, *(keyword.value for keyword in node.kwargs)):
            self.kind(one, scope)
        if node.name not in self.known.filters:
            hint = MUST_NOT.get(node.name) or nearest(node.name, self.known.filters)
            self._say(node, "E103", f"there is no filter {node.name!r}", hint)
            return UNKNOWN
        if node.name in _SAME:
            return kinds.Seq(kinds.item(of)) if of is not UNKNOWN else UNKNOWN
        if node.name in _ITEM:
            return kinds.item(of) if of is not UNKNOWN else UNKNOWN
        if node.name in {"default", "d"} and node.args:
            return kinds.joined(of, self.kind(node.args[0], scope))
        return self.known.filters[node.name]

    def _Test_kind(self, node: nodes.Test, scope: Scope) -> Any:  # noqa: N802, ANN401
        self.kind(node.node, scope)
        for one in (*node.args, *(keyword.value for keyword in node.kwargs)):
            self.kind(one, scope)
        if node.name not in self.known.tests:
            self._say(node, "E103", f"there is no test {node.name!r}", nearest(node.name, self.known.tests))
        return bool

    def _Call_kind(self, node: nodes.Call, scope: Scope) -> Any:  # noqa: N802, ANN401
        if isinstance(node.node, nodes.Name) and node.node.name == "super" and "super" not in scope:
            self._super(node, scope)
            return str
        of = self.kind(node.node, scope)
        given = [self.kind(one, scope) for one in node.args]
        named = {keyword.key: self.kind(keyword.value, scope) for keyword in node.kwargs}
        if isinstance(of, kinds.Macros):
            self._macro(node, of, given, named)
            return str
        return kinds.Seq(int) if isinstance(node.node, nodes.Name) and node.node.name == "range" else UNKNOWN

    def _super(self, node: nodes.Call, scope: Scope) -> None:
        if not self.inside:
            self._say(node, "E102", "super() stands outside of a block")
            return
        name, place = self.inside[-1]
        here, outside = self.inside, scope.maps[-1] if isinstance(scope, ChainMap) else scope
        self.inside = here[:-1]
        if not self._print_block(name, place + 1, scope if isinstance(scope, ChainMap) else outside):
            self._say(node, "E106", f"super() prints nothing: no parent has the block {name!r}")
        self.inside = here

    def _macro(self, call: nodes.Call, of: kinds.Macros, given: Sequence[object], named: Mapping[str, object]) -> None:
        """A macro with what it is given: too much is said here, the rest where it stands."""
        names = [argument.name for argument in of.node.args]
        takes_more = any(isinstance(one, nodes.Name) and one.name == "varargs" for one in of.node.find_all(nodes.Name))
        if len(given) > len(names) and not takes_more:
            self._say(call, "E105", f"{of.node.name} takes {len(names)}, not {len(given)} values")
        for name in named:
            if name not in names and name != "caller":
                self._say(call, "E105", f"{of.node.name} takes no {name!r}", nearest(name, names))
        one = self.load(of.template)
        scope: Scope = {**self._exported(of.template), **dict(zip(names, given, strict=False)), **named}
        defaults = of.node.defaults
        for name, default in zip(names[len(names) - len(defaults) :], defaults, strict=True):
            scope.setdefault(name, self.kind(default, scope))
        for name in names:
            if name not in scope:
                self._say(call, "E105", f"{of.node.name} needs {name!r}")
                scope[name] = UNKNOWN
        key = (of.template, of.node.name, *(repr(scope[name]) for name in names))
        if key in self.macros or len(self.macros) > _MOST:
            return
        self.macros.add(key)
        before, self.inside = self.inside, []
        assert self.at is not None  # noqa: S101 - a file is walked
        self.calls.append((self.at, call))
        self._in(one, of.node.body, ChainMap({"caller": UNKNOWN, "varargs": UNKNOWN, "kwargs": UNKNOWN}, scope))
        self.inside = before
        self.calls.pop()

    def _exported(self, name: str) -> dict[str, Any]:
        """The macros and names of a template that is imported."""
        one = self.load(name)
        scope: Scope = {}
        self._in(one, [node for node in one.tree.body if isinstance(node, _GIVES)], scope)
        return dict(scope)

    # Names

    def _bind(self, target: nodes.Node, kind: object, scope: Scope) -> None:
        if isinstance(target, nodes.Name):
            scope[target.name] = kind
        elif isinstance(target, nodes.Tuple):
            for one, part in zip(target.items, kinds.parts(kind, len(target.items)), strict=True):
                self._bind(one, part, scope)

    def _say(self, node: nodes.Node, rule: str, message: str, hint: str = "") -> None:
        assert self.at is not None  # noqa: S101 - a file is walked
        at, number = self.at, node.lineno
        mine = next(((one, call) for one, call in reversed(self.calls) if not one.is_shipped), None)
        if at.is_shipped and mine is not None:
            message = f"what it is given does not fit: {message} ({at.name}, line {number})"
            at, number, hint = mine[0], mine[1].lineno, ""
        line = source(at.path, number)
        self.found.add(Finding(str(at.path), number, rule, message, hint, Level.ERROR, line))


_GIVES = (nodes.Import, nodes.FromImport, nodes.Macro, nodes.Assign, nodes.AssignBlock)
"""What gives names to the blocks of a file, and to those who import it."""
_ALWAYS = frozenset({"super", "self", "caller", "varargs", "kwargs", "true", "false", "none", "True", "False", "None"})
_SAME = frozenset({"list", "reject", "rejectattr", "reverse", "select", "selectattr", "sort", "unique"})
"""Filters that give a sequence of what they are given."""
_ITEM = frozenset({"first", "last", "max", "min"})
"""Filters that give one of what they are given."""
_MOST = 2000
"""Calls of macros with other types each; more are a circle."""
