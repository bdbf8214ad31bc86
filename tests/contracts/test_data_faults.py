"""komma's data are sound, and every kind of fault in them is found with its place and said in one sentence."""

import copy
import shutil
from datetime import date

import pytest

from komma_cli import catalogue, datacheck, directory, laws, library, texts
from komma_cli.datacheck import Fault
from komma_cli.errors import DataError
from komma_cli.texts import LANGUAGES, facts

TODAY = date(2026, 11, 22)
MISSING = object()


def spoilt(file, *steps, to=MISSING, add=None):
    """Return a reader that gives ``file`` with one value replaced, taken away, or added to; the rest is as shipped."""
    tree = copy.deepcopy(facts(file))
    node = tree
    for step in steps[:-1]:
        node = next(item for item in node if item.get("id") == step) if isinstance(node, list) else node[step]
    last = steps[-1]
    if isinstance(node, list) and isinstance(last, str):
        last = next(place for place, item in enumerate(node) if item.get("id") == last)
    if add is not None:
        node[last].append(add)
    elif to is MISSING:
        del node[last]
    else:
        node[last] = to
    return lambda name: tree if name == file else facts(name)


def found(read):
    return list(datacheck.faults(TODAY, read))


def test_nothing_is_wrong_with_the_data_of_komma():
    assert [fault.sentence("de") for fault in datacheck.faults(TODAY)] == []


def test_every_file_is_looked_at():
    looked = []
    list(datacheck.faults(TODAY, lambda name: looked.append(name) or facts(name)))
    on_disk = {path.relative_to(texts.DATA).with_suffix("").as_posix() for path in texts.DATA.rglob("*.yaml")}
    assert set(looked) == on_disk
    assert {"directory", "de/directory", "scenarios/threat-call", "en/errors/cli"} <= on_disk


