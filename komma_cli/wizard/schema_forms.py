"""What the schema says about the form of single values, where Pydantic cannot derive it: the checks written in Python.

Every pattern here accepts at least what the model accepts; a test compares the two.
"""

from __future__ import annotations

from typing import Any

from komma_cli.model.channels import EMAILS, PHONES
from komma_cli.model.describe import FieldSpec
from komma_cli.model.fields import DURATION
from komma_cli.texts import Lang, text, words

DATE = r"^\d{4}-\d{2}-\d{2}$"
HOURS = r"^(?!.*(?:^|[ ,;-])(?:Di|Mi|Do|So|Mon|Die|Mit|Don|Fre|Sam|Son)(?:[ ,;-]|$))(?!.* [uU][hH][rR](?: |$))"
"""Opening hours without the commonest German words; their grammar is more than a pattern can say."""
EMAIL = r"^[^\s@]+@[^\s@]+$"
_FORMS = {"date": DATE, "duration": DURATION, "hours": HOURS, "email": EMAIL}
_CHANNELS: dict[str, tuple[tuple[str, ...], str]] = {
    "phone": (PHONES, r"^(?:\+[1-9]\d{5,14}(?:-\d{1,6})?|1\d{2,5})$"),
    "email": (EMAILS, EMAIL),
    "web": (("web",), r"^https?://[^\s/]+\.[^\s/]+"),
}


def add_form(value: dict[str, Any], spec: FieldSpec, lang: Lang) -> None:
    """Add the pattern of a text shape to the node of one value, and the sentence an editor shows when it is missed."""
    if spec.shape in _FORMS:
        value["pattern"] = _FORMS[spec.shape]
        value["patternErrorMessage"] = text(f"schema.{spec.shape}", lang)
    elif spec.shape is not None and "pattern" in value:
        value["patternErrorMessage"] = words("messages/problems", lang)[f"shape_{spec.shape}"]


def add_channel_forms(channel: dict[str, Any], lang: Lang) -> None:
    """Add to the definition of a channel what its value must look like, depending on its kind."""
    channel["allOf"] = [
        {
            "if": {"properties": {"kind": {"enum": list(kinds)}}, "required": ["kind"]},
            "then": {
                "properties": {
                    "value": {"pattern": pattern, "patternErrorMessage": text(f"schema.{name}", lang)},
                }
            },
        }
        for name, (kinds, pattern) in _CHANNELS.items()
    ]
