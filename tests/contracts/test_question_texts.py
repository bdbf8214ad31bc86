"""Every field of the playbook has words, every word has a field, in German and English, in words people can read.

The files are ``data/<lang>/questions/<section>.yaml`` and ``data/<lang>/labels.yaml``; ``questions/_shared.yaml`` says
in its head how the words of a field are found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter

from komma_cli import durations, hours
from komma_cli.model.channels import Channel
from komma_cli.model.describe import FieldSpec, fields_of
from komma_cli.model.fields import Hours, Section
from komma_cli.model.playbook import SECTIONS, Playbook
from komma_cli.model.problems import check_value
from komma_cli.texts import LANGUAGES, Lang, facts, names, words
from komma_cli.wizard.questions import ReachedBy

SHARED = "_shared"
FIELD_KEYS = {"ask", "short", "help", "example"}
LIST_KEYS = FIELD_KEYS - {"example"} | {"add", "empty"}
ADDITIONS = ("sections", "colour_shape", "audience_for", "eccar", "size_class", "site_rating", "language", "explain")
"""Parts of ``labels.yaml`` that say more about values than their one word."""
TITLES = ("title", "name", "function", "term")
"""The fields whose answer stands for ``{item}`` in later questions about the same item."""
PLACEHOLDER = re.compile(r"\{[^}]*\}")
FORBIDDEN: dict[Lang, re.Pattern[str]] = {
    "de": re.compile(
        r"\b(zeitnah\w*|ggf|gegebenenfalls|grundsätzlich\w*|entsprechend\w*|unverzüglich\w*|Opfer\w*|bitte|leider|ungültig\w*|"
        r"verboten\w*|bzw|etc|usw|diesbezüglich\w*|mitschneid\w*|Feedback|Onboarding|Monitoring|Team|User\w*|Hate\w*|Support|"
        r"Mitarbeiter|Kollegen|Bürger|Täter)\b|[→✓●│█]",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(asap|promptly|timely|as appropriate|if applicable|victims?|please|unfortunately|invalid|etc|e\.g|i\.e|"
        r"he/she)\b|[→✓●│█]",
        re.IGNORECASE,
    ),
}
RESERVED_NUMBERS = re.compile(
    r"(?:\+49|0)(?:3023125\d{3}|6990009\d{3}|4066969\d{3}|2214710\d{3}|8999998\d{3}|15228817386|1729980752)"
)


@dataclass(frozen=True)
class Field:
    """One field as the interview meets it."""

    path: str
    spec: FieldSpec
    owner: type[Section]
    item_named: bool
    """Whether an item around the field has had its name or title asked before this field."""

    @property
    def is_list(self) -> bool:
        return self.spec.kind == "group" and self.spec.many


def fields(section: type[Section] = Playbook, prefix: str = "", named: bool = False) -> Iterator[Field]:
    """Yield every field below ``section`` in file order."""
    for spec in fields_of(section):
        path = prefix + spec.key
        yield Field(path, spec, section, named)
        if spec.group is not None:
            starts_an_item = spec.many and "id" in spec.group.model_fields
            yield from fields(spec.group, f"{path}.", named and not starts_an_item)
        named = named or ("id" in section.model_fields and spec.key in TITLES)


FIELDS = tuple(fields())


def first_channel_keys() -> set[str]:
    """Return the keys of the questions for the first phone number and e-mail address, which fill a list."""
    lists = [field.path for field in FIELDS if field.spec.group is Channel]
    return {f"{path}.{reached_by}" for path in lists for reached_by in get_args(ReachedBy)}


@cache
def entries(lang: Lang) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return key -> (file, entry) of all question files, without the parts that belong to no field."""
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    for file in names(f"{lang}/questions"):
        for key, entry in words(f"questions/{file}", lang).items():
            if not key.startswith("_"):
                assert key not in found, f"{key} stands in {found[key][0]} and in {file}"
                found[key] = (file, entry)
    return found


def keys_for(field: Field) -> list[str]:
    """Return the keys under which the words of a field may stand, the winning one first."""
    return [field.path, f"@{field.owner.__name__}.{field.spec.key}"]


def entry_of(field: Field, lang: Lang) -> dict[str, Any]:
    for key in keys_for(field):
        if key in entries(lang):
            return entries(lang)[key][1]
    raise AssertionError(f"{lang}: no words for {field.path}, looked for {' and '.join(keys_for(field))}")


def sentences(lang: Lang) -> Iterator[tuple[str, str]]:
    """Yield (place, text) of every text in the question files and the labels."""
    for file in [f"questions/{name}" for name in names(f"{lang}/questions")] + ["labels"]:
        yield from _leaves(words(file, lang), file)


