"""Channels: the ways in which a person or a body is reached."""

import re
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import no_info_after_validator_function, str_schema

from komma_cli.model.fields import CORE, PUBLIC, ItemClass, Line, Section, Shape, Vocabulary

ChannelKind = Annotated[
    Literal["phone", "mobile", "private_phone", "email", "private_email", "web", "chat", "post", "in_person"],
    Vocabulary("channel_kind"),
]
PHONES = ("phone", "mobile", "private_phone")
EMAILS = ("email", "private_email")
PRIVATE = ("private_phone", "private_email")

_PHONE = re.compile(r"\+[1-9]\d{5,14}(?:-\d{1,6})?|1\d{2,5}")
"""E.164 with an optional extension, or a German short number such as 110 or 116123."""
_SIMPLE_EMAIL = re.compile(
    r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)


class Channel(Section):
    """One way to reach somebody; ``class`` says who may see it, private ones are always confidential."""

    kind: Annotated[ChannelKind, PUBLIC, CORE]
    value: Annotated[Line, PUBLIC, CORE]
    """Phone: E.164 (+493023125001) or a short number; e-mail address; web address; postal address; place."""
    class_: Annotated[ItemClass | None, PUBLIC] = Field(default=None, alias="class")
    note: Annotated[Line | None, PUBLIC] = None

    @model_validator(mode="after")
    def _value_fits_kind(self) -> "Channel":
        """Refuse a value that cannot be what its kind says. Raises ``channel_…`` custom errors."""
        if self.kind in PHONES and not _PHONE.fullmatch(self.value):
            raise PydanticCustomError("channel_phone", "not a phone number", {"text": self.value})
        if self.kind in EMAILS and not is_email(self.value):
            raise PydanticCustomError("channel_email", "not an e-mail address", {"text": self.value})
        if self.kind == "web" and not re.match(r"https?://[^\s/]+\.[^\s/]+", self.value):
            raise PydanticCustomError("channel_web", "not a web address", {"text": self.value})
        return self


def is_email(text: str) -> bool:
    """Say whether ``text`` is an e-mail address; the plain ones at once, the rest by email-validator, no network."""
    if _SIMPLE_EMAIL.fullmatch(text) and len(text) <= 254 and len(text.partition("@")[0]) <= 64:
        return True
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True


def _email(value: str) -> str:
    if not is_email(value):
        raise PydanticCustomError("channel_email", "not an e-mail address", {"text": value})
    return value


Email = Annotated[str, Shape("email", no_info_after_validator_function(_email, str_schema()))]
"""An e-mail address that stands alone, not as one of several channels."""
