"""Templates and values to Markdown, in one pass: what a person typed can never become markup or template code.

Three locks. Every printed value is escaped unless a filter or macro made it (``Markup``). Everything that could mix the
two (``~``, ``+`` and ``%`` on finished Markdown, methods of finished Markdown, most of Jinja's own filters) is refused.
The sandbox keeps templates away from Python's inside, because municipalities bring their own copies.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from komma_cli.render import escaping
from komma_cli.render.compiled import CompiledTemplates
from komma_cli.render.errors import RenderError
from komma_cli.store.folders import cache_folder

Filter = Callable[..., object]

# fmt: off
JINJA_FILTERS = (
    "abs", "batch", "capitalize", "count", "default", "dictsort", "first", "groupby", "indent", "int", "items", "last",
    "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "select", "selectattr", "slice",
    "sort", "sum", "trim", "unique", "upper",
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
        self._environment.filters.update(filters or {})

    def render(self, template_name: str, values: Mapping[str, object]) -> str:
        """Return the Markdown of one template (see ``render_markdown``)."""
        try:
            return normalise(self._environment.get_template(template_name).render(values))
        except jinja2.TemplateNotFound as error:
            raise RenderError("render.template_missing", template=error.name or template_name) from error
        except jinja2.TemplateSyntaxError as error:
            name = error.name or template_name
            raise RenderError("render.template_broken", template=name, line=error.lineno, reason=str(error)) from error
        except SecurityError as error:
            raise RenderError("render.template_unsafe", template=template_name, reason=str(error)) from error
        except (jinja2.UndefinedError, TypeError, ValueError, ArithmeticError, LookupError) as error:
            raise RenderError("render.template_undefined", template=template_name, reason=str(error)) from error


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
    intercepted_binops = frozenset("+%*")

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Refuse arithmetic on finished Markdown: markupsafe would escape the other side for HTML, not for Markdown."""
        if isinstance(left, Markup) or isinstance(right, Markup):
            raise SecurityError(f"'{operator}' on finished Markdown")
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Refuse methods of finished Markdown for the same reason, besides what the sandbox refuses."""
        return not isinstance(obj, Markup) and super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: object) -> Callable[..., str] | None:
        """Leave ``Markup.format`` to ``is_safe_attribute``, which refuses it."""
        if isinstance(getattr(value, "__self__", None), Markup):
            return None
        return super().wrap_str_format(value)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(_FORBIDDEN_NODES):
            raise jinja2.TemplateSyntaxError(f"{type(node).__name__} is not allowed", node.lineno, name, filename)
        return tree


@lru_cache(maxsize=4)
def _shared_templates(folders: tuple[Path, ...]) -> Templates:
    return Templates(folders)


def _environment(folders: tuple[Path, ...], missing: str | None) -> MarkdownEnvironment:
    environment = MarkdownEnvironment(
        loader=FolderLoader(folders),
        autoescape=True,
        finalize=lambda value: _printable(value, missing),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=_COMPILED,
    )
    environment.globals.pop("lipsum")
    environment.filters = {name: environment.filters[name] for name in JINJA_FILTERS}
    environment.filters.update(
        block=_typed(escaping.escape_block),
        cell=_typed(escaping.escape_cell),
        alt=_typed(escaping.escape_line),
        quoted=_typed(escaping.escape_quoted),
        code=_typed(escaping.code_span),
        link=_typed(escaping.link),
        target=_typed(escaping.link_target),
        join=lambda items, separator="": _join(items, separator, missing),
    )
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


def _join(items: Iterable[object], separator: str, missing: str | None) -> Markup:
    """Return the items with the separator (template text, as written) between them, each escaped on its own."""
    return Markup(str.__str__(separator).join(_printable(item, missing) for item in items))


def _read_template(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RenderError("render.template_unreadable", template=name, reason=str(error)) from error
