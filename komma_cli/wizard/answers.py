"""From what a person typed to a value for the file, or to the problem that says why not."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from komma_cli import durations, hours
from komma_cli.model.problems import Problem, check_value
from komma_cli.texts import LANGUAGES, Lang, words
from komma_cli.wizard.questions import MANY, InputKind, Option, Question

YES = ("j", "ja", "y", "yes")
NO = ("n", "nein", "no")
"""Both languages always work, whatever the language of the screen."""


class NotUnderstood(Exception):
    """The typed text is no answer; ``problem`` says why, without words."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.kind)
        self.problem = problem


_FEW, _SHORTEST_PART = 4, 3
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


def clean(typed: str) -> str:
    """Return pasted text without what cannot be printed; a tab becomes a blank, every kind of line end a new line."""
    return _UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", typed).replace("\t", " "))


def read_answer(question: Question, typed: str, lang: Lang) -> Any:
    """Return the value for the file. Raises ``NotUnderstood``."""
    reader = _READERS[question.kind]
    value = reader(question, typed.strip(), lang)
    for item in value if question.kind in MANY else [value]:
        _check(question, item)
    return value


def _check(question: Question, value: Any) -> None:
    """Hold one value against the model; of a channel, which is more than its value, the address is looked at here."""
    if question.kind == "email":
        from komma_cli.model.channels import is_email

        if not is_email(value):
            raise _refused("email_no_at" if "@" not in value else "channel_email", text=value)
    if question.reached_by is not None:
        return
    problem = check_value(question.section, question.spec, value)
    if problem is not None:
        raise NotUnderstood(problem)


def _line(question: Question, typed: str, lang: Lang) -> str:
    return " ".join(typed.split())


def _prose(question: Question, typed: str, lang: Lang) -> str:
    return "\n".join(line.rstrip() for line in typed.splitlines())


def _lines(question: Question, typed: str, lang: Lang) -> list[Any]:
    items = [" ".join(line.split()) for line in typed.splitlines() if line.strip()]
    if question.spec.shape == "language":
        return [_language(name, lang) for part in items for name in re.split(r"[,;]+ ?| und | and ", part) if name]
    return items


def _language(typed: str, lang: Lang) -> str:
    """Return the code of a language named in either language, or given as a code."""
    wanted = typed.strip().casefold()
    for names in (words("languages", lang), *(words("languages", other) for other in LANGUAGES)):
        for code, name in names.items():
            if wanted in (code, name.casefold()):
                return str(code)
    raise _refused("unknown_language", text=typed.strip())


def _number(question: Question, typed: str, lang: Lang) -> int | float:
    groups = "[ .]" if lang == "de" else "[ ,]"
    plain = re.sub(rf"(?<=\d){groups}(?=\d{{3}}(?!\d))", "", typed)
    if re.fullmatch(r"\d+[,.]\d+", plain):
        return float(plain.replace(",", "."))
    return _whole(plain)


def _whole(typed: str) -> int:
    if not re.fullmatch(r"\d{1,9}", typed):
        raise _refused("not_number", value=typed)
    return int(typed)


def _date(question: Question, typed: str, lang: Lang) -> str:
    german = re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", typed)
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", typed)
    if german:
        day, month, year = (int(g) for g in german.groups())
    elif iso:
        year, month, day = (int(g) for g in iso.groups())
    else:
        raise _refused("date_format", text=typed)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise _refused("date_impossible", text=typed) from None


def _duration(question: Question, typed: str, lang: Lang) -> str:
    found = durations.read(typed, lang)
    if found is None:
        raise _refused("duration_format", text=typed)
    return found


def _hours(question: Question, typed: str, lang: Lang) -> str:
    return hours.read(typed, lang) or typed


