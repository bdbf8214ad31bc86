"""Templates and values to Markdown, in one pass: what a person typed can never become markup or template code.

Three locks. Every printed value is escaped unless a filter or macro made it (``Markup``). Everything that could mix the
two (``~``, ``+`` and ``%`` on finished Markdown, methods of finished Markdown, most of Jinja's own filters) is refused.
The sandbox keeps templates away from Python's inside, because municipalities bring their own copies.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, cast

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from komma_cli.render import escaping
from komma_cli.render.budget import (
    CALL,
    METHODS,
    PRINT,
    Meter,
    TooMuchWork,
    check_operands,
    metered,
    own_filters,
    rewrite,
)
from komma_cli.render.compiled import CompiledTemplates
from komma_cli.render.errors import RenderError
from komma_cli.render.template_faults import Named, refuse, refuse_unknown
from komma_cli.store.folders import cache_folder

Filter = Callable[..., object]

# fmt: off
JINJA_FILTERS = (
    "abs", "batch", "capitalize", "count", "default", "dictsort", "first", "groupby", "indent", "int", "items", "last",
    "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "select", "selectattr", "slice",
    "sort", "sum", "trim", "unique", "upper",
)
# fmt: on
MOST_BYTES = 1024 * 1024
"""A template is read as a whole; the longest of komma's has 40 KB."""
# fmt: off
_FAULTS = (
    jinja2.TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, TooMuchWork,
    RecursionError, MemoryError,
)
# fmt: on
_FORBIDDEN_NODES = (nodes.Concat, nodes.EvalContextModifier)


def render_markdown(template_name: str, values: Mapping[str, object], folders: Iterable[Path]) -> str:
    """Return the Markdown of one template, looked for in ``folders`` from first to last.

    The text has no trailing spaces, at most one blank line in a row, ``\\n`` line ends and one at the end.
    Raises ``RenderError`` when the template is missing, broken or unsafe, or prints something that is not there.
    """
    return _shared_templates(tuple(folders)).render(template_name, values)


class Templates:
    """The templates of an ordered list of folders; the first folder that has a name wins.

    ``filters`` adds filters: a returned ``str`` is escaped like typed text, a returned ``Markup`` is trusted.
    ``missing`` is printed where a value is ``None``; without it, printing ``None`` is an error.
    """

    def __init__(
        self, folders: Iterable[Path], *, filters: Mapping[str, Filter] | None = None, missing: str | None = None
    ) -> None:
        self._environment = _environment(tuple(folders), missing)
        self._folders = cast(FolderLoader, self._environment.loader).folders
        for name, apply in (filters or {}).items():
            self._environment.filters[name] = metered(apply, lambda: self._environment.meter)

    def render(self, template_name: str, values: Mapping[str, object]) -> str:
        """Return the Markdown of one template (see ``render_markdown``)."""
        self._environment.meter = Meter()
        try:
            return normalise(self._environment.get_template(template_name).render(values))
        except _FAULTS as error:
            refuse(error, self._environment, template_name, self._folders)

    def filters(self) -> list[str]:
        """Return the names of all filters that templates may use."""
        return sorted(name for name in self._environment.filters if name.isidentifier())

    def compile(self, template_name: str, known: Collection[str] | None = None) -> None:
        """Compile a template without filling it, and look whether it uses other names than ``known``.

        Raises ``RenderError``.
        """
        environment = self._environment
        environment.meter = Meter()
        try:
            environment.get_template(template_name)
            source, _, _ = cast(FolderLoader, environment.loader).get_source(environment, template_name)
            tree = environment.parse(source, template_name)
        except _FAULTS as error:
            refuse(error, environment, template_name, self._folders)
        if known is not None:
            refuse_unknown(tree, {*known, *environment.globals}, template_name)


