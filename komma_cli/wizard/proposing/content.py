"""What komma proposes for the strategy paper, the review of the own house and the offers of help.

Blueprint and worksheets propose, the playbook's own bodies are the offers: nobody is offered whom the coordinator has
not entered before. Each function here is a ``proposing.Source`` for the place its name says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from komma_cli import blueprint, dates, directory, goals, worksheets
from komma_cli.model.describe import list_items
from komma_cli.model.fields import item_key
from komma_cli.paths import ById, SymbolicPath, get
from komma_cli.store import Change
from komma_cli.texts import Lang, label, text
from komma_cli.wizard.proposing.proposal import (
    Edit,
    Plain,
    Proposal,
    completing,
    completion,
    entry_words,
    new,
    roles_by_template,
    source_words,
)
from komma_cli.worksheets import Item, Worksheet

STEPS, INDICATORS = "review-steps", "review-indicators"
_KIND_OF_OFFER = {
    "counselling": "counselling",
    "psychosocial": "counselling",
    "legal_aid": "counselling",
    "complaint": "complaint",
}
"""Kind of body to kind of offer; other bodies offer no help to a person. A body never offers both."""
_LONGEST_ID = 60


# -- strategy -----------------------------------------------------------------------------------------------------


def definitions(data: Plain, parts: SymbolicPath, lang: Lang, together: Collection[str]) -> Iterator[Proposal]:
    """Offer the working definitions; a text the municipality has changed keeps its own source."""
    present = _by_id(data, parts)
    known = _said(data, parts, "term")
    for found in blueprint.definitions(lang):
        fresh = blueprint.as_playbook_definition(found)
        if found.id in present:
            if present[found.id].get("text") == found.text:
                yield from completion(data, parts, found.id, fresh, lang)
        elif found.term.casefold() not in known:
            yield new(parts, fresh, found.term, f"{found.text} {source_words(found.sources, found.confidence, lang)}")


def fields(data: Plain, parts: SymbolicPath, lang: Lang, together: Collection[str]) -> Iterator[Proposal]:
    """Offer the fields of action, each with its goals and measures."""
    roles, present, known = roles_by_template(data), _by_id(data, parts), _said(data, parts, "title")
    for found in blueprint.fields(lang):
        fresh = blueprint.as_playbook_field(found, roles=roles)
        if found.id in present:
            yield from completion(data, parts, found.id, fresh, lang)
            yield from _owners(present[found.id], (*parts, ById(found.id)), fresh["goals"], lang)
        elif found.title.casefold() not in known:
            named = "\n".join(f"– {goal.title}" for goal in found.goals)
            count = sum(len(goal.measures) for goal in found.goals)
            sourced = text("wizard.proposal_measures", lang, count=count)
            yield new(parts, fresh, found.title, f"{found.summary}\n{named}\n{sourced}")


def goals_of_field(data: Plain, parts: SymbolicPath, lang: Lang, together: Collection[str]) -> Iterator[Proposal]:
    """Offer the goals that the blueprint has for this field and the municipality has not, with their measures."""
    roles, present, known = roles_by_template(data), _by_id(data, parts), _said(data, parts, "title")
    here = parts[-2]
    for found in blueprint.fields(lang):
        for goal in found.goals if isinstance(here, ById) and here.id == found.id else ():
            if goal.id in present or goal.title.casefold() in known:
                continue
            named = "\n".join(f"– {measure.title}" for measure in goal.measures)
            sourced = text("wizard.proposal_measures", lang, count=len(goal.measures))
            yield new(parts, goals.as_playbook_goal(goal, roles=roles), goal.title, f"{named}\n{sourced}")


def _owners(own: Plain, here: SymbolicPath, fresh: Sequence[Plain], lang: Lang) -> Iterator[Proposal]:
    """Offer owners for measures that came into the playbook before anybody who could own them."""
    wanted = {m["id"]: m["owner"] for goal in fresh for m in goal["measures"] if "owner" in m}
    edits: list[Edit] = [
        Change((*here, "goals", ById(goal["id"]), "measures", ById(measure["id"]), "owner"), wanted[measure["id"]])
        for goal in _items(own.get("goals"))
        for measure in _items(goal.get("measures"))
        if measure["id"] in wanted and not measure.get("owner")
    ]
    if edits:
        detail = text("wizard.proposal_owners", lang, count=len(edits))
        yield completing(f"{own['id']}-owners", str(own.get("title")), detail, edits, lang)


# -- review of the own house --------------------------------------------------------------------------------------


def review_steps(data: Plain, parts: SymbolicPath, lang: Lang, together: Collection[str]) -> Iterator[Proposal]:
    """Offer the steps of the review with whoever is responsible for each here."""
    sheet = worksheets.worksheet(STEPS, lang)
    present, known = _by_id(data, parts), _said(data, parts, "text")
    titles = {item_key(role): str(role.get("title", "")) for _, role in list_items(data, "roles")}
    plain = worksheets.as_playbook_steps(sheet, roles=roles_by_template(data))
    for item, fresh in zip(sheet.items, plain, strict=True):
        if item.id in present:
            yield from completion(data, parts, item.id, fresh, lang)
        elif item.short.casefold() not in known:
            owner = titles.get(fresh.get("owner"))
            who = text("wizard.proposal_owner", lang, owner=owner) if owner else ""
            yield new(parts, fresh, item.short, f"{who}{item.hint or ''} {item_source(sheet, item, lang)}")


def instruments(data: Plain, parts: SymbolicPath, lang: Lang, together: Collection[str]) -> Iterator[Proposal]:
    """Offer the worksheets with which an administration looks at itself."""
    sheets = {sheet.id: sheet for sheet in worksheets.worksheets(lang, "internal_review")}
    present = _by_id(data, parts)
    for fresh in worksheets.as_playbook_instruments(sheets.values()):
        if fresh["id"] not in present:
            sheet = sheets[fresh["id"]]
            about = text("wizard.proposal_sheet", lang, id=sheet.id, date=dates.say(sheet.as_of, lang))
            yield new(parts, fresh, sheet.title, f"{sheet.purpose} {about}")


def indicators(data: Plain, parts: SymbolicPath, lang: Lang, together: Collection[str]) -> Iterator[Proposal]:
    """Offer what can be counted and how it is read; these entries have no id and are known by their text."""
    sheet = worksheets.worksheet(INDICATORS, lang)
    known = _said(data, parts, "text")
    end = len(get(data, parts) or [])
    for item, fresh in zip(sheet.items, worksheets.as_playbook_indicators(sheet), strict=True):
        if item.short.casefold() not in known:
            detail = f"{item.hint or ''} {item_source(sheet, item, lang)}"
            yield Proposal(item.id, item.short, detail.strip(), (Change((*parts, end), fresh),))
            end += item.id in together


def item_source(sheet: Worksheet, item: Item, lang: Lang) -> str:
    """Return where a line of a worksheet comes from; what a law says names the law."""
    named = [source for name in item.sources for source in sheet.sources if source.id == name]
    laws_first = sorted(named, key=lambda source: source.norm is None) if item.confidence == "L" else named
    return source_words(laws_first, item.confidence, lang)


# -- offers of help -----------------------------------------------------------------------------------------------


def offers(data: Plain, parts: SymbolicPath, lang: Lang, together: Collection[str]) -> Iterator[Proposal]:
    """Offer the playbook's own bodies as counselling or as complaint, those first that serve a group without help."""
    used = _doors(data)
    taken = set(_by_id(data, parts))
    served = {a for offer in _items(get(data, parts)) for a in offer.get("audiences") or []}
    bodies = [b for _, b in list_items(data, "bodies") if item_key(b) not in used and _is_help(b)]
    for body in sorted(bodies, key=lambda body: served.issuperset(body["audiences"])):
        kind = _KIND_OF_OFFER[body["kind"]]
        fresh: Plain = {
            "id": _free_id(str(body["id"]), taken),
            "title": body["name"],
            "kind": kind,
            "audiences": list(body["audiences"]),
            "contact": body["id"],
        }
        if kind == "counselling" and (said := _promises(body, lang)):
            fresh["text"] = said
        about = text("wizard.proposal_offer", lang, kind=label("offer_kind", kind, lang), audiences=_whom(body, lang))
        yield new(parts, fresh, body["name"], " ".join([about, *_promised(fresh), _source_of_body(body, lang)]))


