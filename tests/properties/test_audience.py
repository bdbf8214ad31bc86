"""Nothing above the audience reaches a document, wherever a person may have typed it.

A playbook with everything filled in carries a different marker in every text. Which markers may appear follows from the
classes in the model, worked out here path by path, independently of the filter.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from komma_cli.model.channels import Channel
from komma_cli.model.describe import FieldSpec, fields_of
from komma_cli.model.fields import CONFIDENTIALITY, Confidentiality, Section
from komma_cli.model.people import Person
from komma_cli.model.playbook import Playbook
from komma_cli.model.problems import validate
from komma_cli.render.catalog import documents
from komma_cli.render.produce import produce
from komma_cli.render.writers import write
from komma_cli.texts import Lang
from tests.properties.effort import examples

RANK = {name: rank for rank, name in enumerate(CONFIDENTIALITY)}
TARGET_IDS = {"people": "person-1", "roles": "role-1", "bodies": "body-1", "scenarios": "scenario-1"}
SECRET = re.compile(r"Zq(\d)x\d+q")
IDS = {"Person": "person-1", "Role": "role-1", "Body": "body-1", "Scenario": "scenario-1", "Level": "level-1"}
SHAPES = {
    "ags": "05999999", "date": "2026-11-30", "duration": "P2D", "hours": "24/7", "language": "de", "version": "1.0",
    "path": "support.costs", "rule": "K301", "email": "amt@beispiel.example",
}  # fmt: skip


class Filler:
    """Fills every field of the model; every free text is ``Zq<rank>x<number>q`` with the rank it must have."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.number = 0
        self.phones: dict[str, int] = {}

    def section(self, section: type[Section], rank: int) -> dict[str, Any]:
        own, chosen = self.item_rank(section)
        rank = max(rank, own)
        made = {spec.key: self.field(section, spec, rank) for spec in fields_of(section) if spec.key not in chosen}
        return {key: value for key, value in (made | chosen).items() if value is not None}

    def item_rank(self, section: type[Section]) -> tuple[int, dict[str, Any]]:
        """Choose what the item says about its own class; return the rank that follows and the fields chosen."""
        if section is Channel:
            kind = self.draw(st.sampled_from(["phone", "mobile", "private_phone", "post", "chat"]))
            named = self.draw(st.sampled_from([None, *CONFIDENTIALITY]))
            rank = RANK["confidential"] if kind == "private_phone" else RANK[named or "internal"]
            return rank, {"kind": kind, "value": self.channel_value(kind, rank), "class": named}
        if any(spec.item_class for spec in fields_of(section)):
            named = self.draw(st.sampled_from(CONFIDENTIALITY))
            without_consent = section.__name__ == "Partner" and self.draw(st.booleans())
            chosen: dict[str, Any] = {"class": named}
            if without_consent:
                chosen["consent"] = None
            return max(RANK[named], RANK["internal"] if without_consent else 0), chosen
        return 0, {}

    def channel_value(self, kind: str, rank: int) -> str:
        if kind in ("post", "chat"):
            return self.text(rank)
        self.number += 1
        value = f"+4922147{10000 + self.number}"
        self.phones[value] = rank
        return value

    def field(self, section: type[Section], spec: FieldSpec, rank: int) -> Any:
        rank = max(rank, RANK[spec.confidentiality])
        if spec.many:
            return [self.value(section, spec, rank)]
        return self.value(section, spec, rank)

    def value(self, section: type[Section], spec: FieldSpec, rank: int) -> Any:
        if spec.group is not None:
            return self.section(spec.group, rank)
        if spec.ref is not None:
            return self.reference(section, spec)
        if spec.values and spec.key != "komma":
            return self.draw(st.sampled_from(spec.values))
        if spec.kind == "flag":
            return spec.key in ("relevant", "included") or self.draw(st.booleans())
        if spec.kind == "number" or spec.key == "komma":
            return 2027 if spec.key == "year" else 1
        if spec.shape == "id":
            return IDS.get(section.__name__, f"{section.__name__.lower()}-1")
        return SHAPES.get(spec.shape or "") or self.fixed(spec) or self.text(rank)

    def reference(self, section: type[Section], spec: FieldSpec) -> str | None:
        assert spec.ref is not None
        if section.__name__ == "Role" and spec.key in ("deputies", "independent_of"):
            return {"deputies": "person-2", "independent_of": "role-1"}[spec.key]
        target = self.draw(st.sampled_from(spec.ref.targets))
        return TARGET_IDS.get(target, "level-1")

    def fixed(self, spec: FieldSpec) -> str | None:
        return {"fingerprint": "0123456789ab", "digest": "0123456789abcdef" * 4}.get(spec.key)

    def text(self, rank: int) -> str:
        self.number += 1
        return f"Zq{rank}x{self.number}q"


