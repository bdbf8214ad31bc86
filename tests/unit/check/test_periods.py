"""Periods of law in sentences: wrong ones are found, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from komma_cli.check import periods
from komma_cli.laws import laws

RIGHT = {law.id: law.duration for law in laws("de") if law.duration is not None}


def found(sentence: str, meant: str | None = None) -> list[tuple[str | None, str]]:
    """Return (law, verdict) of every period in a sentence that is not what the law says."""
    judged = [
        (one.subject.law, periods.verdict(one, RIGHT[str(one.subject.law)], sentence))
        for one in periods.periods(sentence, meant)
    ]
    return [(law, verdict) for law, verdict in judged if verdict is not None]


@pytest.mark.parametrize(
    ("sentence", "law", "verdict"),
    [
        ("Stellen Sie den Strafantrag innerhalb von 6 Monaten.", "strafantrag", "late"),
        ("Strafantrag: Frist ein halbes Jahr.", "strafantrag", "late"),
        ("Für den Strafantrag haben Sie vier Monate Zeit.", "strafantrag", "late"),
        ("Für den Strafantrag gilt eine sechsmonatige Frist.", "strafantrag", "late"),
        ("Die Frist für den Strafantrag beträgt zwei Monate.", "strafantrag", "other"),
        ("Der Strafantrag ist erst nach einem Jahr verfristet.", "strafantrag", "late"),
        ("Innerhalb eines Jahres muss der Strafantrag gestellt sein.", "strafantrag", "late"),
        ("Make the application for prosecution within six months.", "strafantrag", "late"),
        ("The deadline for the application for prosecution is two months.", "strafantrag", "other"),
        ("Ansprüche nach dem AGG müssen Sie innerhalb von drei Monaten geltend machen.", "agg-claim", "late"),
        ("AGG: Frist drei Monate.", "agg-claim", "late"),
        ("Entschädigung wegen Diskriminierung verlangen Sie binnen 6 Monaten.", "agg-claim", "late"),
        ("Claims under the AGG must be made within three months.", "agg-claim", "late"),
        ("Die Auskunftssperre gilt ein Jahr.", "register-block", "other"),
        ("Die Auskunftssperre ist auf drei Jahre befristet.", "register-block", "other"),
        ("The register block lasts one year.", "register-block", "other"),
        ("Schicken Sie die Unfallanzeige innerhalb von zwei Wochen ab.", "accident-report", "late"),
        ("Send the accident report within 7 days.", "accident-report", "late"),
        ("Der Meldeblock wird für drei Jahre aufbewahrt.", "first-aid-record", "early"),
        ("First-aid records are kept for one year.", "first-aid-record", "early"),
        ("Eine fristlose Kündigung ist innerhalb von vier Wochen möglich.", "dismissal-for-cause", "late"),
        ("Die interne Meldestelle bestätigt den Eingang innerhalb von 14 Tagen.", "hinschg-receipt", "late"),
        ("Rückmeldung nach dem HinSchG: innerhalb von sechs Monaten.", "hinschg-feedback", "late"),
        ("Traumaambulanz: erste Sitzung innerhalb von zwei Jahren.", "trauma-outpatient", "late"),
        ("Soziale Entschädigung gibt es rückwirkend innerhalb von zwei Jahren.", "compensation-application", "late"),
        ("Interne Beschwerde bei der Plattform: nur 3 Monate.", "dsa-internal-complaint", "early"),
        ("Der Strafantrag hat drei Monate Frist, der Anspruch nach AGG drei Monate Frist.", "agg-claim", "late"),
        ("Stellen Sie Strafantrag, und zwar innerhalb von vier Monaten.", "strafantrag", "late"),
        ("Strafantrag (Frist: sechs Monate) nicht vergessen.", "strafantrag", "late"),
        (
            "Für die Beleidigung ist ein Strafantrag nötig, er muss innerhalb von fünf Monaten bei der Polizei sein.",
            "strafantrag",
            "late",
        ),
        ("Wer den Strafantrag nicht binnen eines Jahres stellt, verliert das Recht.", "strafantrag", "late"),
        ("Die Antragsfrist nach § 77b StGB läuft ein Jahr.", "strafantrag", "late"),
        (
            "Die Beleidigung verjährt in drei Jahren, für den Strafantrag haben Sie sechs Monate Zeit.",
            "strafantrag",
            "late",
        ),
        ("You can make an application for prosecution up to six months after the act.", "strafantrag", "late"),
        ("The application for prosecution must reach the police within a year.", "strafantrag", "late"),
        ("Ansprüche nach § 15 AGG: drei Monate, schriftlich.", "agg-claim", "late"),
        ("Ansprüche wegen Diskriminierung verfallen nach drei Monaten.", "agg-claim", "late"),
        ("Nach einem Jahr endet die Auskunftssperre.", "register-block", "other"),
        ("Die Auskunftssperre hält fünf Jahre.", "register-block", "other"),
        ("Erste-Hilfe-Dokumente werden nach drei Jahren vernichtet.", "first-aid-record", "early"),
        ("Eine fristlose Kündigung ist noch nach einem Monat möglich.", "dismissal-for-cause", "late"),
        ("Dismissal without notice: 4 weeks.", "dismissal-for-cause", "late"),
        ("Die interne Meldestelle hat für die Rückmeldung sechs Monate Zeit.", "hinschg-feedback", "late"),
    ],
)
def test_a_wrong_period_is_found(sentence: str, law: str, verdict: str) -> None:
    assert found(sentence) == [(law, verdict)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Stellen Sie den Strafantrag innerhalb von drei Monaten.",
        "Die Frist für den Strafantrag endet nach 3 Monaten.",
        "Make the application for prosecution within 3 months of knowledge.",
        "Das Rechtsamt bereitet den Strafantrag innerhalb von zwei Wochen vor.",
        "Der Strafantrag wird innerhalb von sechs Monaten nach der Wahl im Leitfaden überprüft.",
        "Wir erinnern nach 8 und nach 11 Wochen an den Strafantrag.",
        "Fragen Sie nach 6 Monaten, ob Strafantrag gestellt wurde.",
        "Nachsorge innerhalb von sechs Monaten, Strafantrag innerhalb von drei Monaten.",
        "Die AGG-Beschwerdestelle teilt das Ergebnis innerhalb von drei Monaten mit.",
        "Die Beschwerde nach dem AGG wird innerhalb von vier Monaten entschieden; Ansprüche bleiben.",
        "Die Klage auf Entschädigung nach dem AGG muss innerhalb von drei Monaten beim Arbeitsgericht sein.",
        "Der Strafantrag hat drei Monate Frist, der AGG-Anspruch zwei Monate Frist.",
        "The complaint office under the AGG answers within three months.",
        "Die Auskunftssperre gilt zwei Jahre; beantragen Sie die Verlängerung drei Monate vor Ablauf.",
        "Die Auskunftssperre gilt 24 Monate.",
        "Auskunftssperre 21 Monate nach Beginn verlängern.",
        "Die Auskunftssperre wird innerhalb von drei Tagen beantragt und die Verlängerung nach 21 Monaten.",
        "The register block lasts two years.",
        "Unfallanzeige bei mehr als drei Tagen Arbeitsunfähigkeit innerhalb von 3 Tagen.",
        "Der Dienstunfall ist innerhalb von zwei Jahren zu melden, die Unfallanzeige in 3 Tagen.",
        "Send the accident report on the same day, at the latest within three days.",
        "Meldeblöcke der Ersten Hilfe werden mindestens zehn Jahre aufbewahrt.",
        "Rückmeldung an die meldende Person innerhalb von sechs Wochen.",
        "Traumaambulanz: Termin innerhalb von zwei Wochen.",
        "Interne Beschwerde bei der Plattform: mindestens sechs Monate möglich.",
        "Die Strategie gilt vier Jahre und nennt auch den Strafantrag.",
        "Wird der Strafantrag gestellt, meldet sich die Polizei meist innerhalb von sechs Monaten.",
        "Hat die Staatsanwaltschaft sechs Monate nach dem Strafantrag nicht geantwortet, fragen wir nach.",
        "Kopien der Strafanträge werden für zehn Jahre aufbewahrt.",
        "Das Rechtsamt sammelt die Zahl der Strafanträge für ein Jahr und berichtet dem Rat.",
        "Die Zahl der Strafanträge ist in zwei Jahren gestiegen.",
        "Die Beschäftigten werden innerhalb eines Jahres zum Strafantrag geschult.",
        "Strafantrag nötig; Strafe bis zu zwei Jahren.",
        "Wer nach dem Strafantrag bedroht wird, bekommt bis zu fünf Jahre Begleitung.",
        "Eine Rücknahme des Strafantrags ist bis zum Abschluss möglich, das Verfahren läuft ein Jahr.",
        "Stirbt die Person, endet die Frist für den Strafantrag spätestens sechs Monate nach dem Tod.",
        "Die Beratung hilft beim Strafantrag und läuft für ein Jahr.",
        "Das Projekt „Hilfe beim Strafantrag“ läuft bis zu drei Jahre.",
        "Der Leitfaden zum Strafantrag gilt ein Jahr.",
        "Der Vertrag mit der Kanzlei für Strafanträge läuft zwei Jahre.",
        "Gegen Störer stellen wir Strafantrag und sperren das Konto in der Bibliothek für ein Jahr.",
        "Die Kanzlei stellt den Strafantrag und rechnet innerhalb von sechs Monaten ab.",
        "Ziel: In zwei Jahren wird zu jeder Beleidigung Strafantrag gestellt.",
        "Die Möglichkeit, Strafantrag zu stellen, wird innerhalb eines Jahres in allen Ämtern bekannt gemacht.",
        "Frist für den Entwurf des Strafantrags: ein Monat.",
        "Wir setzen uns selbst die Frist von einem Monat für den Strafantrag.",
        "Die Ansprüche nach AGG verjähren in drei Jahren, die Frist zur Geltendmachung beträgt aber zwei Monate.",
        "Das Personalamt beantwortet Ansprüche wegen Diskriminierung innerhalb von drei Monaten.",
        "Betroffene von Diskriminierung haben Anspruch auf bis zu fünf Monate Begleitung.",
        "Wer Diskriminierung erlebt, hat ein Jahr lang Anspruch auf Beratung.",
        "Ansprüche auf Bildungsurlaub zum Thema Diskriminierung müssen innerhalb von sechs Monaten beantragt werden.",
        "Für Schadensersatz aus dem Unfall haben Sie drei Jahre Zeit, bei Diskriminierung nur zwei Monate.",
        "Wir verlangen von allen Führungskräften eine AGG-Schulung innerhalb von sechs Monaten.",
        "Auskunftssperre: Bearbeitung dauert bis zu vier Wochen.",
        "Die Eintragung der Auskunftssperre dauert bis zu drei Wochen.",
        "Die Auskunftssperre ist noch ein Jahr gültig.",
        "Das Personalamt bewahrt die Unfallanzeige für zehn Jahre auf.",
        "Die Unfallanzeige ist Pflicht bei mehr als drei Tagen Ausfall, sonst freiwillig innerhalb von vier Wochen.",
        "Die Teilnahme am Erste-Hilfe-Kurs wird zwei Jahre aufbewahrt.",
        "Nach einer fristlosen Kündigung wird die Stelle innerhalb von drei Monaten neu besetzt.",
        "Fristlose Kündigung nur innerhalb von zwei Wochen, sonst ordentliche mit einer Frist von sechs Monaten.",
        "Wegen fristloser Kündigung ist eine Sperrzeit beim Arbeitslosengeld von bis zu zwölf Wochen möglich.",
        "Die interne Meldestelle bestätigt den Eingang nach 7 Tagen und meldet nach spätestens drei Monaten zurück.",
        "Rückmeldung der internen Meldestelle ohne Eingangsbestätigung: spätestens drei Monate nach Eingang.",
        "Rückmeldungen der internen Meldestelle werden für drei Jahre dokumentiert.",
        "In der Traumaambulanz dauert eine Sitzung 50 Minuten, die Therapie bis zu zwei Jahre.",
        "Legen Sie die interne Beschwerde bei der Plattform innerhalb von zwei Wochen ein.",
        "We keep a copy of the application for prosecution for five years.",
        "The police answer an application for prosecution within six months.",
        "An application for prosecution may lead to a sentence of up to two years.",
        "Staff are trained within one year in how to make an application for prosecution.",
        "Managers know within one year how to make an application for prosecution.",
        "Once an application for prosecution is made, the prosecutor usually takes up to a year.",
        "Our own deadline for the application for prosecution is one month.",
        "The leaflet on the application for prosecution is valid for two years.",
        "Entering the register block takes up to three weeks.",
        "The accident report is kept for ten years.",
        "First-aid training is valid for two years; first-aid records are kept for five years.",
        "Claims for discrimination must be made in writing within two months and taken to court within three months.",
        "Compensation for discrimination is limited to up to three months' pay.",
        "Whoever is discriminated against has a claim to counselling for one year.",
        "Dismissal without notice is possible only within two weeks; an action against it within three weeks.",
        "A dismissal for cause stays on file for three years.",
        "The internal reporting office gives feedback within three months and its head is appointed for four years.",
        "The platform answers internal complaints within two weeks.",
    ],
)
def test_what_is_right_or_unrelated_is_left_alone(sentence: str) -> None:
    assert found(sentence) == []


def test_a_bare_deadline_belongs_to_the_step() -> None:
    assert found("Die betroffene Person entscheidet, Frist: 6 Monate.", "strafantrag") == [("strafantrag", "late")]
    assert found("Die betroffene Person entscheidet, Frist: 3 Monate.", "strafantrag") == []
    assert found("Die betroffene Person entscheidet, Frist: 6 Monate.") == []
    assert found("Fragen Sie nach 6 Monaten nach.", "strafantrag") == []


@pytest.mark.parametrize(("law", "right"), RIGHT.items())
def test_the_length_of_the_data_is_never_wrong(law: str, right: str) -> None:
    """If the law data change, the rule follows: every subject accepts exactly what its law says."""
    for subject in (one for one in periods.SUBJECTS if one.law == law):
        assert periods.verdict(periods.Period(subject, "", "", right), right, "Frist") is None


def test_every_law_that_is_read_for_has_a_period_and_a_word_to_find_it_by() -> None:
    assert {one.law for one in periods.SUBJECTS if one.law is not None} <= set(RIGHT)