def _is_help(body: Plain) -> bool:
    """Say whether people can be sent to a body; what is not confidential is no counselling."""
    kind = _KIND_OF_OFFER.get(str(body.get("kind")))
    named = bool(body.get("name") and body.get("audiences"))
    return named and kind is not None and (kind == "complaint" or body.get("confidential") is not False)


def _whom(body: Plain, lang: Lang) -> str:
    """Return for whom a body is there; all groups together have words of their own."""
    if set(directory.AUDIENCES) <= set(body["audiences"]):
        return text("wizard.for_all", lang)
    return ", ".join(label("audience_for", audience, lang) for audience in body["audiences"])


def _doors(data: Plain) -> set[str]:
    """Return the bodies behind offers and behind the complaint office: none of them is offered a second time."""
    provided = {item_key(role): role.get("provided_by") for _, role in list_items(data, "roles")}
    named = [offer.get("contact") for offer in _items(get(data, ("support", "offers")))]
    named.append(get(data, ("internal_review", "complaint_office", "role")))
    return {str(each) for name in named for each in (name, provided.get(name)) if each}


def _free_id(body: str, taken: set[str]) -> str:
    """Return an id for the offer of a body that no other offer has, and remember it."""
    first = f"offer-{body.removeprefix('b-')}"[:_LONGEST_ID].rstrip("-")
    others = (f"{first[: _LONGEST_ID - 4].rstrip('-')}-{number}" for number in range(2, 1000))
    made = next(each for each in (first, *others) if each not in taken)
    taken.add(made)
    return made


def _promises(body: Plain, lang: Lang) -> str:
    """Return what is known of a counselling body, as one sentence, or nothing."""
    known = [text(f"wizard.offer_{key}", lang) for key in ("confidential", "free", "anonymous") if body.get(key)]
    said = ", ".join(known)
    return f"{said[0].upper()}{said[1:]}." if said else ""


def _promised(fresh: Plain) -> list[str]:
    return [fresh["text"]] if "text" in fresh else []


def _source_of_body(body: Plain, lang: Lang) -> str:
    """Return where a body of the playbook comes from: the directory, or the coordinator herself."""
    found = next((entry for entry in directory.entries(lang) if entry.id == body.get("from")), None)
    return text("wizard.proposal_own_body", lang) if found is None else entry_words(found, lang)


# -- common -------------------------------------------------------------------------------------------------------


def _items(value: Any) -> list[Plain]:
    return [item for item in value or [] if isinstance(item, dict)] if isinstance(value, list) else []


def _by_id(data: Plain, parts: SymbolicPath) -> dict[str, Plain]:
    return {str(item["id"]): item for item in _items(get(data, parts)) if item.get("id")}


def _said(data: Plain, parts: SymbolicPath, key: str) -> set[str]:
    """Return the titles (or texts) that a list has already, so that the same is not offered under another id."""
    return {str(item.get(key, "")).casefold() for item in _items(get(data, parts))}