def _phone(question: Question, typed: str, lang: Lang) -> str:
    """Return E.164, or a short number as it stands. Numbers without a country code are read as German."""
    if re.search(r"[^\d\s+()/.\-–]", typed):
        raise _refused("phone_letters", text=typed)
    digits = re.sub(r"\D", "", typed)
    if re.fullmatch(r"1\d{2,5}", digits) and not typed.startswith("+"):
        return digits
    import phonenumbers

    try:
        number = phonenumbers.parse(typed, "DE")
    except phonenumbers.NumberParseException:
        raise _refused("channel_phone", text=typed) from None
    if not phonenumbers.is_possible_number(number) or not typed.lstrip("( ").startswith(("0", "+")):
        raise _refused("phone_no_prefix", text=typed)
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _web(question: Question, typed: str, lang: Lang) -> str:
    """Return the address with its scheme, which people leave out."""
    address = typed if re.match(r"https?://", typed) else f"https://{typed}"
    if not re.fullmatch(r"https?://[^\s/]+\.[^\s/]+\S*", address):
        raise _refused("channel_web", text=typed)
    return address


def _flag(question: Question, typed: str, lang: Lang) -> bool:
    answer = typed.lower().rstrip(".!")
    if answer in YES:
        return True
    if answer in NO:
        return False
    raise _refused("yes_or_no", value=typed)


def _choice(question: Question, typed: str, lang: Lang) -> Any:
    return pick(question.options, typed).value


def _choices(question: Question, typed: str, lang: Lang) -> list[Any]:
    return [option.value for option in pick_many(question.options, typed)]


def pick_many(options: tuple[Option, ...], typed: str) -> list[Option]:
    """Return the options named by numbers, names or spans such as 2-4, each once. Raises ``NotUnderstood``."""
    picked: list[Option] = []
    for part in (part.strip() for part in re.split(r"[,;\n]", typed)):
        if span := re.fullmatch(r"(\d{1,3}) ?[-–] ?(\d{1,3})", part):
            first, last = pick(options, span[1]), pick(options, span[2])
            picked += options[options.index(first) : options.index(last) + 1]
        elif re.fullmatch(r"\d+( \d+)+", part):
            picked += [pick(options, number) for number in part.split()]
        elif part:
            picked.append(pick(options, part))
    if not picked:
        raise _not_listed(typed, options)
    return [option for number, option in enumerate(picked) if option not in picked[:number]]


def pick(options: tuple[Option, ...], typed: str) -> Option:
    """Return the option with that number, name or code (NW), or the only one whose name begins so.

    Raises ``NotUnderstood``.
    """
    wanted = typed.strip().casefold()
    if wanted.isdecimal():
        if 1 <= int(wanted) <= len(options):
            return options[int(wanted) - 1]
        raise _not_listed(typed, options)
    named = [option for option in options if wanted in (option.label.casefold(), str(option.value).casefold())]
    found = named or fitting(options, typed)
    if len(found) == 1:
        return found[0]
    if len(found) > _FEW:
        raise _refused("ambiguous_many", value=typed.strip(), count=len(found))
    if found:
        raise _refused("ambiguous", value=typed.strip(), fits=", ".join(option.label for option in found))
    raise _not_listed(typed, options)


def fitting(options: tuple[Option, ...], typed: str) -> list[Option]:
    """Return the options whose name begins as typed, else those that hold it somewhere; a letter or two do not."""
    wanted = typed.strip().casefold()
    begin = [option for option in options if wanted and option.label.casefold().startswith(wanted)]
    long_enough = len(wanted) >= _SHORTEST_PART
    return begin or [option for option in options if long_enough and wanted in option.label.casefold()]


def _not_listed(typed: str, options: tuple[Option, ...]) -> NotUnderstood:
    kind = "not_in_options_one" if len(options) == 1 else "not_in_options"
    return _refused(kind, value=typed, last=str(len(options)))


def _refused(kind: str, **values: Any) -> NotUnderstood:
    return NotUnderstood(Problem(kind, (), values))


_READERS: dict[InputKind, Callable[[Question, str, Lang], Any]] = {
    "line": _line,
    "lines": _lines,
    "prose": _prose,
    "number": _number,
    "date": _date,
    "duration": _duration,
    "hours": _hours,
    "phone": _phone,
    "email": _line,
    "web": _web,
    "flag": _flag,
    "choice": _choice,
    "choices": _choices,
    "reference": _choice,
    "references": _choices,
}
