"""The form of a standard: its stages with their sources and indicators, the subject, and what was typed as a footprint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from crosswalk.engine.crosswalk import compile_crosswalk
from crosswalk.engine.selector import selector
from crosswalk.frames.space import Atoms
from crosswalk.library.library import Library
from crosswalk.model.footprint import POSITIVE, Footprint
from crosswalk.model.standard import Standard
from crosswalk.reading import read
from crosswalk.report.text import printed
from crosswalk.report.words import Lang
from crosswalk.web.questions import CO2E, source_name, with_unit
from crosswalk.web.words import SUBJECT, pick, say

ACTIVITIES = {"electricity": ("kWh", "MWh", "GJ"), "heat": ("GJ", "MJ", "MWh")}
OF_SUBJECT: dict[str, tuple[str, ...]] = {
    "building": ("location", "gross_floor_area", "useful_floor_area", "heated_floor_area", "service_life"),
    "product": ("location", "mass", "service_life"),
    "installation": ("location", "origin", "production_year"),
    "organisation": ("location",),
    "territory": ("location", "population"),
    "household": ("location", "population"),
}
"""The properties that are asked for first, by the kind of subject; the others stand below."""
OF_GOODS = ("cn_code", "origin", "production_year", "route")
WORDS = ("location", "fuel", "cn_code", "origin", "production_year", "route", "reference_quantity", "vehicle_category")
"""Properties that are words, without a unit."""
UNITS = {
    "m**2": ("m**2", "ha"),
    "a": ("a",),
    "kg": ("kg", "t"),
    "kWh": ("kWh", "MWh"),
    "km": ("km",),
    "MJ": ("MJ", "GJ"),
}
PER = ("m**2", "m**2*a", "m**3", "kg", "t", "kWh", "MJ", "t*km", "km", "m", "pcs")
LEVELS = ("t", "kg", "MWh", "kWh", "m**3", "pcs")


@dataclass(frozen=True, slots=True)
class Row:
    """One input of a figure: the words of the figure, and how a person knows it.

    Attributes:
        key: the name of the input.
        words: stage, source and indicator as the footprint says them.
        label: its name.
        hint: what it covers, or that it stands apart.
        downward: it holds uptake or credits only.
        quantities: units of the electricity or heat behind it, where it is that.
        parts: finer inputs within it.
    """

    key: str
    words: tuple[tuple[str, str], ...]
    label: str
    hint: str = ""
    downward: bool = False
    quantities: tuple[str, ...] = ()
    parts: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Property:
    """One input of the subject: a quantity with its units, or a word."""

    key: str
    name: str
    label: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The form of one standard in one language."""

    standard: Standard
    rows: tuple[Row, ...]
    properties: tuple[Property, ...]
    further: tuple[Property, ...]
    sets: tuple[tuple[str, str], ...]
    verification: tuple[tuple[str, str], ...]
    per: tuple[tuple[str, str], ...]
    levels: tuple[str, ...]
    carbon: bool


@lru_cache(maxsize=64)
def form_of(library: Library, standard_id: str, lang: Lang) -> Form:
    """The form of a standard."""
    standard = library.standard(standard_id)
    chosen = selector(library, standard.id)
    space = chosen.space
    main = chosen.indicator_atoms(standard.main_indicator.id)

    def only_downward(atoms: Atoms) -> bool:
        return not atoms & ~space.negative

    rows = []
    for stage in standard.stages:
        held = chosen.boundary & chosen.stage_atoms(stage.id)
        atoms = held & main
        if not held or stage.further:
            continue
        parts = []
        for indicator in standard.indicators:
            if not indicator.main and not indicator.additional and held & chosen.indicator_atoms(indicator.id):
                words = (("stage", stage.id), ("indicator", indicator.id))
                label = indicator.name[lang] if indicator.name[lang] == indicator.id else f"{indicator.id} · {indicator.name[lang]}"
                parts.append(
                    Row(f"v:{stage.id}|i:{indicator.id}", words, label, downward=only_downward(held & chosen.indicator_atoms(indicator.id)))
                )
        sources = space.describe_sources(atoms)
        for source in sources if len(sources) > 1 else ():
            of = atoms & space.box(None, (source,), None)
            carrier = source.split(".")[0]
            name = carrier if carrier in ACTIVITIES and len([other for other in sources if other.split(".")[0] == carrier]) == 1 else source
            words = (("stage", stage.id), ("source", name))
            quantities = ACTIVITIES.get(carrier, ()) if name == carrier else ()
            label = source_name(space, name, lang)
            parts.append(Row(f"v:{stage.id}|s:{name}", words, label, downward=only_downward(of), quantities=quantities))
        alone = sources[0].split(".")[0] if len(sources) == 1 else ""
        covers = ", ".join(stage.covers) if stage.covers and stage.covers != (stage.id,) and not stage.blocks else ""
        coded = stage.id[:1].isupper()  # a module code is how people call the stage
        name = stage.name[lang] if stage.name[lang].startswith(stage.id) or not coded else f"{stage.id} · {stage.name[lang]}"
        said = (
            "" if coded else stage.id,
            say("stage hint", lang).format(covers) if covers else "",
            "" if stage.in_total else say("apart", lang),
        )
        hint = " · ".join(part for part in said if part)
        words = (("stage", stage.id), *((("source", alone),) if alone in ACTIVITIES else ()))
        rows.append(Row(f"v:{stage.id}", words, name, hint, only_downward(atoms), ACTIVITIES.get(alone, ()), tuple(parts)))
    first = (*OF_SUBJECT.get(standard.subject, ()), *(OF_GOODS if standard.goods is not None else ()))
    first = tuple(dict.fromkeys(first))
    rest = tuple(name for name in SUBJECT if name not in first and name != "kind")
    sets = standard.characterisation.sets if standard.characterisation.open or len(standard.characterisation.sets) > 1 else ()
    homes = library.verification_words
    unit = standard.unit.per
    return Form(
        standard,
        tuple(rows),
        tuple(_property(name, lang) for name in first),
        tuple(_property(name, lang) for name in rest),
        tuple((key, library.characterisation(key).name[lang]) for key in sets),
        tuple((entry.id, entry.name[lang]) for key in homes.ids() for entry in homes.of(key).words),
        tuple((name, printed(name)) for name in dict.fromkeys((*((unit,) if unit else ()), *PER))),
        LEVELS if standard.subject == "installation" or standard.goods is not None else (),
        standard.biogenic is not None or (space.frame.carbon is not None and standard.subject == "product"),
    )


