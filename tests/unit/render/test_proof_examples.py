"""Both example plans: no paper in any class says what its readers must not see; nor do drill, pack and the screen."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from komma_cli.drills.composing import compose
from komma_cli.duties import duties_of
from komma_cli.model.channels import PRIVATE
from komma_cli.model.playbook import Playbook
from komma_cli.model.problems import validate
from komma_cli.reach.proof import Prover
from komma_cli.reach.telling import Teller
from komma_cli.render.audience import redact, redact_earlier
from komma_cli.render.catalog import DocumentSpec, documents
from komma_cli.render.changes_paper import produce_changes
from komma_cli.render.drill_papers import papers
from komma_cli.render.handing_over import pack
from komma_cli.render.produce import produce
from komma_cli.render.proof.search import Proof
from komma_cli.render.writers import write
from komma_cli.texts import LANGUAGES, Lang
from komma_cli.yamlread import parse

PLANS = Path(__file__).parents[3] / "playbooks"
DAY = date(2026, 12, 1)


@cache
def plan(name: str) -> Playbook:
    made = validate(parse((PLANS / f"{name}.komma.yaml").read_text(encoding="utf-8")))[0]
    assert made is not None
    return made


@cache
def proof(name: str, audience: str) -> Proof:
    return Proof(plan(name), audience)  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["musterstadt", "erste-stunde"])
@pytest.mark.parametrize("spec", [spec for spec in documents() if spec.classification != "confidential"])
def test_every_document_for_every_circle(spec: DocumentSpec, name: str, lang: Lang) -> None:
    """Markdown holds all words; what the other formats add is searched by the properties and by the nightly run."""
    for audience in spec.audiences:
        if audience == "confidential":
            continue

        def remake(other: Playbook, audience: object = audience) -> bytes:
            return write(produce(other, spec.id, lang, audience, DAY).document, "md").content  # type: ignore[arg-type]

        content = remake(plan(name))
        assert proof(name, audience).judge(content, "", remake).leaks == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_papers_of_a_drill(lang: Lang) -> None:
    def made(playbook: Playbook) -> dict[str, tuple[str, bytes]]:
        prover = Prover(playbook, DAY)
        drill = compose(prover, "threat-mail", 1, lang)
        produced = papers(playbook, drill, Teller(prover, lang), lang)
        return {one.document.id: (one.audience, write(one.document, "html").content) for one in produced}

    for name, (audience, content) in made(plan("musterstadt")).items():

        def remake(other: Playbook, name: str = name) -> bytes:
            return made(other)[name][1]

        assert proof("musterstadt", audience).judge(content, "", remake).leaks == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pack_for_a_successor_has_no_private_number(lang: Lang) -> None:
    playbook = plan("musterstadt")
    allowed = redact(playbook, "confidential")
    for item in (*allowed["people"], *allowed["bodies"]):
        item["channels"] = [channel for channel in item["channels"] if channel["kind"] not in PRIVATE]
    duties = duties_of(playbook.model_dump(by_alias=True), "p-coexistence")
    proof = Proof(playbook, "confidential", [allowed])
    assert len(proof.secrets) >= 2
    produced = pack(playbook, duties, "p-contact-2", lang, DAY)
    for form in ("docx", "pdf", "html", "md"):
        assert proof.hits(write(produced.document, form).content) == ()


def test_a_marked_copy_does_not_show_what_has_been_put_out_of_sight_since() -> None:
    """What was for everybody yesterday and is protected today must not come back as a deleted line."""
    earlier = plan("musterstadt")
    data = earlier.model_dump(by_alias=True)
    for route in data["reporting"]["routes"]:
        route["class"] = "internal"
    for person in data["people"]:
        for channel in person["channels"]:
            channel["class"] = "confidential"
    present = validate(data)[0]
    assert present is not None

    def made(before: Playbook, now: Playbook) -> bytes:
        marked = produce_changes(before, now, "strategy", "de", "public", DAY)
        return write(marked.produced.document, "docx").content

    yesterday = write(produce(earlier, "strategy", "de", "public", DAY).document, "docx").content
    assert Proof(present, "public").judge(yesterday).leaks != ()
    content = made(earlier, present)
    assert Proof(present, "public").judge(content, "", lambda other: made(earlier, other)).leaks == ()
    seen = [redact(present, "public"), redact_earlier(earlier, present, "public")]
    assert Proof(earlier, "public", seen).judge(content, "", lambda other: made(other, present)).leaks == ()
