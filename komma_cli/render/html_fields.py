"""The empty places of a form as real form elements: they can be filled with a keyboard, and are sent to nobody.

Label and hint stand before the field. There is no form to send and no script; what somebody writes leaves the computer
only on paper or as a file that she saves herself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from komma_cli.render.html_text import quoted, shown
from komma_cli.render.tree import Field, Inlines, plain

_TYPES: Final = {"text": "text", "date": "date", "time": "time", "number": "text", "signature": "text"}


class FieldWriter:
    """Writes fields; ``inlines`` writes a run of words."""

    def __init__(self, inlines: Callable[[Inlines], str]) -> None:
        self.inlines = inlines

    def write(self, field: Field) -> str:
        """Return one field with its label."""
        if field.options:
            return self._choice(field)
        name, hint = f"field-{field.id}", self._hint(field)
        label = f'<label for="{name}">{shown(field.label)}</label>{hint}'
        described = f' aria-describedby="{name}-hint"' if hint else ""
        if field.kind == "signature":  # is made on paper
            return f'<div class="field"><p><strong>{shown(field.label)}</strong>{hint}</p><p class="line"></p></div>'
        if field.kind == "long" or field.lines > 1:
            box = f'<textarea id="{name}" rows="{max(field.lines, 2)}"{described}></textarea>'
        else:
            box = f'<input id="{name}" type="{_TYPES.get(field.kind, "text")}" autocomplete="off"{described}>'
        return f'<div class="field">{label}{box}</div>'

    def _hint(self, field: Field) -> str:
        return f' <span class="hint" id="field-{field.id}-hint">{self.inlines(field.hint)}</span>' if field.hint else ""

    def _choice(self, field: Field) -> str:
        kind = "radio" if field.kind == "choice" else "checkbox"
        made = []
        for number, option in enumerate(field.options, 1):
            name, words = f"field-{field.id}-{number}", self.inlines(option)
            group = f' name="field-{field.id}"' if kind == "radio" else ""
            box = f'<input type="{kind}" id="{name}"{group}>'
            more = ""
            if plain(option).rstrip().endswith(":"):
                more = f' <input type="text" autocomplete="off" aria-label="{quoted(plain(option))}">'
            made.append(f'<span class="option">{box} <label for="{name}">{words}</label>{more}</span>')
        legend = f"<legend>{shown(field.label)}{self._hint(field)}</legend>"
        return f'<fieldset class="field">{legend}{"".join(made)}</fieldset>'
