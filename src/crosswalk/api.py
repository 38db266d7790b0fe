"""The functions that most people need: `read`, `translate`, `crosswalk`, `compare`; `read_claim` and `assess` for claims on materials."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crosswalk.engine.crosswalk import Crosswalk, compile_crosswalk
from crosswalk.engine.pair import AssumptionMode
from crosswalk.engine.translation import Translation
from crosswalk.errors import Finding, UnknownNameError, nearest_text
from crosswalk.library.library import Library
from crosswalk.model.base import text
from crosswalk.model.footprint import Footprint
from crosswalk.names import Names
from crosswalk.reading import read, read_book, read_claim, read_region

if TYPE_CHECKING:
    from crosswalk.claims.assessment import Assessment
    from crosswalk.claims.compare import MaterialComparison
    from crosswalk.engine.compare import Comparison
    from crosswalk.finance.result import BookTranslation
    from crosswalk.formats.write.draft import End
    from crosswalk.labels.assess import LabelReport
    from crosswalk.labels.dossier import Dossier
    from crosswalk.labels.equivalence import Equivalence, LabelOf
    from crosswalk.labels.matrix import Matrix
    from crosswalk.labels.neutrality import NeutralityReport
    from crosswalk.labels.verdict import Verdict
    from crosswalk.model.book import Book
    from crosswalk.model.claim import Claim
    from crosswalk.model.standard import Standard
    from crosswalk.model.territory import Region
    from crosswalk.regions.evaluate import RegionReport
    from crosswalk.writing import Written


def translate(
    footprint: Footprint | str | Path | Mapping[str, Any],
    to: str,
    *,
    source: str | None = None,
    as_of: date | None = None,
    assumptions: AssumptionMode = "curated",
    nearest_year: bool = False,
    library: Library | None = None,
) -> Translation:
    """Translate a declared footprint into its equivalent under another standard.

    Args:
        footprint: a footprint, or what `read` takes.
        to: the target standard, by id, number or alias.
        source: the standard of the declaration, where it is not the one that the footprint names.
        as_of: the day whose editions and factors hold; today when left out.
        assumptions: `curated` uses published and derived assumptions, `all` adds judgements, `none` uses none.
        nearest_year: a year outside a series of factors takes the nearest year that it has, with a gap.
        library: other data than the shipped ones.

    Raises:
        InputError: the declaration is not valid, a name is unknown, or a conversion lacks a property.
        NotComparableError: the two standards share no frame or no kind of subject.

    >>> t = translate({"standard": "GB/T 51366", "figures": [{"stage": "production", "value": "386.2 kg CO2e"}]}, to="eu/en-15978-2011")
    >>> t.shared.low.m_as("kg*CO2e")
    Decimal('386.2')
    """
    data = library or Library.shipped()
    declared = footprint if isinstance(footprint, Footprint) else read(footprint, data)
    try:
        own = data.resolve(source or declared.standard, as_of, None if source else "standard")
    except UnknownNameError as error:
        raise error.located(declared.file, declared.lines) from None
    goal = data.resolve(to, as_of, "to")
    result = compile_crosswalk(data, own.key, goal.key, assumptions, as_of, None, nearest_year).apply(declared)
    for match in (own, goal):
        if match.guessed:
            result.warnings.append(text(f"{match.asked!r} was taken for {match.key}", f"{match.asked!r} 被理解为 {match.key}"))
    result.warnings.extend(declared.remarks)
    return result


def region(
    declared: Region | str | Path | Mapping[str, Any],
    to: str,
    *,
    as_of: date | None = None,
    assumptions: AssumptionMode = "curated",
    library: Library | None = None,
) -> RegionReport:
    """Evaluate a region: its inventory under another standard, peak and neutrality years, lifestyle gap and parks.

    Args:
        declared: a region, or what `read_region` takes.
        to: the standard for its inventory, by id, number or alias.
        as_of: the day whose editions and factors hold; today when left out.
        assumptions: as in `translate`.
        library: other data than the shipped ones.

    Raises:
        InputError: something of the declaration is not valid, or a name is unknown.
        NotComparableError: the inventory cannot be translated into the target.

    >>> figures = [{"stage": "lucf", "source": "land.uptake", "value": "-5 t CO2e"}]
    >>> report = region({"inventory": {"standard": "cn/provincial-2011", "figures": figures}, "series": [
    ...     {"year": 2020, "emissions": "9 t CO2e"}, {"year": 2021, "emissions": "8 t CO2e"}]}, to="GPC")
    >>> report.peak.year, report.translation.figure("V.2").bounds[0]
    (2020, Decimal('-5.000'))
    """
    from crosswalk.model.territory import Region
    from crosswalk.regions.evaluate import evaluate

    data = library or Library.shipped()
    found = declared if isinstance(declared, Region) else read_region(declared)
    return evaluate(data, found, data.resolve(to, as_of, "to").key, as_of=as_of, assumptions=assumptions)


def write(
    what: Footprint | Translation | str | Path | Mapping[str, Any],
    format: str,
    *,
    value: End | None = None,
    details: Mapping[str, Any] | None = None,
    library: Library | None = None,
) -> Written:
    """Write a footprint, or its translation, in the format of another tool: `pact`, `openepd`, `ilcd`, `cbam-xlsx`, `cbam-csv`, `cbam-json`, `esrs`, `yaml`, `json`.

    Args:
        what: a footprint, a translation, or what `read` takes.
        format: the name of the format.
        value: which number of an interval is written where the format holds one number only; the file says so.
        details: fields that the format asks for and a footprint does not hold.
        library: other data than the shipped ones.

    Returns:
        the content of the file, what of the footprint is not in it, and remarks.

    Raises:
        UnknownNameError: no such format, or a detail that it has no field for.
        DeclarationError: the format cannot carry the footprint, or asks for more; every reason is named.

    >>> write("examples/formats/panel-soda4lca.json", "ilcd").unwritten
    {}
    """
    from crosswalk.writing import write as run

    data = library or Library.shipped()
    declared = what if isinstance(what, Footprint | Translation) else read(what, data)
    return run(declared, format, data, value=value, details=details)


def crosswalk(
    source: str,
    target: str,
    *,
    as_of: date | None = None,
    assumptions: AssumptionMode = "curated",
    nearest_year: bool = False,
    library: Library | None = None,
) -> Crosswalk:
    """The crosswalk of two standards, compiled once and applied to any number of footprints.

    Raises:
        UnknownNameError: a name stands for no standard.
        NotComparableError: the two standards share no frame or no kind of subject.
    """
    data = library or Library.shipped()
    own, goal = data.resolve(source, as_of).key, data.resolve(target, as_of).key
    return compile_crosswalk(data, own, goal, assumptions, as_of, None, nearest_year)


def compare(first: str, second: str, *, as_of: date | None = None, library: Library | None = None) -> Comparison:
    """Compare two standards: the set relation of every pair of figures, and the differences rule by rule.

    >>> compare("cn/gbt-51366-2019", "eu/en-15978-2011").relation("production", "A1-A3")
    'narrower'
    """
    data = library or Library.shipped()
    from crosswalk.engine.compare import compare_standards

    return compare_standards(data, data.standard(first, as_of), data.standard(second, as_of))


def mapped(library: Library | None = None) -> Iterator[Comparison]:
    """The comparison of every pair of standards that has a mapping of its own and shares a frame.

    >>> next(found.second.id for found in mapped() if found.first.id == "cn/calcm-2020")
    'eu/co2-vehicles-2019-631'
    """
    from crosswalk.engine.compare import compare_standards

    data = library or Library.shipped()
    for key in sorted(data.mapping.entries):
        between = data.mapping.of(key).between
        if between is None or any(data.is_material(name) for name in between):
            continue
        first, second = (data.standard(name) for name in between)
        if first.frame == second.frame:
            yield compare_standards(data, first, second)


def assess(
    claim: Claim | Footprint | str | Path | Mapping[str, Any],
    to: str | None = None,
    *,
    source: str | None = None,
    as_of: date | None = None,
    library: Library | None = None,
) -> Assessment:
    """Hold a claim on a material against another standard: what its share is worth there, and whether it meets the targets.

    Args:
        claim: a claim, what `read_claim` takes, or a footprint that declares the recycled content of its materials.
        to: the standard to hold it against, by id, number or alias; its own one when left out.
        source: the standard of the claim, where it is not the one that the claim names.
        as_of: the day on which targets must be in force; today when left out.
        library: other data than the shipped ones.

    Raises:
        InputError: the claim is not valid, or a name is unknown.
        NotComparableError: the standard has no rule on what was claimed.

    >>> result = assess({"standard": "ISO 14021", "recycled_content": {"share": "40 %"}}, to="eu/ppwr-2025-40")
    >>> result.shares[0].share
    Range(low=Decimal('0'), high=Decimal('1'))
    """
    from crosswalk.claims.assess import assess_claim
    from crosswalk.claims.footprints import claim_of
    from crosswalk.model.claim import Claim

    data = library or Library.shipped()
    declared = claim_of(claim) if isinstance(claim, Footprint) else claim if isinstance(claim, Claim) else read_claim(claim)
    try:
        own = data.resolve(source or declared.standard, as_of, None if source else "standard")
    except UnknownNameError as error:
        raise error.located(declared.file, declared.lines) from None
    goal = own if to is None else data.resolve(to, as_of, "to")
    day = as_of or date.today()
    found = assess_claim(data, declared, data.material_standard(own.key), data.material_standard(goal.key), day)
    guessed = tuple(
        text(f"{match.asked!r} was taken for {match.key}", f"{match.asked!r} 被理解为 {match.key}")
        for match in (own, goal)
        if match.guessed
    )
    return replace(found, warnings=(*found.warnings, *dict.fromkeys(guessed)))


def compare_rules(first: str, second: str, *, as_of: date | None = None, library: Library | None = None) -> MaterialComparison:
    """Compare two standards on materials: what each counts, of which mass, with which targets.

    Raises:
        NotComparableError: one of them is no standard on materials.

    >>> compare_rules("ISO 14021", "PPWR").row("pre-consumer").relation
    'differs'
    """
    from crosswalk.claims.compare import compare_materials

    data = library or Library.shipped()
    return compare_materials(data, data.material_standard(first, as_of), data.material_standard(second, as_of))


def attribute(
    book: Book | str | Path | Mapping[str, Any],
    to: str | None = None,
    *,
    source: str | None = None,
    as_of: date | None = None,
    library: Library | None = None,
) -> BookTranslation:
    """The financed emissions of a book of loans and investments under a standard: PCAF, the People's Bank of China, SFDR.

    Args:
        book: a book, or what `read_book` takes.
        to: the standard whose figures are asked for, by id, number or alias; that of the book when left out.
        source: the standard of the book, where it is not the one that the book names.
        as_of: the day whose editions hold; today when left out.
        library: other data than the shipped ones.

    Raises:
        InputError: the book is not valid, or a name is unknown.
        NotComparableError: the standard has no rule for any position.

    >>> book = {"standard": "PCAF", "currency": "EUR", "year": 2024, "positions": [{"class": "business loans", "balance": "10 m EUR",
    ...     "equity": "60 m EUR", "debt": "40 m EUR", "emissions": {"scope1": "1000 t CO2e", "scope2": "200 t CO2e"}}]}
    >>> attribute(book).total
    <total financed-emissions: 120.0 .. 120.0 .. 120.0 t CO2e, exact>
    """
    from crosswalk.finance.attribute import attribute_book
    from crosswalk.model.book import Book

    data = library or Library.shipped()
    declared = book if isinstance(book, Book) else read_book(book)
    try:
        own = data.resolve(source or declared.standard, as_of, None if source else "standard")
    except UnknownNameError as error:
        raise error.located(declared.file, declared.lines) from None
    goal = own if to is None else data.resolve(to, as_of, "to")
    result = attribute_book(data, declared, data.attribution_standard(own.key), data.attribution_standard(goal.key))
    for match in dict.fromkeys((own, goal)):
        if match.guessed:
            result.warnings.append(text(f"{match.asked!r} was taken for {match.key}", f"{match.asked!r} 被理解为 {match.key}"))
    return result


def verdicts(
    footprint: Footprint | str | Path | Mapping[str, Any],
    *,
    as_of: date | None = None,
    assumptions: AssumptionMode = "curated",
    nearest_year: bool = False,
    library: Library | None = None,
) -> LabelReport:
    """What a declared footprint earns, may earn, or cannot earn: the verdict on every label that is for this product, on both sides.

    Args:
        footprint: a footprint, or what `read` takes.
        as_of: the day on which the labels are asked for; today when left out.
        assumptions: as in `translate`.
        nearest_year: as in `translate`.
        library: other data than the shipped ones.

    Raises:
        InputError: the declaration is not valid, or a name is unknown.

    >>> hydrogen = {"standard": "T/CAB 0078", "declared_unit": "1 kg", "figures": [
    ...     {"stage": "A1-A3", "value": "3.8 kg CO2e"}, {"stage": "on-site-storage-and-transport", "value": "0.2 kg CO2e"}]}
    >>> verdicts(hydrogen).of("cn/tcab-0078-2020#clean").verdict
    'implied'
    """
    from crosswalk.labels.assess import assess

    data = library or Library.shipped()
    declared, source = _declared_under(footprint, data, as_of)
    return assess(data, declared, source, as_of=as_of, assumptions=assumptions, nearest_year=nearest_year)


def verdict(
    footprint: Footprint | str | Path | Mapping[str, Any], label: str, *, as_of: date | None = None, library: Library | None = None
) -> Verdict:
    """The verdict on one label, by its `standard#label` id.

    Raises:
        UnknownNameError: no label of that name is for this product.

    >>> hydrogen = {"standard": "T/CAB 0078", "declared_unit": "1 kg", "figures": [{"stage": "A1-A3", "value": "15 kg CO2e"}]}
    >>> verdict(hydrogen, "cn/tcab-0078-2020#low-carbon").verdict
    'excluded'
    """
    report = verdicts(footprint, as_of=as_of, library=library)
    names = Names("label for this product", "适用于该产品的标签")
    for entry in report.verdicts:
        names.add(entry.label, [entry.name.en, entry.name.zh])
    return report.of(names.resolve(label).key)


def equivalent(
    first: str,
    second: str,
    *,
    as_of: date | None = None,
    assumptions: AssumptionMode = "curated",
    library: Library | None = None,
) -> Equivalence:
    """Whether whatever earns the first label earns the second, with a counter-example where it does not.

    Args:
        first: the label that is held, as `standard#label`; the standard by id, number or alias.
        second: the label that is asked for.
        as_of: the day on which both are asked for; today when left out.
        assumptions: as in `translate`.
        library: other data than the shipped ones.

    Raises:
        UnknownNameError: no standard or label has that name.
        NotComparableError: the labels are for different products, or for a part and its whole.

    >>> equivalent("T/CAB 0078#clean", "T/CAB 0078#low-carbon").verdict
    'implied'
    >>> equivalent("cn/tcab-0078-2020#clean", "eu/rfnbo-2023-1185#rfnbo").verdict
    'possible'
    """
    from crosswalk.labels.equivalence import equivalent_labels

    data = library or Library.shipped()
    day = as_of or date.today()
    labels = (_label(data, first, as_of, "first"), _label(data, second, as_of, "second"))
    return equivalent_labels(data, *labels, day, as_of=as_of, assumptions=assumptions)


def neutrality(
    footprint: Footprint | str | Path | Mapping[str, Any], *, as_of: date | None = None, library: Library | None = None
) -> NeutralityReport:
    """What becomes of a claim of carbon neutrality: the footprint before offsets, and verdicts under standards and laws.

    Raises:
        InputError: the declaration is not valid, makes no claim, or a name is unknown.

    >>> watch = {"standard": "ISO 14067", "declared_unit": "1 item", "figures": [{"stage": "A1-A3", "value": "8.1 kg CO2e"}],
    ...     "neutrality": {"audience": "consumers", "market": "EU", "credits": [{"kind": "VCS", "amount": "8.1 kg CO2e", "retired": True}]}}
    >>> neutrality(watch, as_of=date(2026, 9, 27)).of("eu/2024-825").verdict
    'excluded'
    """
    from crosswalk.labels.neutrality import assess_neutrality

    data = library or Library.shipped()
    declared, source = _declared_under(footprint, data, as_of)
    return assess_neutrality(data, declared, source, as_of or date.today())


def dossier(
    footprint: Footprint | str | Path | Mapping[str, Any],
    to: str,
    *,
    as_of: date | None = None,
    assumptions: AssumptionMode = "curated",
    nearest_year: bool = False,
    library: Library | None = None,
) -> Dossier:
    """The recognition dossier of a footprint for a target: points on rules, data, conformity and claims, each met, not met or open.

    A technical comparison without legal effect. Completeness is a count of points, not a weight.

    Raises:
        InputError: the declaration is not valid, or a name is unknown.
        NotComparableError: the two standards share no frame or no kind of subject.

    >>> made = dossier("examples/hydrogen-tcab.yaml", to="eu/rfnbo-2023-1185", as_of=date(2026, 11, 27))
    >>> sum(made.counts.values()) == len(made.checks)
    True
    """
    from crosswalk.labels.dossier import dossier_of

    data = library or Library.shipped()
    declared, source = _declared_under(footprint, data, as_of)
    target = data.standard(to, as_of)
    day = as_of or date.today()
    return dossier_of(data, declared, source, target, day, as_of=as_of, assumptions=assumptions, nearest_year=nearest_year)


def _declared_under(
    footprint: Footprint | str | Path | Mapping[str, Any], library: Library, as_of: date | None
) -> tuple[Footprint, Standard]:
    """A declared footprint and its standard."""
    declared = footprint if isinstance(footprint, Footprint) else read(footprint, library)
    try:
        return declared, library.standard(declared.standard, as_of)
    except UnknownNameError as error:
        raise error.located(declared.file, declared.lines) from None


def label_matrix(
    field: str | None = None,
    *,
    product: str | None = None,
    as_of: date | None = None,
    assumptions: AssumptionMode = "curated",
    library: Library | None = None,
) -> Matrix:
    """All labels of a field, or for a product, against each other.

    >>> label_matrix("energy", product="hydrogen").relation("cn/tcab-0078-2020#clean", "cn/tcab-0078-2020#low-carbon")
    'narrower'
    """
    from crosswalk.labels.matrix import matrix_of

    return matrix_of(library or Library.shipped(), as_of or date.today(), field, product, as_of=as_of, assumptions=assumptions)


def _label(library: Library, name: str, as_of: date | None, field: str) -> LabelOf:
    """The label that `standard#label` names.

    Raises:
        UnknownNameError: no standard or label has that name.
    """
    from crosswalk.labels.equivalence import LabelOf

    home, _, wanted = name.partition("#")
    key = library.resolve(home, as_of, field).key
    record = library.record(key)
    if not record.get("labels"):
        known = [f"{key}#{entry['id']}" for key in _setting_labels(library) for entry in library.record(key)["labels"]]
        raise UnknownNameError(
            Finding(f"{record['number']} sets no label", f"{record['number']} 不设标签", field=field, nearest=nearest_text(known))
        )
    setter = library.sets_labels(key)
    names = Names(f"label of {setter.number}", f"{setter.number} 的标签")
    for entry in setter.labels:
        names.add(entry.id, [entry.name.en, entry.name.zh, *entry.aliases])
    found = names.get(wanted)
    if found is None:  # a label is never guessed: the verdict would be about another one
        near = [key for key, _, _ in names.nearest(wanted)]
        raise UnknownNameError(
            Finding(
                f"{setter.number} sets no label {wanted!r}; write standard#label",
                f"{setter.number} 没有标签 {wanted!r}；应写作 标准#标签",
                field=field,
                nearest=nearest_text([f"{setter.id}#{key}" for key in (near or [entry.id for entry in setter.labels])]),
            )
        )
    return LabelOf(setter, next(entry for entry in setter.labels if entry.id == found))


def _setting_labels(library: Library) -> list[str]:
    return [key for key in (*library.standard_ids(), *library.label_scheme.ids()) if library.record(key).get("labels")]