def normalise(markdown: str) -> str:
    """Return the text without trailing spaces and runs of blank lines, ending with exactly one line break."""
    lines = [line.rstrip(" \t") for line in markdown.replace("\r\n", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


class FolderLoader(jinja2.BaseLoader):
    """Finds templates in the given folders and nowhere else: no ``..``, no absolute path, no link that leads out."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self.folders = tuple(folder.resolve() for folder in folders)

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Return (source, path, "still up to date"). Raises ``TemplateNotFound``."""
        parts = PurePosixPath(template).parts
        if not parts or "\\" in template or ":" in template or parts[0] == "/" or ".." in parts:
            raise jinja2.TemplateNotFound(template)
        for folder in self.folders:
            path = folder.joinpath(*parts).resolve()
            if path.is_relative_to(folder) and path.is_file():
                return _read_template(path, template), str(path), lambda: True
        raise jinja2.TemplateNotFound(template)


_COMPILED = CompiledTemplates(cache_folder())


class _RunTimeLiterals(CodeGenerator):
    """Prints literals like values: Jinja would escape them for HTML while compiling, and ``None`` as a word."""

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        if isinstance(node, nodes.TemplateData):
            return super()._output_child_to_const(node, frame, finalize)
        raise nodes.Impossible


class MarkdownEnvironment(SandboxedEnvironment):
    """Jinja's sandbox, narrowed so that typed text and finished Markdown cannot be mixed unescaped."""

    code_generator_class = _RunTimeLiterals
    intercepted_binops = frozenset(("+", "%", "*", "**"))

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.meter = Meter()

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Refuse arithmetic on finished Markdown: markupsafe would escape the other side for HTML, not for Markdown."""
        if isinstance(left, Markup) or isinstance(right, Markup):
            raise SecurityError(f"'{operator}' on finished Markdown")
        check_operands(self.meter, operator, left, right)
        return self.meter.built(super().call_binop(context, operator, left, right))

    def call(__self, __context: Context, __obj: Any, *given: Any, **named: Any) -> Any:
        """Call a macro or function; it pays, and so does what the method of a value goes through."""
        meter = __self.meter
        meter.charge(CALL + meter.size(getattr(__obj, "__self__", None)))
        return meter.built(super().call(__context, __obj, *given, **named))

    def get_template(self, name: Any, parent: Any = None, globals: Any = None) -> jinja2.Template:
        """Return a template; one that is included in a loop pays each time."""
        self.meter.charge(CALL)
        return super().get_template(name, parent, globals)

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Refuse methods of finished Markdown for the same reason, and of values those that change or blow them up."""
        if isinstance(obj, Markup) or (type(obj).__module__ in ("builtins", "datetime") and not _harmless(attr, value)):
            return False
        return super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: object) -> Callable[..., str] | None:
        """Leave ``Markup.format`` to ``is_safe_attribute``, which refuses it."""
        if isinstance(getattr(value, "__self__", None), Markup):
            return None
        return super().wrap_str_format(value)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(_FORBIDDEN_NODES):
            raise jinja2.TemplateSyntaxError(f"{type(node).__name__} is not allowed", node.lineno, name, filename)
        for loop in tree.find_all(nodes.For):
            if loop.recursive:
                raise jinja2.TemplateSyntaxError("'recursive' is not allowed", loop.lineno, name, filename)
        rewrite(tree, self)
        return tree


def _harmless(attribute: str, value: object) -> bool:
    return attribute in METHODS or not callable(value)


@lru_cache(maxsize=4)
def _shared_templates(folders: tuple[Path, ...]) -> Templates:
    return Templates(folders)


def _environment(folders: tuple[Path, ...], missing: str | None) -> MarkdownEnvironment:
    environment = MarkdownEnvironment(
        loader=FolderLoader(folders),
        autoescape=True,
        undefined=Named,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=_COMPILED,
    )
    environment.globals.pop("lipsum")

    def meter() -> Meter:
        return environment.meter

    def printable(value: object) -> Markup:
        text = _printable(value, missing)
        environment.meter.charge(PRINT + len(text))
        return text

    environment.finalize = printable
    filters: dict[str, Filter] = {name: environment.filters[name] for name in JINJA_FILTERS}
    filters.update(
        block=_typed(escaping.escape_block),
        cell=_typed(escaping.escape_cell),
        alt=_typed(escaping.escape_line),
        quoted=_typed(escaping.escape_quoted),
        code=_typed(escaping.code_span),
        link=_typed(escaping.link),
        target=_typed(escaping.link_target),
        join=lambda items, separator="": _join(items, separator, printable),
    )
    environment.filters = {name: metered(apply, meter) for name, apply in filters.items()} | own_filters(meter)
    return environment


def _printable(value: object, missing: str | None) -> Markup:
    if isinstance(value, Markup):
        return value
    return escaping.escape_line(_words(missing if value is None else value))


def _typed(escape: Callable[..., Markup]) -> Filter:
    """Return the filter for typed text; finished Markdown passes through, so that nothing is escaped twice."""

    def apply(value: object, *arguments: object, **options: object) -> Markup:
        return value if isinstance(value, Markup) else escape(_words(value), *arguments, **options)

    return apply


def _words(value: object) -> str:
    """Return the text of a typed value; an object that has no words of its own (a record, a date) is never printed."""
    if isinstance(value, jinja2.Undefined):
        str(value)  # StrictUndefined raises its own exact sentence here
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise jinja2.UndefinedError(f"a value of type {type(value).__name__} has no printable form")


def _join(items: Iterable[object], separator: str, printable: Callable[[object], Markup]) -> Markup:
    """Return the items with the separator (template text, as written) between them, each escaped on its own."""
    return Markup(str.__str__(separator).join(map(printable, items)))


def _read_template(path: Path, name: str) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise RenderError("render.template_too_long", template=name, kilobytes=MOST_BYTES // 1024)
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RenderError("render.template_unreadable", template=name, reason=str(error)) from error
