"""No finished file says what its readers must not see, in whatever format, language and circle of readers.

The plans are full: every field of the model has a value of its own. Two proofs that know nothing of each other: every
byte of the files is searched, and the files do not change when everything above the class does.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from komma_cli.model.fields import CONFIDENTIALITY
from komma_cli.model.playbook import Playbook
from komma_cli.render.audience import redact
from komma_cli.render.catalog import DocumentSpec, documents
from komma_cli.render.errors import RenderError
from komma_cli.render.produce import produce
from komma_cli.render.proof.search import Proof
from komma_cli.render.proof.twin import twin
from komma_cli.render.reader import Reader
from komma_cli.render.writers import FORMATS, FileFormat, write
from komma_cli.texts import LANGUAGES, Lang
from tests.properties.effort import examples
from tests.properties.test_audience import SECRET, marked

DAY = date(2026, 12, 1)
PAPERS = [(spec, audience) for spec in documents() for audience in spec.audiences if audience != "confidential"]
FULL = settings(
    max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
FEW = settings(FULL, max_examples=examples(10))


def file(made: Playbook, spec: DocumentSpec, lang: Lang, audience: Any, form: FileFormat) -> tuple[str, bytes]:
    produced = produce(made, spec.id, lang, audience, DAY)
    try:
        return f"{produced.stem}.{form}", write(produced.document, form).content
    except RenderError as error:
        assume(error.key != "render.card_too_long")
        raise


@FULL
@given(marked(), st.sampled_from(PAPERS), st.sampled_from(FORMATS), st.sampled_from(LANGUAGES))
def test_no_file_holds_a_value_above_its_class(made: Any, paper: Any, form: FileFormat, lang: Lang) -> None:
    playbook, _ = made
    spec, audience = paper
    name, content = file(playbook, spec, lang, audience, form)
    proof = Proof(playbook, audience)
    assert len(proof.secrets) > 10
    verdict = proof.judge(content, name, lambda other: file(other, spec, lang, audience, form)[1])
    assert verdict.leaks == ()


@FULL
@given(marked(), st.sampled_from(PAPERS), st.sampled_from(FORMATS), st.sampled_from(LANGUAGES))
def test_no_file_changes_with_what_its_readers_must_not_see(
    made: Any, paper: Any, form: FileFormat, lang: Lang
) -> None:
    playbook, _ = made
    spec, audience = paper
    other = twin(playbook, Proof(playbook, audience).secrets)
    assert other is not None
    assert other != playbook
    assert file(other, spec, lang, audience, form) == file(playbook, spec, lang, audience, form)


@FEW
@given(marked(), st.sampled_from([spec for spec, audience in PAPERS if audience == "internal"]), st.data())
def test_a_paper_of_a_narrower_circle_is_caught(made: Any, spec: DocumentSpec, data: st.DataObject) -> None:
    """The properties above can fail: the internal paper, held before the eyes of the public, has hits."""
    playbook, _ = made
    form = data.draw(st.sampled_from(FORMATS))
    _, content = file(playbook, spec, "de", "internal", form)
    if Proof(playbook, "public").hits(content):
        return
    produced = produce(playbook, spec.id, "de", "internal", DAY)  # only empty forms and the like may say nothing
    assert not [found for found in SECRET.finditer(produced.markdown) if found[1] != "0"]


@FEW
@given(marked(), st.sampled_from(CONFIDENTIALITY[:3]), st.sampled_from(LANGUAGES))
def test_contacts_and_calendar_hold_nothing_above_their_class(made: Any, audience: Any, lang: Lang) -> None:
    from komma_cli.agenda import agenda
    from komma_cli.report.calendar import CalendarTeller
    from komma_cli.report.contact_files import as_csv, as_vcards, as_workbook, cards

    playbook, _ = made
    reader = Reader(redact(playbook, audience), lang, audience, DAY)
    found, _left_out = cards(reader)
    teller = CalendarTeller(reader)
    days = teller.of_agenda(agenda(reader.playbook, DAY, date(2028, 12, 1), proofs=audience == "internal"))
    files = [as_csv(found, reader), as_vcards(found, reader), teller.written(days, teller.plan_name())]
    proof = Proof(playbook, audience)
    for content in (*(text.encode("utf-8") for text in files), as_workbook(found, reader)):
        assert proof.judge(content).leaks == ()