@st.composite
def marked(draw: st.DrawFn) -> tuple[Playbook, dict[str, int]]:
    """Return a playbook full of markers, and its telephone numbers with the rank they must have."""
    filler = Filler(draw)
    plain = filler.section(Playbook, 0)
    plain.pop("thresholds", None)  # numbers within limits, and nothing that any paper prints
    second = filler.section(Person, 0) | {"id": "person-2"}
    plain["people"].append(second)
    playbook, problems = validate(plain)
    assert playbook is not None, problems[:3]
    return playbook, filler.phones


def printed(playbook: Playbook, audience: Confidentiality, lang: Lang) -> list[tuple[Confidentiality, str]]:
    """Return (class, everything that reaches the reader) of every document that this audience may have."""
    found = []
    for spec in documents():
        if spec.audience_for(audience) is not None:
            produced = produce(playbook, spec.id, lang, audience, date(2026, 12, 1))
            about = produced.document
            parts = (
                produced.markdown,
                produced.stem,
                about.title,
                about.author,
                about.subject,
                about.number,
                about.footer,
            )
            found.append((produced.audience, " ".join((*parts, about.version, *about.keywords))))
    return found


@settings(
    max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(marked(), st.sampled_from(CONFIDENTIALITY), st.sampled_from(("de", "en")))
def test_no_marker_above_the_audience_is_printed(
    made: tuple[Playbook, dict[str, int]], audience: Confidentiality, lang: Lang
) -> None:
    playbook, phones = made
    for readers, text in printed(playbook, audience, lang):
        assert RANK[readers] <= RANK[audience]
        leaked = [match[0] for match in SECRET.finditer(text) if int(match[1]) > RANK[readers]]
        assert leaked == []
        digits = re.sub(r"\D", "", re.sub(r"[\u00a0 ]", "", text))
        assert [phone for phone, rank in phones.items() if rank > RANK[readers] and phone[5:] in digits] == []


@settings(
    max_examples=examples(3), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(marked())
def test_the_markers_are_where_the_documents_look(made: tuple[Playbook, dict[str, int]]) -> None:
    """The property above would hold for empty papers too; so the confidential and internal ones must show markers."""
    seen: dict[str, set[int]] = {}
    for readers, text in printed(made[0], "confidential", "de"):
        seen.setdefault(readers, set()).update(int(m[1]) for m in SECRET.finditer(text))
    assert seen["internal"] >= {0, RANK["internal"]}
    assert seen["confidential"] >= {0, RANK["internal"], RANK["confidential"]}
    assert {int(m[1]) for _, text in printed(made[0], "public", "de") for m in SECRET.finditer(text)} == {0}


@settings(
    max_examples=examples(3), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(marked())
def test_the_word_file_holds_no_more_than_the_markdown(made: tuple[Playbook, dict[str, int]]) -> None:
    import io
    import zipfile

    produced = produce(made[0], "strategy", "de", "public", date(2026, 12, 1))
    with zipfile.ZipFile(io.BytesIO(write(produced.document, "docx").content)) as archive:
        for name in archive.namelist():
            found = SECRET.findall(archive.read(name).decode("utf-8", "replace"))
            assert set(found) <= {"0"}, name