def _property(name: str, lang: Lang) -> Property:
    units = UNITS.get(POSITIVE[name], (POSITIVE[name],)) if name in POSITIVE else ()
    return Property(f"p:{name}", name, pick(SUBJECT, name, lang), units)


def filled(form: Form, typed: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """What was typed as the data of a footprint, and the input behind each of its fields."""
    data: dict[str, Any] = {"standard": form.standard.id}
    places: dict[str, str] = {}

    def text(key: str) -> str:
        return typed.get(key, "").strip()

    def measured(key: str, units: tuple[str, ...]) -> str:
        value, unit = text(key), text(f"u:{key}")
        return with_unit(value, unit if unit in units else next(iter(units), "")) if value else ""

    def put(field: str, key: str, value: Any) -> None:
        if value not in ("", None):
            places[field] = key
            home, _, inner = field.partition(".")
            if inner:
                data.setdefault(home, {})[inner] = value
            else:
                data[home] = value

    put("name", "name", text("name"))
    for entry in (*form.properties, *form.further):
        value: Any = measured(entry.key, entry.units) if entry.units else text(entry.key)
        put(f"subject.{entry.name}", entry.key, int(value) if entry.name == "production_year" and value.isdecimal() else value)
    put("declared_unit", "per", measured("per", tuple(name for name, _ in form.per)))
    put("activity_level", "level", measured("level", form.levels))
    year = text("year")
    put("year", "year", int(year) if year.isdecimal() else year)
    put("characterisation", "set", text("set"))
    put("biogenic_carbon", "carbon", measured("carbon", ("kg C",)))
    put("evidence.verification", "verification", text("verification"))
    put("evidence.expires", "expires", text("expires"))
    figures: list[dict[str, Any]] = []
    for row in (part for whole in form.rows for part in (whole, *whole.parts)):
        figure: dict[str, Any] = dict(row.words)
        value = measured(row.key, CO2E)
        if value:
            figure["value"] = value
        amount = measured(f"q:{row.key}", row.quantities) if row.quantities else ""
        if amount:
            carrier = dict(row.words)["source"]
            region = text(f"region:{row.key}")
            figure["activity"] = {
                carrier: amount,
                **({"region": region} if region else {}),
                **({"year": data["year"]} if isinstance(data.get("year"), int) else {}),
            }
        if "value" in figure or "activity" in figure:
            if "activity" not in figure and not row.key.count("|"):
                figure.pop("source", None)
            places[f"figures[{len(figures)}]"] = row.key
            figures.append(figure)
    data["figures"] = figures
    return data, places


def declared(library: Library, data: dict[str, Any]) -> Footprint:
    """The footprint of the data of a form, checked as `crosswalk check` checks a file.

    Raises:
        InputError: something is wrong; every fault names its field.
    """
    footprint = read(data)
    check(library, footprint)
    return footprint


def check(library: Library, footprint: Footprint) -> None:
    """Hold a footprint against its own standard.

    Raises:
        InputError: something is wrong.
    """
    own = library.resolve(footprint.standard, field="standard").key
    library.standard(own)
    compile_crosswalk(library, own, own, "none", None).apply(footprint)


def input_of(field: str | None, places: Mapping[str, str]) -> str | None:
    """The input behind a field that a fault names, or behind the field around it."""
    while field:
        if field in places:
            return places[field]
        cut = max(field.rfind("."), field.rfind("["))
        field = field[:cut] if cut > 0 else ""
    return None