SPOILT = {
    "missing source": (
        spoilt("directory", "entries", "bund-ads", "source"),
        Fault("directory", "entries[bund-ads]", "datacheck.no_source"),
    ),
    "missing fact": (
        spoilt("directory", "entries", "bund-ads", "topic"),
        Fault("directory", "entries[bund-ads]", "datacheck.no_key", "topic"),
    ),
    "missing fact of an inherited step": (
        spoilt("scenarios/_backbone", "internal", "believe", "within"),
        Fault("scenarios/_backbone", "internal[believe]", "datacheck.no_key", "within"),
    ),
    "empty source": (
        spoilt("laws", "laws", "strafantrag", "source", to=""),
        Fault("laws", "laws[strafantrag]", "datacheck.no_source"),
    ),
    "no sources of a step": (
        spoilt("aftercare", "steps", "day-1", "sources", to=[]),
        Fault("aftercare", "steps[day-1]", "datacheck.no_source"),
    ),
    "source without a date": (
        spoilt("directory", "entries", "bund-ads", "source_date"),
        Fault("directory", "entries[bund-ads]", "datacheck.no_date"),
    ),
    "law without a date": (
        spoilt("laws", "laws", "strafantrag", "as_of"),
        Fault("laws", "laws[strafantrag]", "datacheck.no_date"),
    ),
    "offences without a date": (
        spoilt("offences", "as_of"),
        Fault("offences", "offences[insult]", "datacheck.no_date"),
    ),
    "source without an address": (
        spoilt("levels", "sources", "marburg", "url"),
        Fault("levels", "sources.marburg", "datacheck.no_source"),
    ),
    "date in the future": (
        spoilt("directory", "entries", "bund-ads", "source_date", to="2026-12"),
        Fault("directory", "entries[bund-ads].source_date", "datacheck.future", "2026-12"),
    ),
    "law read in the future": (
        spoilt("laws", "laws", "strafantrag", "as_of", to="2026-11-23"),
        Fault("laws", "laws[strafantrag].as_of", "datacheck.future", "2026-11-23"),
    ),
    "no date at all": (
        spoilt("scenarios/threat-call", "as_of", to="2026-02-30"),
        Fault("scenarios/threat-call", "as_of", "datacheck.no_day", "2026-02-30"),
    ),
    "funding without a day": (
        spoilt("directory", "entries", "bund-starke-stelle", "funded_until", to="2027"),
        Fault("directory", "entries[bund-starke-stelle].funded_until", "datacheck.no_day", "2027"),
    ),
    "no address": (
        spoilt("scenarios/_sources", "sources", "A1", "url", to="stark-im-amt.de"),
        Fault("scenarios/_sources", "sources.A1.url", "datacheck.no_address", "stark-im-amt.de"),
    ),
    "dangling role": (
        spoilt("levels", "levels", "level-1", "decides", to="boss"),
        Fault("levels", "levels[level-1].decides", "datacheck.dangling", "boss"),
    ),
    "dangling role in a list": (
        spoilt("levels", "levels", "level-1", "inform", 0, to="boss"),
        Fault("levels", "levels[level-1].inform[0]", "datacheck.dangling", "boss"),
    ),
    "dangling level": (
        spoilt("levels", "traffic_light", "red", add="level-9"),
        Fault("levels", "traffic_light.red[3]", "datacheck.dangling", "level-9"),
    ),
    "dangling law": (
        spoilt("scenarios/threat-call", "steps", "call-note", "law", to="no-law"),
        Fault("scenarios/threat-call", "steps[call-note].law", "datacheck.dangling", "no-law"),
    ),
    "dangling source": (
        spoilt("scenarios/threat-call", "steps", "call-note", "sources", add="B99"),
        Fault("scenarios/threat-call", "steps[call-note].sources[3]", "datacheck.dangling", "B99"),
    ),
    "dangling inherited step": (
        spoilt("scenarios/threat-call", "steps", 2, to={"use": "fly-away"}),
        Fault("scenarios/threat-call", "steps[fly-away].use", "datacheck.dangling", "fly-away"),
    ),
    "duplicate id": (
        spoilt("offences", "offences", "defamation", "id", to="insult"),
        Fault("offences", "offences[insult]", "datacheck.duplicate", "insult"),
    ),
    "id of another file": (
        spoilt("scenarios/threat-call", "id", to="threat-mail"),
        Fault("scenarios/threat-call", "id", "datacheck.other_id", "threat-mail"),
    ),
    "unknown kind": (
        spoilt("directory", "entries", "bund-ads", "kind", to="hotline"),
        Fault("directory", "entries[bund-ads].kind", "datacheck.unknown_value", "hotline"),
    ),
    "unknown audience": (
        spoilt("directory", "entries", "bund-ads", "audiences", to=["everybody"]),
        Fault("directory", "entries[bund-ads].audiences[0]", "datacheck.unknown_value", "everybody"),
    ),
    "unknown Land": (
        spoilt("directory", "entries", "by-bud", "state", to="XX"),
        Fault("directory", "entries[by-bud].state", "datacheck.unknown_value", "XX"),
    ),
    "unknown confidence": (
        spoilt("laws", "laws", "strafantrag", "confidence", to="K"),
        Fault("laws", "laws[strafantrag].confidence", "datacheck.unknown_value", "K"),
    ),
    "unknown kind of step": (
        spoilt("scenarios/threat-call", "steps", "call-note", "kind", to="magic"),
        Fault("scenarios/threat-call", "steps[call-note].kind", "datacheck.unknown_value", "magic"),
    ),
    "weak source taken for sure": (
        spoilt("directory", "entries", "bund-weisser-ring", "confidence", to="high"),
        Fault("directory", "entries[bund-weisser-ring].confidence", "datacheck.weak", "tonkuhle.de"),
    ),
    "empty sentence": (
        spoilt("en/laws", "strafantrag", "title", to=" "),
        Fault("en/laws", "strafantrag.title", "datacheck.empty"),
    ),
    "sentence missing in one language": (
        spoilt("en/messages/cli", "help"),
        Fault("en/messages/cli", "help", "datacheck.gap", "help"),
    ),
    "sentence in the other language only": (
        spoilt("de/messages/cli", "help"),
        Fault("de/messages/cli", "help", "datacheck.gap", "help"),
    ),
    "one word for a list": (
        spoilt("en/roles", "head", "tasks", to="Everything"),
        Fault("en/roles", "head.tasks", "datacheck.gap", "tasks"),
    ),
}


