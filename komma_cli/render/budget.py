"""A bound on the work of a template: loops, calls, text and sizes are counted, and too much of them ends the document.

Municipalities bring their own templates, and a slip in a loop must not hang the computer of the person who renders.
There is no clock and no thread: the same template stops at the same place on every machine. What is counted:

- every round of a loop, with the letters its body holds; every call of a macro, an included file, a function;
- every letter that is printed, at each level that keeps it (a macro, a ``set`` block);
- what filters, comparisons and methods go through, before they do it;
- the size of what expressions build, with all that is nested in it, before or when it is built.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, KeysView, Sized, ValuesView
from functools import wraps
from typing import Any, Final, TypeGuard, cast

from jinja2 import Environment, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, Undefined
from jinja2.utils import _PassArg
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

BUDGET: Final = 10_000_000
"""Units for one document: letters, or the like. The longest document of the large example takes a fraction."""
ROUND: Final = 20
"""Units of one round of a loop, and of one element that a filter goes through."""
PRINT: Final = 20
"""Units of printing a value, besides its letters."""
CALL: Final = 100
"""Units of a call; functions of komma look something up."""
LARGEST: Final = 1_000_000
"""Letters of a text, or elements of a list with all that is nested in it, that an expression may build."""
DIGITS: Final = 4096
"""Binary digits of a number that an expression may build."""
ROUNDS, LETTERS, READ, BUILT = "komma rounds", "komma letters", "komma read", "komma built"
"""Names of filters that ``rewrite`` puts in; no template can write a name with a blank."""
# fmt: off
METHODS: Final = frozenset((
    "capitalize", "casefold", "count", "endswith", "find", "get", "index", "isalnum", "isalpha", "isdigit",
    "isdisjoint", "islower", "isocalendar", "isoformat", "isoweekday", "isspace", "issubset", "issuperset",
    "istitle", "isupper", "items", "keys", "lower", "lstrip", "partition", "removeprefix", "removesuffix", "rfind",
    "rindex", "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "swapcase", "title",
    "upper", "values", "weekday",
))
# fmt: on
"""Methods of Python's own types. The others change a list, or make much of little (``center``, ``replace``)."""
_CONTAINERS: Final = (list, tuple, dict)
_SIZED: Final = (str, list, tuple, dict, set, frozenset, range, KeysView, ValuesView, ItemsView, Sized)
"""Python's own types first, because asking for ``Sized`` is slow."""


class TooMuchWork(Exception):
    """The template has used up its budget, or builds something huge."""


class Meter:
    """What is left for one document."""

    def __init__(self) -> None:
        self.left = BUDGET
        self._built: dict[int, tuple[int, object]] = {}  # the objects stay alive, so that an id means one of them

    def charge(self, units: int) -> None:
        """Take units away. Raises ``TooMuchWork`` when none are left."""
        self.left -= units
        if self.left < 0:
            raise TooMuchWork

    def size(self, value: object) -> int:
        """Return letters or elements; of what the template has built with all that is nested in it."""
        if isinstance(value, str):
            return len(value)
        if isinstance(value, _CONTAINERS) and id(value) in self._built:
            return self._built[id(value)][0]
        return len(value) if _has_size(value) else 0

    def built(self, value: object) -> object:
        """Return a value that an expression has built. Raises ``TooMuchWork`` if it is too large."""
        if isinstance(value, str):
            limited(len(value))
        elif isinstance(value, _CONTAINERS):
            self.charge(len(value))
            parts = value.values() if isinstance(value, dict) else value
            total = len(value) + sum(self.size(part) for part in parts if isinstance(part, (*_CONTAINERS, str)))
            limited(total)
            self._built[id(value)] = total, value
        return value

    def rounds(self, items: Any, weight: int) -> Any:
        """Return what a loop goes through, its rounds paid for; ``weight`` are the letters of its body."""
        price = ROUND + weight
        if _has_size(items):
            self.charge(len(items) * price)
            return items
        return self._one_by_one(items, price) if isinstance(items, Iterator) else items

    def _one_by_one(self, items: Iterator[Any], price: int) -> Iterator[Any]:
        for item in items:
            self.charge(price)
            yield item


def limited(size: int) -> None:
    """Raise ``TooMuchWork`` if something of that size is too large to be built."""
    if size > LARGEST:
        raise TooMuchWork


