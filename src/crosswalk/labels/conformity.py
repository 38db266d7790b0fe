"""Data and conformity of a declaration against what a target asks: age, primary share, databases; verification, assurance, accreditation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from crosswalk.engine.rules.classify import State
from crosswalk.labels import dossier_wording as wording
from crosswalk.labels.check import Check, cited
from crosswalk.library.library import Library
from crosswalk.model.agreement import Agreement
from crosswalk.model.base import Text
from crosswalk.model.evidence import Asks
from crosswalk.model.footprint import Footprint
from crosswalk.model.standard import Rule, Standard, Topic
from crosswalk.names import Names, normalise

LEVELS = ("limited", "reasonable")


def data_checks(footprint: Footprint, target: Standard, day: date) -> Iterator[Check]:
    """Age of data, share of primary data, background data."""
    evidence = footprint.evidence
    rule = _rule(target, "data-quality")
    where = _where(target, rule)
    asked = _asked(target, "oldest_data")
    state, statement = State.OPEN, wording.not_asked(target, evidence.oldest_data)
    if asked is not None and evidence.oldest_data is not None:
        limit = asked.oldest_data
        assert limit is not None
        state = State.MET if day.year - evidence.oldest_data <= limit.to("a").magnitude else State.FAILED
        statement = wording.age(evidence.oldest_data, limit)
    yield _point(
        "data", "data-age", wording.DATA_AGE, state, statement, wording.declare("evidence.oldest_data", evidence.oldest_data, target), where
    )
    share = evidence.primary_data_share
    asked = _asked(target, "primary_data")
    state, statement = State.OPEN, wording.not_asked(target, None if share is None else f"{(share * 100).normalize():f} %")
    if asked is not None and share is not None:
        assert asked.primary_data is not None
        state = State.MET if share >= asked.primary_data else State.FAILED
        statement = wording.primary(share, asked.primary_data)
    question = wording.declare("evidence.primary_data_share", share, target)
    yield _point("data", "primary-data", wording.PRIMARY, state, statement, question, where)
    names = ", ".join(f"{entry.name} {entry.version or ''}".strip() for entry in evidence.background_data)
    asked = _asked(target, "databases")
    state, statement = State.OPEN, wording.not_asked(target, names or None)
    if asked is not None and asked.databases == "refused":
        state = State.FAILED if names else State.OPEN
        statement = wording.databases_refused(target, names)
    question = wording.declare("evidence.background_data", names or None, target)
    yield _point("data", "background-data", wording.BACKGROUND, state, statement, question, where)


def conformity_checks(library: Library, footprint: Footprint, target: Standard, day: date) -> Iterator[Check]:
    """Verification, level of assurance, standards of verification, accreditation, validity."""
    evidence = footprint.evidence
    rule = _rule(target, "verification")
    where = _where(target, rule)
    yield _verification(library, footprint, target, rule, where)
    asked = _asked(target, "level")
    state, statement = State.OPEN, wording.not_asked(target, evidence.level)
    if asked is not None and asked.level is not None and evidence.level is not None:
        state = State.MET if LEVELS.index(evidence.level) >= LEVELS.index(asked.level) else State.FAILED
        statement = wording.level(evidence.level, asked.level)
    yield _point(
        "conformity", "assurance", wording.ASSURANCE, state, statement, wording.declare("evidence.level", evidence.level, target), where
    )
    words = library.verification_words("verification-words")
    norms = {normalise(norm) for norm in words.norms}
    followed = [norm for norm in evidence.verified_to if any(known in normalise(norm) for known in norms)]
    state = State.MET if followed else State.OPEN
    statement = wording.norms(evidence.verified_to, words.norms, state)
    yield _point("conformity", "verified-to", wording.NORMS, state, statement, wording.DECLARE_NORMS, ", ".join(words.norms))
    yield _accreditation(library, footprint, day)
    expires = evidence.expires
    state = State.OPEN if expires is None else State.MET if expires >= day else State.FAILED
    yield _point("conformity", "validity", wording.VALIDITY, state, wording.validity(expires, state), wording.DECLARE_EXPIRY, where)


def _verification(library: Library, footprint: Footprint, target: Standard, rule: Rule | None, where: str) -> Check:
    said = footprint.evidence.verification
    words = library.verification_words("verification-words")
    names = Names("kind of verification", "核查类型")
    for word in words.words:
        names.add(word.id, [word.name.en, word.name.zh, *word.aliases])
    key = names.get(said) if said else None
    met_by = next((code.met_by for code in words.codes if rule is not None and code.rule == rule.value), None)
    question = wording.declare_verification(target, [word for word in words.words if met_by is None or word.id in met_by])
    if rule is not None and rule.value == "none":
        return _point("conformity", "verification", wording.VERIFICATION, State.MET, wording.none_asked(rule.text), question, where)
    asks = rule.text if rule is not None else wording.UNREAD_RULE
    state = State.OPEN
    if key is not None and met_by is not None:
        state = State.MET if key in met_by else State.FAILED
    return _point("conformity", "verification", wording.VERIFICATION, state, wording.verification(asks, said, state), question, where)


def _accreditation(library: Library, footprint: Footprint, day: date) -> Check:
    """Whether the body is accredited under an arrangement that holds on the day, or one that came in its place."""
    declared = footprint.evidence.accreditation
    known = [
        entry for file in map(library.agreements.of, library.agreements.ids()) for entry in file.agreements if entry.kind == "accreditation"
    ]
    names = Names("arrangement", "互认协议")
    for entry in known:
        names.add(entry.id, [entry.name.en, entry.name.zh, entry.id.replace("-", " ")])
    key = names.get(declared.arrangement) if declared is not None and declared.arrangement else None
    found = next((entry for entry in known if entry.id == key), None)
    next_one = next((entry for entry in known if found is not None and entry.replaces == found.id), None)
    state = State.OPEN
    if found is not None:
        state = _holds(found, day)
    source = "IAF / ILAC / GACI" if found is None else cited(found.name.en, found.source)
    statement = wording.accreditation(declared, found, next_one, state, day)
    return _point("conformity", "accreditation", wording.ACCREDITATION, state, statement, wording.declare_accreditation(known), source)


def _holds(entry: Agreement, day: date) -> State:
    if not entry.verification or (entry.since is not None and day.isoformat() < entry.since):
        return State.FAILED
    return State.OPEN if entry.until is not None and day > entry.until else State.MET


def _rule(standard: Standard, topic: Topic) -> Rule | None:
    return next((rule for rule in standard.rules if rule.topic == topic), None)


def _asked(standard: Standard, field: str) -> Asks | None:
    """The first rule that asks something in numbers."""
    return next((rule.asks for rule in standard.rules if rule.asks is not None and getattr(rule.asks, field) is not None), None)


def _where(standard: Standard, rule: Rule | None) -> str:
    return standard.number if rule is None else cited(standard.number, rule.source)


def _point(section: Any, topic: str, name: Text, state: State, statement: Text, question: Text, source: str) -> Check:
    return Check(section, topic, name, state, statement, question if state is State.OPEN else None, source)
