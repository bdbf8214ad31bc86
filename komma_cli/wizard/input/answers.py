"""From what a person typed to a value for the file, or to the problem that says why not."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from komma_cli import dates, durations, hours, phones
from komma_cli.model.problems import Problem, check_value
from komma_cli.texts import LANGUAGES, Lang, words
from komma_cli.wizard.input import day_limits
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


def read_answer(question: Question, typed: str, lang: Lang, today: date) -> Any:
    """Return the value for the file; ``today`` is what „in 6 Monaten“ counts from. Raises ``NotUnderstood``."""
    value = _READERS[question.kind](question, typed.strip(), lang, today)
    hold(question, value, today)
    return value


def hold(question: Question, value: Any, today: date) -> None:
    """Hold an answer against everything its question asks of it. Raises ``NotUnderstood``."""
    for number, item in enumerate(value if question.kind in MANY else [value], 1):
        try:
            _check(question, item)
        except NotUnderstood as refused:
            if question.kind == "lines" and len(value) > 1 and refused.problem.kind == "too_long":
                raise _refused("line_too_long", number=number, **refused.problem.values) from None
            raise
    if question.kind == "date" and (broken := day_limits.broken(question, date.fromisoformat(value), today)):
        raise _refused(broken, field=question.words.short)


def _check(question: Question, value: Any) -> None:
    """Hold one value against the model; of a channel, which is more than its value, the address is looked at here."""
    if question.kind == "email":
        from komma_cli.model.channels import is_email

        if not is_email(value):
            raise _refused("email_no_at" if "@" not in value else "channel_email", text=value)
    if question.kind == "phone":
        try:
            phones.read(str(value))
        except phones.NotANumber as refused:
            raise _refused(refused.kind, text=value) from None
    if question.reached_by is not None:
        return
    problem = check_value(question.section, question.spec, value)
    if problem is not None:
        raise _refused(problem.kind, **{"field": question.words.short, **problem.values})


def _line(question: Question, typed: str, lang: Lang, today: date) -> str:
    line = _one_blank(typed)
    match question.spec.shape:
        case "ags":
            return _ags(line.replace(" ", ""))
        case "version":
            return line.replace(",", ".")
    return line


def _one_blank(typed: str) -> str:
    """Return one line with single blanks; a blank that may not break stays one."""
    return re.sub(r"[ \n]+", " ", typed)


def _ags(typed: str) -> str:
    """Return the key of a municipality or a district. Raises ``NotUnderstood`` for what is nearly one."""
    if re.fullmatch(r"\d{4}|\d{7}", typed):
        raise _refused("ags_zero", text=typed, length=len(typed))
    if re.fullmatch(r"\d{12}", typed):
        raise _refused("ags_regional", text=typed[:5] + typed[9:])
    return typed


def _prose(question: Question, typed: str, lang: Lang, today: date) -> str:
    return "\n".join(line.rstrip() for line in typed.splitlines())


def _lines(question: Question, typed: str, lang: Lang, today: date) -> list[Any]:
    items = [_one_blank(line.strip()) for line in typed.splitlines() if line.strip()]
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


def _number(question: Question, typed: str, lang: Lang, today: date) -> int | float:
    groups = r"[\s.']" if lang == "de" else r"[\s,']"
    plain = re.sub(rf"(?<=\d){groups}(?=\d{{3}}(?!\d))", "", typed)
    if re.fullmatch(r"\d{1,3}[,.]\d{3}", plain):  # a group to one reader, a fraction to the other
        raise _refused("number_two_ways", text=typed)
    if re.fullmatch(r"\d{1,9}[,.]\d{1,9}", plain):
        number = float(plain.replace(",", "."))
        return int(number) if number.is_integer() else number
    if re.fullmatch(r"\d{10,}", plain):
        raise _refused("number_too_long")
    if not re.fullmatch(r"\d{1,9}", plain):
        raise _refused("not_number", value=typed)
    return int(plain)


def _date(question: Question, typed: str, lang: Lang, today: date) -> str:
    try:
        return dates.read(typed, lang, today).isoformat()
    except dates.NotADay as refused:
        raise _refused(refused.kind, text=typed, **refused.values) from None


def _duration(question: Question, typed: str, lang: Lang, today: date) -> str:
    found = durations.read(typed, lang)
    if found is None:
        raise _refused(durations.why_not(typed), text=typed)
    return found


def _hours(question: Question, typed: str, lang: Lang, today: date) -> str:
    """Return what komma puts into words, else what the format knows beyond that."""
    found = hours.read(typed, lang)
    if found is None and check_value(question.section, question.spec, typed) is not None:
        raise _refused(hours.why_not(typed), text=typed)
    return found or typed


def _phone(question: Question, typed: str, lang: Lang, today: date) -> str:
    try:
        return phones.read(typed)
    except phones.NotANumber as refused:
        raise _refused(refused.kind, text=typed) from None


def _email(question: Question, typed: str, lang: Lang, today: date) -> str:
    """Return the address without what mail programs and sentences put around it."""
    named = re.fullmatch(r"[^<>@]*<([^<>]*)>[.,;]*", typed)
    address = (named[1] if named else typed).strip().rstrip(".,; ")
    address = re.sub("^mailto:", "", address, flags=re.IGNORECASE)
    if re.search(r"[(\[{] ?(?:at|ät) ?[)\]}]|\s(?:at|ät)\s", address, re.IGNORECASE):
        raise _refused("email_spelled_at", text=typed)
    if address.count("@") > 1:
        raise _refused("email_two", text=typed)
    return address


def _web(question: Question, typed: str, lang: Lang, today: date) -> str:
    """Return the address with its scheme, which people leave out."""
    bare = typed.strip("<>").rstrip(".,;")
    found = re.match(r"(https?)://", bare, re.IGNORECASE)
    address = found[0].lower() + bare[found.end() :] if found else f"https://{bare}"
    if not re.fullmatch(r"https?://[^\s/@]+\.[^\s/@]+(?:/\S*)?", address):
        raise _refused("channel_web", text=typed)
    return address


def _flag(question: Question, typed: str, lang: Lang, today: date) -> bool:
    answer = typed.lower().rstrip(".! ")
    if answer in YES:
        return True
    if answer in NO:
        return False
    raise _refused("yes_or_no", value=typed)


def _choice(question: Question, typed: str, lang: Lang, today: date) -> Any:
    return pick(question.options, typed).value


def _choices(question: Question, typed: str, lang: Lang, today: date) -> list[Any]:
    """Return what is named; „alle“ is everything, „keine“ nothing where nothing is an answer."""
    said = typed.casefold().rstrip(".!")
    if said in _in_both("none_words"):
        if question.optional:
            return []
        raise _refused("none_not_enough", field=question.words.short)
    chosen = question.options if said in _in_both("all_words") and question.options else None
    return [option.value for option in chosen or pick_many(question.options, typed)]


def _in_both(name: str) -> set[str]:
    return {word for lang in LANGUAGES for word in words("messages/wizard", lang)[name]}


def pick_many(options: tuple[Option, ...], typed: str) -> list[Option]:
    """Return the options named by numbers, names or spans such as 2-4, each once. Raises ``NotUnderstood``."""
    whole = [option for option in options if option.label.casefold() == typed.strip().casefold()]
    picked: list[Option] = whole[:1]
    for part in [] if whole else re.split(r"[,;\n+&]", typed):
        picked += _named(options, part.strip())
    if not picked:
        raise _not_listed(typed, options)
    return [option for number, option in enumerate(picked) if option not in picked[:number]]


def _named(options: tuple[Option, ...], part: str) -> list[Option]:
    """Return what one part between commas names: a span, several numbers, one name, or two with „und“ between them."""
    if not part:
        return []
    if span := re.fullmatch(r"(\d{1,3})\.? ?(?:-|–|bis|to) ?(\d{1,3})\.?", part):
        first, last = (options.index(pick(options, number)) for number in span.groups())
        return list(options[first : last + 1]) if first <= last else list(options[last : first + 1])[::-1]
    if re.fullmatch(r"\d+\.?( \d+\.?)+", part):
        return [pick(options, number) for number in part.split()]
    try:
        return [pick(options, part)]
    except NotUnderstood:
        halves = re.split(r" (?:und|and) ", part)
        if len(halves) == 1:
            raise
    return [option for half in halves for option in _named(options, half.strip())]


def pick(options: tuple[Option, ...], typed: str) -> Option:
    """Return the option with that number, name (in any language) or code (NW), or the only one whose name begins so.

    Raises ``NotUnderstood``.
    """
    wanted = typed.strip().casefold()
    if re.fullmatch(r"\d+[.)]?", wanted):
        wanted = wanted.rstrip(".)")
        if 1 <= int(wanted) <= len(options):
            return options[int(wanted) - 1]
        raise _not_listed(typed, options)
    named = [option for option in options if wanted in (option.label.casefold(), str(option.value).casefold())]
    foreign = [option for option in options if wanted in map(str.casefold, option.also)]
    found = named or fitting(options, typed) or foreign
    if len(found) == 1:
        return found[0]
    if len(found) > _FEW:
        raise _refused("ambiguous_many", value=typed.strip(), count=len(found))
    if found:
        raise _refused("ambiguous", value=typed.strip(), fits=", ".join(option.label for option in found))
    raise _not_listed(typed, options)


def fitting(options: tuple[Option, ...], typed: str) -> list[Option]:
    """Return the options whose name begins as typed, else those of which a word does, else those that hold it
    somewhere; a letter or two are too few for that."""
    wanted = typed.strip().casefold()
    begin = [option for option in options if wanted and option.label.casefold().startswith(wanted)]
    if begin or len(wanted) < _SHORTEST_PART:
        return begin
    word = re.compile(rf"\b{re.escape(wanted)}")
    return [o for o in options if word.search(o.label.casefold())] or [
        o for o in options if wanted in o.label.casefold()
    ]


def _not_listed(typed: str, options: tuple[Option, ...]) -> NotUnderstood:
    kind = "not_in_options_one" if len(options) == 1 else "not_in_options"
    return _refused(kind, value=typed, last=str(len(options)))


def _refused(kind: str, **values: Any) -> NotUnderstood:
    return NotUnderstood(Problem(kind, (), values))


_READERS: dict[InputKind, Callable[[Question, str, Lang, date], Any]] = {
    "line": _line,
    "lines": _lines,
    "prose": _prose,
    "number": _number,
    "date": _date,
    "duration": _duration,
    "hours": _hours,
    "phone": _phone,
    "email": _email,
    "web": _web,
    "flag": _flag,
    "choice": _choice,
    "choices": _choices,
    "reference": _choice,
    "references": _choices,
}
