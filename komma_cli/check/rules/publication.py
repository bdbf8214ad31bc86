"""K8xx: what must not stand in a paper, and words that say the law or a person wrongly."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from komma_cli.check.finding import Hit
from komma_cli.check.lookup import name_of, within
from komma_cli.check.registry import Context, rule
from komma_cli.check.rules.file import HIDDEN
from komma_cli.check.wording import Passage, sentences
from komma_cli.model.channels import PRIVATE
from komma_cli.model.describe import Parts
from komma_cli.paths import format_path
from komma_cli.texts import facts

MAIL_PROVIDERS = (
    "aol",
    "arcor",
    "freenet",
    "gmail",
    "gmx",
    "googlemail",
    "hotmail",
    "icloud",
    "live",
    "outlook",
    "posteo",
    "proton",
    "protonmail",
    "t-online",
    "web",
    "yahoo",
)
# Patterns stand as text: they are compiled by the first search, so a clean playbook never pays for them.
PRIVATE_MAIL = rf"(?i)[\w.+-]+@(?:{'|'.join(MAIL_PROVIDERS)})\.[a-z]{{2,3}}\b"
MOBILE = r"(?<![\d/])(?:(?:\+|00)49[ /(-]*(?:0\)[ -]*)?|0)1[5-7]\d(?:[ /()-]*\d){6,9}(?!\d)"
"""German mobile numbers start with 015, 016 or 017."""
HOME = (
    r"\b(?i:privat(?:e )?(?:adresse|anschrift)|privatwohnung|wohn(?:anschrift|adresse|haft|t)|zu ?hause)\b[^.\n]{0,60}?"
    r"\b[A-ZÄÖÜ][\wäöüß-]*(?i:straße|strasse|str\.|weg|gasse|allee|platz|ring|damm|ufer)\s+\d{1,4}\b"
)
"""A street with a number counts only where the words before it say that somebody lives there."""
PLACEHOLDER = (
    r"\bTODO\b|\bTBD\b|\bX{3,}\b|\bXX\b(?!\.)|\b[Nn]\. ?[Nn]\.(?!\w)|\[(?:\.\.\.|…)\]|\?\?\?|\b[Ll]orem ipsum\b"
    r"|\[(?:[Nn]ame|[Dd]atum|[Ff]unktion|[Oo]rt|[Ss]tadt)[^\]]*\]|\b[Bb]itte (?:ausfüllen|ergänzen)\b"
)
FLAGGED = (
    r"(?i)\b(?:angeblich\w*|(?<!im )einzelf[aä]ll\w*|opfers?|täter(?:s|n|in|innen)?|zeitnah\w*|gegebenenfalls|"
    r"grundsätzlich\w*|unverzüglich)\b|\bggf\.|\bi\. ?d\. ?r\."
)
FLAGGED_WORDS = (
    "angeblich",
    "einzelf",
    "gegebenenfalls",
    "ggf.",
    "grundsätzlich",
    "i. d. r.",
    "i.d.r.",
    "opfer",
    "täter",
    "unverzüglich",
    "zeitnah",
)
"""Without one of these, in lower case, ``FLAGGED`` finds nothing."""
A_TIME = r"(?i)\d|\b(?:stunde|tag|minute|woche)"
FOUR_YEARS = r"(?i)\b(?:vier|4)\s+Jahren?\b|\bfour years\b"
STALKING = r"(?i)§\s*238\b|\bNachstellung|\bstalking"
APPLICATION = r"(?i)Strafantrag|Antragsdelikt|auf Antrag|application"
NECESSARY = (
    r"(?i)nötig|notwendig|erforderlich|brauch|\bmuss\b|müssen|\bnur\b|Antragsdelikt|Monate|required|needed|\bonly\b"
)
NOT = r"(?i)\b(?:kein\w*|nicht|ohne|no|not|without)\b"
LADG = r"(?i)\bLADG\b|Landesantidiskriminierungsgesetz"
BDSG = r"§§?\s*(?:22|26)\b[^.;\n]{0,40}\b(?:BDSG|Bundesdatenschutzgesetz)|\bBDSG\b\s*§§?\s*(?:22|26)\b"
GENDER_SIGN = r"\b[A-ZÄÖÜ]\w*[a-zäöüß](?:[*:_·/]-?[Ii]n(?:nen)?|Innen)\b"
QUOTED_LISTS = frozenset({"never_said", "never"})
"""Lists of what is not to be said or done may quote it."""
LEAK_LENGTH = 20
"""Characters: a shorter confidential line such as „Kamera“ may stand elsewhere by chance."""


def _quotes(passage: Passage) -> bool:
    return any(part in QUOTED_LISTS for part in passage.parts)


def _first(passages: Iterable[Passage], pattern: str) -> Iterator[tuple[Passage, str]]:
    """Yield each passage in which the pattern is found, with what was found first."""
    for passage in passages:
        match = re.search(pattern, passage.text)
        if match is not None and passage.confidentiality is not None:
            yield passage, match[0]


def _wrong(passages: Iterable[Passage], is_wrong: Callable[[str], bool]) -> Iterator[Hit]:
    """Yield a hit for each passage that has a wrong sentence."""
    for passage in passages:
        if any(map(is_wrong, sentences(passage.text))) and passage.confidentiality is not None:
            yield Hit(passage.parts)


@rule("K801", "error", profile="core", sources=("R64",))
def private_channels_stay_private(context: Context) -> Iterator[Hit]:
    """A private number or address is never marked for more eyes than the named roles."""
    for section in ("people", "bodies"):
        for item in getattr(context.playbook, section):
            for position, channel in enumerate(item.channels):
                if channel.kind in PRIVATE and channel.class_ not in (None, "confidential"):
                    values = {"name": name_of(context, item.id), "kind": channel.kind, "class": channel.class_}
                    yield Hit((section, item.id, "channels", position, "class"), values)


@rule("K802", "error", profile="core", on_data=True, sources=("R64",))
def no_private_data_in_public(context: Context) -> Iterator[Hit]:
    """No text that everybody may read holds a private address or a mobile number."""
    kinds = (
        ("email", PRIVATE_MAIL, ("@",)),
        ("mobile", MOBILE, ("015", "016", "017", "+49", "0049")),
        ("home", HOME, ("privat", "wohn", "hause")),
    )
    for case, pattern, words in kinds:
        for passage, _ in _first(context.wording.holding(*words), pattern):
            if passage.confidentiality == "public":
                yield Hit(passage.parts, {"case": case})


@rule("K814", "warning", profile="core", sources=("R64", "D"))
def service_mail_is_not_private(context: Context) -> Iterator[Hit]:
    """An address at a private provider is not passed off as the service address of one of our people."""
    for person in context.playbook.people:
        for position, channel in enumerate(person.channels):
            if (
                channel.kind == "email"
                and channel.class_ != "confidential"
                and re.fullmatch(PRIVATE_MAIL, channel.value)
            ):
                yield Hit(("people", person.id, "channels", position, "kind"), {"name": name_of(context, person.id)})


@rule("K803", "warning", profile="core", on_data=True, sources=("R99", "W17"))
def no_placeholders(context: Context) -> Iterator[Hit]:
    """No text waits to be written."""
    words = ("todo", "tbd", "xx", "n. n.", "n.n.", "[", "???", "lorem", "bitte aus", "bitte erg")
    for passage, found in _first(context.wording.holding(*words), PLACEHOLDER):
        # the only pattern here that takes in words of the file itself
        shown = HIDDEN if passage.confidentiality == "confidential" else found
        yield Hit(passage.parts, {"found": shown})


@rule("K804", "hint", on_data=True, sources=("W15", "D"))
def words_to_weigh(context: Context) -> Iterator[Hit]:
    """Words that belittle, or that leave open when something happens."""
    for passage, found in _first(context.wording.holding(*FLAGGED_WORDS), FLAGGED):
        is_name = passage.parts[0] == "bodies"
        has_time = found.lower() == "unverzüglich" and re.search(A_TIME, passage.text) is not None
        if not (is_name or has_time or _quotes(passage)):
            yield Hit(passage.parts, {"found": found})


@cache
def _parties() -> tuple[str, tuple[str, ...]]:
    """Return the pattern for names of parties and the lower-case words without which it cannot match."""
    known = facts("parties")
    names, articled = ("|".join(map(re.escape, known[key])) for key in ("names", "articled"))
    pattern = rf"(?<![\w-])(?:{names})(?!\w)|\b[Dd](?:ie|er|en) (?:{articled})\b(?!\s+[A-ZÄÖÜ])"
    words = {max(name.lower().split(), key=len) for name in (*known["names"], *known["articled"])}
    shortest = {word for word in words if not any(other in word for other in words - {word})}
    return pattern, tuple(sorted(shortest))


@rule("K805", "warning", on_data=True, sources=("R70",))
def no_parties(context: Context) -> Iterator[Hit]:
    """What the administration says in public names no party."""
    pattern, words = _parties()
    for passage, found in _first(context.wording.holding(*words), pattern):
        outward = passage.confidentiality == "public" or passage.parts[0] == "communication"
        takes_part = passage.parts[:2] == ("alliance", "council_groups") or passage.parts[0] in ("people", "roles")
        if outward and not takes_part and not _quotes(passage):
            yield Hit(passage.parts, {"found": found})


@rule("K806", "warning", on_data=True, sources=("R57", "BMG § 51 (4)"))
def register_block_lasts_two_years(context: Context) -> Iterator[Hit]:
    """Nobody is told that the block of the register holds for four years."""
    for passage, _ in _first(context.wording.holding("auskunftssperre", "§ 51", "register block"), FOUR_YEARS):
        yield Hit(passage.parts)


@rule("K807", "warning", on_data=True, sources=("StGB § 238",))
def stalking_needs_no_application(context: Context) -> Iterator[Hit]:
    """Nobody is told that stalking is prosecuted on application only."""

    def is_wrong(sentence: str) -> bool:
        says_so = all(re.search(pattern, sentence) for pattern in (STALKING, APPLICATION, NECESSARY))
        return says_so and not re.search(NOT, sentence)

    yield from _wrong(context.wording.holding("238", "nachstellung", "stalking"), is_wrong)


@rule("K808", "error", on_data=True, sources=("R60",))
def berlin_law_in_berlin(context: Context) -> Iterator[Hit]:
    """The Berlin act against discrimination is not cited as law of another Land."""
    municipality = context.data.get("municipality")
    if not isinstance(municipality, dict) or municipality.get("state") == "BE":
        return

    def is_wrong(sentence: str) -> bool:
        return "Berlin" not in sentence and re.search(LADG, sentence) is not None

    yield from _wrong(context.wording.holding("ladg", "landesantidiskriminierungsgesetz"), is_wrong)


@rule("K809", "warning", on_data=True, sources=("R62", "BDSG § 1 (1)"))
def land_law_of_data_protection(context: Context) -> Iterator[Hit]:
    """The federal data protection act is not taken as the basis of a municipality."""
    for passage, found in _first(context.wording.holding("bdsg", "bundesdatenschutzgesetz"), BDSG):
        yield Hit(passage.parts, {"found": found})


@rule("K810", "warning", needs=("municipality",), sources=("R61", "D"))
def state_of_law(context: Context) -> Iterator[Hit]:
    """It is known up to which day the statements of law were checked, and that day is not long ago."""
    day, limit = context.playbook.municipality.legal_as_of, context.length("state_of_law")
    if day is None:
        yield Hit(("municipality", "legal_as_of"), {"case": "missing"})
    elif not within(day, limit, context.today):
        case = "future" if day > context.today else "old"
        yield Hit(("municipality", "legal_as_of"), {"case": case, "day": day, "limit": limit})


@rule("K811", "warning", needs=("communication",), sources=("R69",))
def consent_before_names(context: Context) -> Iterator[Hit]:
    """The rule that nobody is named without consent is written down."""
    if context.playbook.communication is not None and context.playbook.communication.consent_rule is None:
        yield Hit(("communication", "consent_rule"))


@rule("K815", "hint", needs=("communication",), sources=("D",))
def first_words_are_ready(context: Context) -> Iterator[Hit]:
    """First words for the press are written before they are needed."""
    if context.playbook.communication is not None and not context.playbook.communication.holding_statements:
        yield Hit(("communication", "holding_statements"))


@rule("K812", "hint", on_data=True, sources=("R73",))
def house_style_of_gender(context: Context) -> Iterator[Hit]:
    """Signs inside words fit the chosen style; Bavaria forbids them to authorities of the Land."""
    communication, municipality = (context.data.get(key) for key in ("communication", "municipality"))
    style = communication.get("gender_style") if isinstance(communication, dict) else None
    state = municipality.get("state") if isinstance(municipality, dict) else None
    signs = {"star": "*", "colon": ":"}.get(str(style)) if state != "BY" else None
    if style is None and state != "BY":
        return
    for passage in context.wording.holding("*in", ":in", "_in", "·in", "/in", "/-in", "innen"):
        if not any(sign in passage.text for sign in ("Innen", "*", ":", "_", "·", "/")):
            continue
        found = next((m[0] for m in re.finditer(GENDER_SIGN, passage.text) if signs is None or signs not in m[0]), None)
        if found is not None and passage.parts[0] != "bodies":
            yield Hit(passage.parts, {"case": "bavaria" if state == "BY" else "style", "found": found})


def _protective_texts(context: Context) -> Iterator[tuple[Parts, str]]:
    """Yield place and words of what the playbook says about the protection of sites, if long enough to recognise."""
    concept, escalation = context.playbook.security_concept, context.playbook.escalation
    texts: list[tuple[Parts, str]] = [
        (("security_concept", "sites", number, "measures", position), measure)
        for number, site in enumerate(concept.sites if concept else ())
        for position, measure in enumerate(site.measures)
    ]
    if escalation is not None and escalation.emergency is not None and escalation.emergency.assembly_point is not None:
        texts.append((("escalation", "emergency", "assembly_point"), escalation.emergency.assembly_point))
    yield from ((parts, text) for parts, text in texts if len(text) >= LEAK_LENGTH)


@rule("K813", "error", on_data=True, sources=("R65",))
def protection_stays_secret(context: Context) -> Iterator[Hit]:
    """What protects a site does not stand word for word in a text that everybody may read."""
    for parts, text in _protective_texts(context):
        for passage in context.wording.holding(text.lower()):
            if passage.confidentiality == "public":
                yield Hit(passage.parts, {"place": format_path(parts)})
