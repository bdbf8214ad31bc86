"""What a template does wrong, told with its name, the line, and names that are written much alike."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final, NoReturn, cast

import jinja2
from jinja2 import meta, nodes
from jinja2.exceptions import SecurityError
from jinja2.utils import missing

from komma_cli.render.budget import TooMuchWork
from komma_cli.render.errors import RenderError

_UNKNOWN: Final = re.compile(r"No (filter|test) named '(.*)'")
_MOST: Final = 5


class UnknownName(jinja2.UndefinedError):
    """A template asks for a name that is not there; ``holder`` is what was asked, None for the template's own names."""

    def __init__(self, name: object, holder: object, message: str | None) -> None:
        super().__init__(message)
        self.name = str(name)
        self.holder = holder


class Named(jinja2.StrictUndefined):
    """What is not there: printing, comparing or going through it raises ``UnknownName``."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[jinja2.TemplateRuntimeError] = jinja2.UndefinedError,
    ) -> None:
        if exc is jinja2.UndefinedError and name is not None:
            made = partial(UnknownName, name, None if obj is missing else obj)
            exc = cast(type[jinja2.TemplateRuntimeError], made)
        super().__init__(hint, obj, name, exc)


def refuse(error: BaseException, environment: jinja2.Environment, template: str, folders: tuple[Path, ...]) -> NoReturn:
    """Raise the ``RenderError`` that tells what happened, for an error that came out of a template."""
    if isinstance(error, jinja2.TemplateNotFound):
        raise RenderError("render.template_missing", template=error.name or template) from error
    if isinstance(error, jinja2.TemplateSyntaxError):
        _refuse_syntax(error, environment, error.name or template)
    name, line, known = _place(error, template, folders)
    if found := _UNKNOWN.match(str(error)):  # Jinja finds out later inside a condition
        _refuse_filter(found, environment, name, line)
    place = {"template": name, "line": line}
    if isinstance(error, TooMuchWork | RecursionError | MemoryError):
        raise RenderError("render.template_endless", **place) from error
    if isinstance(error, SecurityError):
        raise RenderError("render.template_unsafe", **place, reason=str(error)) from error
    if isinstance(error, UnknownName):
        near = nearest(error.name, known | set(environment.globals) if error.holder is None else names_of(error.holder))
        raise RenderError("render.template_undefined", **place, name=error.name, near=", ".join(near)) from error
    raise RenderError("render.template_unfillable", **place, reason=str(error)) from error


def refuse_unknown(tree: nodes.Template, known: set[str], template: str) -> None:
    """Raise ``RenderError`` for the first name a template uses that it neither sets nor gets."""
    unknown = meta.find_undeclared_variables(tree) - known
    used = sorted((node.lineno, node.name) for node in tree.find_all(nodes.Name) if node.name in unknown)
    if used:
        (line, name), near = used[0], nearest(used[0][1], known)
        raise RenderError("render.template_undefined", template=template, line=line, name=name, near=", ".join(near))


def nearest(asked: str, known: Iterable[str]) -> list[str]:
    """Return the names written most alike, else the first few of all."""
    names = sorted(name for name in known if not name.startswith("_"))
    return difflib.get_close_matches(asked, names, _MOST, 0.6) or names[: 2 * _MOST] or ["-"]


def names_of(holder: object) -> set[str]:
    """Return the names a template can ask a value for."""
    if isinstance(holder, Mapping):
        return {str(name) for name in holder}
    return {name for name in dir(holder) if not name.startswith("_")}


def _refuse_syntax(error: jinja2.TemplateSyntaxError, environment: jinja2.Environment, template: str) -> NoReturn:
    if found := _UNKNOWN.match(error.message or ""):
        _refuse_filter(found, environment, template, error.lineno)
    reason = str(error.message)
    raise RenderError("render.template_broken", template=template, line=error.lineno, reason=reason) from error


def _refuse_filter(found: re.Match[str], environment: jinja2.Environment, template: str, line: object) -> NoReturn:
    known = environment.filters if found[1] == "filter" else environment.tests
    near = ", ".join(nearest(found[2], (name for name in known if name.isidentifier())))
    raise RenderError("render.template_undefined", template=template, line=line, name=found[2], near=near)


def _place(error: BaseException, template: str, folders: tuple[Path, ...]) -> tuple[str, int | str, set[str]]:
    """Return the template, the line and the names known there: the innermost place in the first folder, else of all.

    A municipality can change its own copy; that a shared part of komma's stumbled over it does not help.
    """
    places = []
    trace = error.__traceback__
    while trace is not None:
        if "__jinja_exception__" in trace.tb_frame.f_globals:  # what Jinja makes of a line of a template
            path = Path(trace.tb_frame.f_code.co_filename)
            names = {str(name) for name in trace.tb_frame.f_locals}
            places.append((path, trace.tb_lineno, names))
        trace = trace.tb_next
    if not places:
        return template, "?", set()
    own = [place for place in places if folders and place[0].is_relative_to(folders[0])]
    path, line, names = (own or places)[-1]
    return _named(path, folders) or template, line, names


def _named(path: Path, folders: tuple[Path, ...]) -> str:
    return next((path.relative_to(folder).as_posix() for folder in folders if path.is_relative_to(folder)), "")