def _leaves(node: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, child in node.items():
            yield from _leaves(child, f"{place}: {key}")
    else:
        assert isinstance(node, str), f"{place} is not text: {node!r}"
        yield place, node


def vocabularies() -> dict[str, set[str]]:
    """Return every closed list of the model with its values."""
    found: dict[str, set[str]] = {}
    for field in FIELDS:
        if field.spec.vocabulary is not None:
            found.setdefault(field.spec.vocabulary, set()).update(field.spec.values)
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_field_has_words(lang: Lang) -> None:
    for field in FIELDS:
        entry = entry_of(field, lang)
        assert entry.get("short"), f"{lang}: {field.path} has no short label"
        if field.spec.generated:
            assert set(entry) == {"short"}, f"{lang}: {field.path} is never asked and needs no more than a short label"
        else:
            assert entry.get("ask"), f"{lang}: {field.path} has no question"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lists_have_all_words_of_a_list_and_other_fields_none(lang: Lang) -> None:
    for field in FIELDS:
        if field.spec.generated:
            continue
        keys = set(entry_of(field, lang))
        allowed = LIST_KEYS if field.is_list else FIELD_KEYS
        assert keys <= allowed, f"{lang}: {field.path} has {sorted(keys - allowed)}"
        if field.is_list:
            assert {"add", "empty"} <= keys, f"{lang}: list {field.path} lacks {sorted(LIST_KEYS - keys)}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_words_without_a_field(lang: Lang) -> None:
    used = first_channel_keys()
    for field in FIELDS:
        used.update(next(([key] for key in keys_for(field) if key in entries(lang)), []))
    assert set(entries(lang)) == used


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_file_per_section_and_each_entry_in_its_own(lang: Lang) -> None:
    assert set(names(f"{lang}/questions")) == {*SECTIONS, SHARED}
    for key, (file, _entry) in entries(lang).items():
        if file != SHARED:
            assert key.partition(".")[0] == file, f"{lang}: {key} belongs into another file than {file}"
    for section in SECTIONS:
        about = words(f"questions/{section}", lang)["_section"]
        assert set(about) == {"title", "intro"}
        assert len(about["title"]) <= 45, f"{lang}: title of {section} is too long for the task list"
        assert len(about["intro"]) <= 160, f"{lang}: intro of {section} is too long"


def test_both_languages_say_the_same_things() -> None:
    german, english = ({key: set(entry) for key, (_file, entry) in entries(lang).items()} for lang in LANGUAGES)
    assert german == english


@pytest.mark.parametrize("lang", LANGUAGES)
def test_first_number_and_address_are_asked_in_own_words(lang: Lang) -> None:
    for key in first_channel_keys():
        entry = entries(lang)[key][1]
        assert {"ask", "short"} <= set(entry) <= FIELD_KEYS
        assert "{item}" in entry["ask"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_tells_only_what_the_question_allows(lang: Lang) -> None:
    """An empty answer passes only where the field is optional; elsewhere the way out is the key for „open“."""
    empty, key = {
        "de": ("lassen Sie die Antwort leer", "geben Sie - ein"),
        "en": ("leave the answer empty", "type -."),
    }[lang]
    for field in FIELDS:
        said = entry_of(field, lang).get("help", "")
        optional = not (field.spec.required or field.spec.core or field.spec.needed)
        assert empty not in said or optional, f"{lang}: {field.path} cannot stay empty"
        assert key not in said or not optional, f"{lang}: {field.path} can simply stay empty"


def test_same_placeholders_in_both_languages_and_only_where_they_can_be_filled() -> None:
    for field in FIELDS:
        filled = {}
        for lang in LANGUAGES:
            entry = entry_of(field, lang)
            filled[lang] = {key: PLACEHOLDER.findall(text) for key, text in entry.items()}
            found = {name for names_ in filled[lang].values() for name in names_}
            assert found <= {"{item}"}, f"{lang}: {field.path} has the unknown placeholder {found}"
            assert not found or field.item_named, f"{lang}: nothing has a name yet when {field.path} is asked"
            assert all(not texts or key == "ask" for key, texts in filled[lang].items())
        assert bool(filled["de"].get("ask")) == bool(filled["en"].get("ask")), f"{field.path}: {filled}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_questions_are_short_and_end_as_questions(lang: Lang) -> None:
    for field in FIELDS:
        entry = entry_of(field, lang)
        assert len(entry["short"]) <= 30, f"{lang}: short of {field.path} has {len(entry['short'])} characters"
        if field.spec.generated:
            continue
        ask = entry["ask"]
        assert len(ask) <= 110, f"{lang}: {field.path} has {len(ask)} characters"
        if field.is_list:
            assert ask[-1] not in ".?!:", f"{lang}: {field.path} is the heading of a list"
        else:
            assert ask[-1] in "?:", f"{lang}: {field.path} is no question: {ask}"
        assert len(re.findall(r"[.?!](?: |$)", ask)) <= 1, f"{lang}: {field.path} asks more than one thing: {ask}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_questions_of_the_safety_core_are_the_plainest(lang: Lang) -> None:
    for field in FIELDS:
        if not field.spec.core or field.spec.generated:
            continue
        ask = entry_of(field, lang)["ask"]
        assert len(ask) <= 75, f"{lang}: {field.path} is too long for somebody under stress"
        assert max(len(word) for word in re.split(r"[\s-]", ask)) <= 22, (
            f"{lang}: {field.path} has a word too long: {ask}"
        )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_is_short_and_whole_sentences(lang: Lang) -> None:
    for key, (_file, entry) in entries(lang).items():
        for part in ("help", "empty"):
            if part in entry:
                assert entry[part][-1] == ".", f"{lang}: {part} of {key} is no whole sentence"
                assert len(re.findall(r"[.?!](?: |$)", entry[part])) <= 3, f"{lang}: {part} of {key} is too long"
        longest = max((len(s.split()) for s in re.split(r"[.?!:] ", entry.get("help", ""))), default=0)
        assert longest <= 20, f"{lang}: a sentence in the help of {key} has {longest} words"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_can_be_printed_and_none_is_forbidden(lang: Lang) -> None:
    for place, text in sentences(lang):
        text.encode("cp1252")
        assert text == " ".join(text.split()), f"{lang} {place}: blanks in {text!r}"
        if "labels: gender_style" in place:
            continue  # the samples of writing styles quote the very forms that are not used elsewhere
        hit = FORBIDDEN[lang].search(text)
        assert hit is None, f"{lang} {place}: „{hit and hit[0]}“ in {text!r}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_examples_name_no_real_number_or_address(lang: Lang) -> None:
    for place, text in sentences(lang):
        for written in re.findall(r"\+?\d[\d /-]{6,}\d", text):
            digits = re.sub(r"[ /-]", "", written)
            date_or_key = re.fullmatch(r"\d{4}(-\d{2}){2}|\d{4}/\d+", written)
            assert date_or_key or RESERVED_NUMBERS.fullmatch(digits), f"{lang} {place}: {written}"
        for host in re.findall(r"(?:@|://|www\.)([\w.-]+)", text):
            assert host.endswith(".example"), f"{lang} {place}: {host}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_examples_are_answers_the_field_accepts(lang: Lang) -> None:
    spoken = {name.lower() for name in words("labels", lang)["language"].values()}
    for field in FIELDS:
        example = entry_of(field, lang).get("example")
        if example is None:
            continue
        shape = field.spec.shape
        assert shape not in ("id", "date", "path", "rule"), f"{lang}: {field.path} needs no own example"
        if shape == "duration":
            assert durations.read(example, lang), f"{lang}: {field.path}: {example}"
        elif shape == "hours":
            TypeAdapter(Hours).validate_python(hours.read(example, lang))
        elif shape == "language":
            assert {part.strip().lower() for part in example.split(",")} <= spoken, f"{lang}: {field.path}: {example}"
        else:
            assert field.spec.kind == "text", f"{lang}: {field.path} is chosen, not typed"
            assert check_value(field.owner, field.spec, example) is None, f"{lang}: {field.path}: {example}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_example_does_not_repeat_the_question(lang: Lang) -> None:
    for key, (_file, entry) in entries(lang).items():
        if "example" in entry:
            assert entry["example"].lower() not in (entry["ask"] + entry.get("help", "")).lower(), f"{lang}: {key}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_value_of_every_closed_list_has_one_word(lang: Lang) -> None:
    labels = {name: entry for name, entry in words("labels", lang).items() if name not in ADDITIONS}
    assert {name: set(entry) for name, entry in labels.items()} == vocabularies()
    for name, entry in labels.items():
        assert len(set(entry.values())) == len(entry), f"{lang}: two values of {name} read the same"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_additions_fit_the_lists_they_add_to(lang: Lang) -> None:
    lists = vocabularies()
    additions = {name: words("labels", lang)[name] for name in ADDITIONS}
    assert tuple(additions["sections"]) == SECTIONS
    assert set(additions["colour_shape"]) == lists["colour"]
    assert set(additions["audience_for"]) == lists["audience"]
    assert [int(key) for key in additions["eccar"]] == list(range(1, 11))
    assert [int(key) for key in additions["site_rating"]] == [0, 1, 2, 3]
    assert list(additions["size_class"]) == ["under_5000", "under_20000", "under_100000", "from_100000", "unknown"]
    for name, explained in additions["explain"].items():
        assert set(explained) <= lists[name], f"{lang}: explain.{name}"
    assert all(re.fullmatch(r"[a-z]{2,3}", code) for code in additions["language"])
    assert len(set(additions["language"].values())) == len(additions["language"])


def test_labels_are_the_same_in_both_languages() -> None:
    german, english = (_shape_of(words("labels", lang)) for lang in LANGUAGES)
    assert german == english


def _shape_of(node: Any) -> Any:
    return {key: _shape_of(child) for key, child in node.items()} if isinstance(node, dict) else None


def test_colour_words_agree_with_the_words_of_the_levels() -> None:
    shape_of_colour = facts("levels")["shapes"]
    for lang in LANGUAGES:
        levels = words("levels", lang)
        for colour, said in words("labels", lang)["colour_shape"].items():
            assert said == f"{levels['colours'][colour]}, {levels['shapes'][shape_of_colour[colour]]}"
