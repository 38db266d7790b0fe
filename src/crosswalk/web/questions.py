"""The questions of a result with the inputs that answer them, and what was typed as answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from crosswalk.answering import NONE, Said
from crosswalk.engine.answers import QUANTITIES
from crosswalk.engine.gap import Answer, Gap
from crosswalk.engine.gap_groups import told
from crosswalk.engine.translation import Translation
from crosswalk.frames.space import Space
from crosswalk.library.library import Library
from crosswalk.model.footprint import Footprint
from crosswalk.model.quantity import Quantity
from crosswalk.model.standard import Standard
from crosswalk.report.tables import amount
from crosswalk.report.text import printed
from crosswalk.report.words import Lang, kind, tagged
from crosswalk.web.words import ABSENT, ANSWERS, CARRIERS, SUBJECT, pick, say

CO2E = ("kg CO2e", "t CO2e", "g CO2e")
OF_GAS = ("kg", "t", "g")
MANY = 10  # inputs of one question that are read at a glance
UNITS: dict[str, tuple[str, ...]] = {
    "kWh": ("kWh", "MWh", "GJ", "MJ"),
    "GJ": ("GJ", "MJ", "MWh", "kWh"),
    "kg C": ("kg C", "t C"),
    "kg CO2e/kWh": ("kg CO2e/kWh", "kg CO2/kWh", "g CO2e/kWh"),
}
"""The units offered for a number, by the unit that is asked for."""
GASES: dict[str, tuple[str, str]] = {
    "co2": ("CO2", "CO2"),
    "ch4-fossil": ("CH4, fossil", "CH4（化石）"),
    "ch4-biogenic": ("CH4, biogenic", "CH4（生物源）"),
    "ch4-luc": ("CH4, land-use change", "CH4（土地利用变化）"),
    "n2o": ("N2O", "N2O"),
    "fluorinated": ("fluorinated gases", "含氟气体"),
    "ozone-depleting": ("ozone-depleting gases", "消耗臭氧层气体"),
    "short-lived": ("short-lived gases", "短寿命气体"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One input.

    Attributes:
        key: its name in the form.
        label: what it asks for.
        form: `number` with a unit, `activity` (a quantity with region, year and factor), `choice`, `flag`, `date`, `year` or `text`.
        units: the units offered.
        choices: the words offered, with their names.
        holds: the declared lines within a whole that is asked for.
        typed: what was typed, by the key of the input.
        fault: what is wrong with it.
    """

    key: str
    label: str
    form: str
    answer: Answer
    units: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    holds: str = ""
    typed: Mapping[str, str] | None = None
    fault: str = ""

    def value(self, prefix: str = "") -> str:
        """What was typed."""
        return (self.typed or {}).get(prefix + self.key, "")


@dataclass(frozen=True, slots=True)
class Question:
    """A gap as people read it, with the inputs that answer it; `repeated` where all of them stand with a question above."""

    number: int
    gap: Gap
    kind: str
    severity: str
    effect: str
    fields: tuple[Field, ...]
    repeated: bool
    sources: tuple[str, ...]

    @property
    def zero_key(self) -> str:
        """The name of the input that says that there is nothing of the fields left empty."""
        return f"z:{self.fields[0].key}" if self.fields else ""

    @property
    def folded(self) -> bool:
        """Whether the inputs are so many that they are shown on request."""
        return len(self.fields) > MANY

    @property
    def is_typed(self) -> bool:
        """Whether something was typed into one of them."""
        return any(field.value() or field.fault for field in self.fields)

    @property
    def can_be_zero(self) -> bool:
        """Whether several figures are asked for, of which some may be nothing."""
        return sum(field.form == "number" and field.answer.stage is not None and not field.holds for field in self.fields) > 1


def key_of(answer: Answer) -> str:
    """The name of the input of an answer."""
    return "a:" + "|".join(part or "" for part in (answer.field, answer.stage, answer.source, answer.gas, answer.indicator))