def metered(apply: Callable[..., Any], meter: Callable[[], Meter]) -> Callable[..., Any]:
    """Return a filter that pays for what it goes through, before it does."""
    first = 0 if _PassArg.from_obj(apply) is None else 1

    @wraps(apply)  # keeps the mark that says what Jinja passes first
    def paid(*given: Any, **named: Any) -> Any:
        now, value = meter(), given[first]
        if isinstance(value, _SIZED):
            size = now.size(value)
            now.charge(ROUND + (size if isinstance(value, str) else size * ROUND))
            if len(given) > first + 1 or named:
                limited(max(size, 1) * _most(now, given[first + 1 :], named) // 10)
        elif isinstance(value, Iterator):
            more = _most(now, given[first + 1 :], named)
            limited(more)
            value = now.rounds(value, more)
            given = (*given[:first], value, *given[first + 1 :])
        made = apply(*given, **named)
        return made if isinstance(made, Markup) and len(made) < LARGEST else now.built(made)

    return paid


def own_filters(meter: Callable[[], Meter]) -> dict[str, Callable[..., Any]]:
    """Return the filters that ``rewrite`` puts in; they take a context so that none is worked out while compiling."""

    @pass_context
    def rounds(_context: Context, items: Any, weight: int) -> Any:
        return meter().rounds(items, weight)

    @pass_context
    def letters(_context: Context, count: int) -> None:
        meter().charge(count)

    @pass_context
    def read(_context: Context, value: Any) -> Any:
        now = meter()
        now.charge(now.size(value))
        return value

    @pass_context
    def built(_context: Context, value: Any) -> Any:
        return meter().built(value)

    return {ROUNDS: rounds, LETTERS: letters, READ: read, BUILT: built}


def check_operands(meter: Meter, operator: str, left: Any, right: Any) -> None:
    """Raise before an operator builds something huge, or fills in a text with widths (``'%99999d' % 1``)."""
    if operator == "%" and isinstance(left, str):
        raise SecurityError("'%' on text")
    if operator in ("*", "**") and isinstance(left, int) and isinstance(right, int):
        bits = left.bit_length() * (abs(right) if operator == "**" else 1) + right.bit_length()
        limited(bits * LARGEST // DIGITS)
    elif operator == "*":
        limited(_times(meter, left, right) + _times(meter, right, left))
    elif operator == "+":
        limited(meter.size(left) + meter.size(right))


def rewrite(tree: nodes.Template, environment: Environment) -> None:
    """Put the counting into a parsed template, in place."""
    for node in list(tree.find_all((nodes.For, nodes.Macro, nodes.CallBlock, nodes.Block))):
        _count(node)
    _count(tree)
    _Paying().visit(tree)
    tree.set_environment(environment)


class _Paying(NodeTransformer):
    """Lets comparisons pay for what they read, and literals and slices for what they build."""

    def visit_Compare(self, node: nodes.Compare) -> nodes.Expr:
        """Both sides are read, unless one is short."""
        self.generic_visit(node)
        if not all(_is_short(operand.expr) for operand in node.ops):
            node.expr = _reading(node.expr)
            for operand in node.ops:
                operand.expr = _reading(operand.expr)
        return node

    def visit_Test(self, node: nodes.Test) -> nodes.Expr:
        """A test may look through its argument."""
        self.generic_visit(node)
        node.args = [_reading(argument) for argument in node.args or ()]
        return node

    def visit_List(self, node: nodes.List) -> nodes.Expr:
        """A list is built."""
        self.generic_visit(node)
        return node if _is_short(node) else _filter(node, BUILT)

    def visit_Dict(self, node: nodes.Dict) -> nodes.Expr:
        """A dictionary is built."""
        self.generic_visit(node)
        return node if _is_short(node) else _filter(node, BUILT)

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Expr:
        """A tuple is built, unless it takes values in."""
        self.generic_visit(node)
        return node if _is_short(node) or node.ctx != "load" else _filter(node, BUILT)

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Expr:
        """A slice is built."""
        self.generic_visit(node)
        return _filter(node, BUILT) if isinstance(node.arg, nodes.Slice) else node


def _count(node: Any) -> None:
    """Let a loop pay for its rounds, and any other body for its letters whenever it is gone through."""
    weight = nodes.Const(sum(map(_letters, node.body)), lineno=node.lineno)
    if isinstance(node, nodes.For):
        node.iter = _filter(cast(nodes.Expr, node.iter), ROUNDS, weight)
    elif weight.value:
        node.body.insert(0, nodes.ExprStmt(_filter(weight, LETTERS), lineno=node.lineno))


def _letters(node: nodes.Node) -> int:
    """Return the letters of template text in a body, without those of bodies that pay for themselves."""
    if isinstance(node, nodes.TemplateData):
        return len(node.data)
    if isinstance(node, nodes.For | nodes.Macro | nodes.CallBlock | nodes.Block):
        return 0
    return sum(map(_letters, node.iter_child_nodes()))


def _is_short(node: nodes.Node) -> bool:
    """Tell whether a value stands in the template itself, so that it is as short as the template."""
    if isinstance(node, nodes.List | nodes.Tuple):
        return all(isinstance(item, nodes.Const) for item in node.items)
    return isinstance(node, nodes.Const) or (isinstance(node, nodes.Dict) and not node.items)


def _reading(node: nodes.Expr) -> nodes.Expr:
    return node if _is_short(node) else _filter(node, READ)


def _filter(node: nodes.Expr, name: str, *arguments: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(node, name, list(arguments), [], None, None, lineno=node.lineno)


def _has_size(value: object) -> TypeGuard[Sized]:
    """Tell whether a value knows its length; an undefined one would complain when asked."""
    return isinstance(value, Sized) and not isinstance(value, Undefined)


def _most(meter: Meter, given: tuple[Any, ...], named: dict[str, Any]) -> int:
    """Return how much arguments can make of each element: a width, the letters of a margin, a list to look through."""
    amounts = (abs(one) if isinstance(one, int) else meter.size(one) for one in (*given, *named.values()))
    return max(amounts, default=0)


def _times(meter: Meter, value: object, count: object) -> int:
    return meter.size(value) * count if isinstance(count, int) and count > 0 else 0