@pytest.mark.parametrize(("read", "fault"), SPOILT.values(), ids=SPOILT)
def test_one_fault_is_found_with_its_place_and_nothing_else(read, fault):
    first, *others = found(read)
    assert first == fault
    assert [other.path for other in others if other.key != fault.key or fault.path != "offences[insult]"] == []


def test_words_missing_in_both_languages_are_two_gaps():
    trees = {
        f"{lang}/directory": {k: v for k, v in facts(f"{lang}/directory").items() if k != "by-bud"}
        for lang in LANGUAGES
    }
    gaps = found(lambda name: trees.get(name) or facts(name))
    assert gaps == [Fault(f"{lang}/directory", "entries[by-bud]", "datacheck.gap", "by-bud") for lang in LANGUAGES]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_fault_is_one_sentence_that_names_file_place_and_value(lang):
    for _, fault in SPOILT.values():
        sentence = fault.sentence(lang)
        assert sentence.startswith(f"{fault.file}, {fault.path}: ")
        assert fault.value in sentence
        assert sentence.endswith(".")
        assert "\n" not in sentence


class Folder:
    """A copy of the data folder whose files a test replaces or takes away; afterwards they are whole again."""

    def __init__(self, path):
        self.path = path
        self._whole = {}

    def write(self, name, content):
        """Replace a file, or take it away if ``content`` is None."""
        file = self.path / f"{name}.yaml"
        self._whole[file] = file.read_bytes()
        if content is None:
            file.unlink()
        else:
            file.write_bytes(content)

    def restore(self):
        for file, content in self._whole.items():
            file.write_bytes(content)
        self._whole.clear()


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    folder = tmp_path_factory.mktemp("copied") / "data"
    shutil.copytree(texts.DATA, folder)
    return Folder(folder)


@pytest.fixture
def data(copied, monkeypatch):
    """Return a copy of the data folder that komma reads instead of its own."""
    monkeypatch.setattr(texts, "DATA", copied.path)
    facts.cache_clear()
    yield copied
    copied.restore()
    monkeypatch.undo()
    facts.cache_clear()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"laws:\n  - id: one\n  - id: one\n    id: two\n", "id"),
        (b"laws: [\n", ""),
        (b"laws: \xff\n", "utf-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_fault(data, content, reason):
    data.write("laws", content)
    unreadable = [fault for fault in datacheck.faults(TODAY) if fault.key == "datacheck.unreadable"]
    assert [(fault.file, fault.path) for fault in unreadable] == [("laws", "")]
    assert reason in unreadable[0].value


def test_a_missing_file_of_one_language_is_a_gap(data):
    data.write("en/liaison", None)
    assert Fault("en/liaison", "", "datacheck.gap", "liaison") in list(datacheck.faults(TODAY))


def raw(loader):
    """Return a cached loader without its memory."""
    return loader.__wrapped__


LOADERS = {
    "directory": ("directory", lambda: raw(directory.entries)("de")),
    "laws": ("laws", lambda: raw(laws.laws)("de")),
    "offences": ("offences", lambda: raw(laws.offences)("de")),
    "roles": ("roles", lambda: raw(catalogue.roles)("de")),
    "levels": ("levels", lambda: raw(catalogue.levels)("de")),
    "modifiers": ("levels", lambda: raw(catalogue.modifiers)("de")),
    "aftercare": ("aftercare", lambda: raw(catalogue.aftercare)("de")),
    "liaison": ("liaison", lambda: raw(catalogue.liaison_points)("de")),
    "scenario": ("scenarios/threat-call", lambda: raw(library.scenario)("threat-call", "de")),
}


@pytest.mark.parametrize("damage", ["no words", "no list", "text instead of a list", "nothing"])
@pytest.mark.parametrize(("file", "load"), LOADERS.values(), ids=LOADERS)
def test_a_loader_tells_damage_as_an_error_of_komma(data, file, load, damage):
    load()
    facts.cache_clear()
    if damage == "no words":
        data.write(f"de/{file}", b"{}\n")
    else:
        data.write(file, {"no list": b"{}\n", "text instead of a list": b'"words"\n', "nothing": b""}[damage])
    with pytest.raises(DataError) as caught:
        load()
    for lang in LANGUAGES:
        message, hint = texts.error_words(caught.value.key, lang, **caught.value.values)
        assert message
        assert hint