class Asking:
    """Turns the gaps of a result into questions in one language."""

    def __init__(self, library: Library, source: Standard, lang: Lang):
        self.library, self.source, self.lang = library, source, lang
        self.space: Space = library.space(source.frame)
        self.stages = {stage.id: stage.name[lang] for stage in source.stages}

    def questions(self, result: Translation, typed: Mapping[str, str], faults: Mapping[str, str]) -> tuple[Question, ...]:
        """All gaps, the one that matters most first; each field is asked for once."""
        asked: set[Answer] = set()
        units = _usual(result.footprint)
        facts = {fact.what.en: fact.what[self.lang] for fact in result.facts}
        found = []
        for number, gap in enumerate(told(result.gaps), 1):
            fresh = [answer for answer in gap.answers if answer not in asked]
            asked.update(fresh)
            fields = tuple(self._field(answer, units, typed, faults) for answer in fresh)
            sources = tuple(tagged(facts.get(source, source), self.lang) for source in gap.sources)
            repeated = bool(gap.answers) and not fresh
            found.append(Question(number, gap, self._kind(gap), gap.severity, self._effect(gap), fields, repeated, sources))
        return tuple(found)

    def _kind(self, gap: Gap) -> str:
        return f"{kind(gap.kind, self.lang)} · {kind(gap.severity, self.lang)}"

    def _effect(self, gap: Gap) -> str:
        if gap.width is None:
            return say("width open", self.lang)
        if gap.width:
            return say("width", self.lang).format(f"{amount(gap.width, self.lang)} {printed(gap.unit)}")
        return say("amount", self.lang).format(f"{amount(gap.amount, self.lang)} {printed(gap.unit)}") if gap.amount else ""

    def _field(self, answer: Answer, units: tuple[str, ...], typed: Mapping[str, str], faults: Mapping[str, str]) -> Field:
        field = self._figure_field(answer, units) if answer.stage is not None else self._word_field(answer)
        return replace(field, typed=typed, fault=faults.get(field.key, ""))

    def _figure_field(self, answer: Answer, units: tuple[str, ...]) -> Field:
        key, label = key_of(answer), self._figure(answer)
        if answer.unit is not None and answer.unit in QUANTITIES.values():
            return Field(key, label, "activity", answer, UNITS[answer.unit])
        offered = (*units, *(OF_GAS if answer.gas is not None else ()))
        return Field(key, label, "number", answer, offered, holds=", ".join(answer.holds))

    def _word_field(self, answer: Answer) -> Field:
        key, label = key_of(answer), self._label(answer)
        if answer.choices:
            if len(answer.choices) == 1:
                return Field(key, label, "flag", answer, choices=((answer.choices[0], label),))
            return Field(key, label, "choice", answer, choices=tuple((entry, self._choice(answer, entry)) for entry in answer.choices))
        if answer.unit is not None:
            return Field(key, label, "number", answer, UNITS.get(answer.unit, (answer.unit,)))
        last = answer.field.rsplit(".", 1)[-1]
        return Field(key, label, {"expires": "date", "year": "year"}.get(last, "text"), answer)

    def _figure(self, answer: Answer) -> str:
        """The words of a figure as people read them."""
        assert answer.stage is not None
        record = self.space.stage_records.get(answer.stage)
        own = self.stages.get(answer.stage) if answer.field == "figures" else None
        frame = f"{answer.stage} {record[self.lang]}" if record is not None else None
        stage = own if own is not None and record is None else frame or own or answer.stage
        source = source_name(self.space, answer.source, self.lang) if answer.source is not None else None
        gas = pick(GASES, answer.gas, self.lang) if answer.gas is not None else None
        return " · ".join(part for part in (stage, source, gas, answer.indicator) if part)

    def _label(self, answer: Answer) -> str:
        if answer.field == "without":
            return say("there is none", self.lang).format(pick(ABSENT, answer.choices[0], self.lang))
        if answer.field == "precursors":
            return say("no precursors", self.lang)
        if answer.field.startswith("subject."):
            return pick(SUBJECT, answer.field.removeprefix("subject."), self.lang)
        return pick(ANSWERS, answer.field.split("].", 1)[-1], self.lang)

    def _choice(self, answer: Answer, word: str) -> str:
        if answer.field == "characterisation":
            return f"{self.library.characterisation(word).name[self.lang]} ({word})"
        if answer.field == "evidence.verification":
            homes = self.library.verification_words
            return next((entry.name[self.lang] for key in homes.ids() for entry in homes.of(key).words if entry.id == word), word)
        for rule in self.source.activities:
            for reading in rule.rest:
                if reading.id == word:
                    return reading.name[self.lang]
        return pick(CARRIERS, word, self.lang)


def source_name(space: Space, source: str, lang: Lang) -> str:
    """The name of an emission source; that of a part with its whole before it."""
    record, (whole, *part) = space.source_records.get(source), source.split(".")
    if record is None:
        return source
    if not part or whole not in space.source_records:
        return record[lang]
    return f"{space.source_records[whole].zh}：{record.zh}" if lang == "zh" else f"{space.source_records[whole].en}: {record.en.lower()}"


def _usual(footprint: Footprint) -> tuple[str, ...]:
    """The units of CO2e, that of the declaration first."""
    first = next((figure.value.unit for figure in footprint.figures if isinstance(figure.value, Quantity)), "kg")
    return ("t CO2e", "kg CO2e", "g CO2e") if first.startswith("t") else CO2E


def said(fields: Sequence[Question], typed: Mapping[str, str]) -> Iterator[tuple[Field, Said]]:
    """The answers that were typed; a field that was left empty is one only where its question says that there is nothing of it."""
    for question in fields:
        zero = bool(question.can_be_zero and typed.get(question.zero_key))
        for field in question.fields:
            found = _said(field, typed, zero)
            if found is not None:
                yield field, found


def _said(field: Field, typed: Mapping[str, str], zero: bool) -> Said | None:
    value = typed.get(field.key, "").strip()
    unit = typed.get(f"u:{field.key}", "")
    unit = unit if unit in field.units else next(iter(field.units), "")
    if field.form == "number":
        if not value and zero and field.answer.stage is not None and not field.holds:
            value = "0"
        return with_unit(value, unit) if value else None
    if field.form == "activity":
        carrier = next(name for name, usual in QUANTITIES.items() if usual == field.answer.unit)
        rest = {name: typed.get(f"{name}:{field.key}", "").strip() for name in ("region", "year", "factor")}
        if not value:
            return None
        return {carrier: with_unit(value, unit), **{name: text for name, text in rest.items() if text}}
    if field.form in ("choice", "flag"):
        return value if value in field.answer.choices or (value == NONE and field.answer.choices == (NONE,)) else None
    return value or None


def with_unit(value: str, unit: str) -> str:
    """A number with the unit that was chosen; a unit that was typed with the number holds."""
    try:
        Decimal(value)
    except ArithmeticError:
        return value if any(sign.isalpha() for sign in value) else f"{value} {unit}"
    return f"{value} {unit}"
