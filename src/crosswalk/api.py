"""The functions that most people need: `read`, `translate`, `crosswalk`, `compare`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from crosswalk.engine.compare import Comparison, compare_standards
from crosswalk.engine.crosswalk import AssumptionMode, Crosswalk, compile_crosswalk
from crosswalk.engine.translation import Translation
from crosswalk.errors import DeclarationError, DocumentError, Finding, InputError, UnknownNameError
from crosswalk.library.document import parse, read_bytes
from crosswalk.library.inputs import Opened, with_files
from crosswalk.library.library import Library
from crosswalk.library.validation import findings_of
from crosswalk.model.base import text
from crosswalk.model.footprint import Footprint
from crosswalk.names import Names

if TYPE_CHECKING:
    from crosswalk.labels.assess import LabelReport
    from crosswalk.labels.verdict import Verdict


def read(source: str | Path | Mapping[str, Any], library: Library | None = None) -> Footprint:
    """Read a declared footprint from a YAML or JSON file, from standard input (`-`), or from plain data.

    A file may name the footprints of its precursors by files beside it, or below its folder; nothing else is ever opened.

    Raises:
        DocumentError: the file cannot be read as YAML or JSON.
        DeclarationError: a field is wrong, missing or unknown; every fault of the file is named.

    >>> read({"standard": "cn/gbt-51366-2019", "figures": [{"stage": "production", "value": "386.2 kg CO2e"}]}).figures[0].stage
    'production'
    """
    if isinstance(source, Mapping):
        return _footprint(dict(source), None, {})
    if str(source) == "-":
        return _parsed(sys.stdin.buffer.read(), "<stdin>", None)
    path = Path(source)
    return _parsed(read_bytes(path), str(source), Opened(path.parent.resolve(), (path.resolve(),), {}))


def _parsed(content: bytes, file: str, opened: Opened | None) -> Footprint:
    document = parse(content, file)
    if not isinstance(document.data, dict):
        raise DocumentError(
            Finding(
                "expected a footprint: a mapping with `standard:` and `figures:`",
                "应为碳足迹：含 `standard:` 与 `figures:` 的映射",
                file=file,
            )
        )
    if opened is not None:
        try:
            return _footprint(with_files(document.data, opened, _named), file, document.lines)
        except InputError as error:
            raise error.located(file, document.lines) from None
    return _footprint(document.data, file, document.lines)


def _named(path: Path, opened: Opened) -> Footprint:
    return _parsed(read_bytes(path), str(path), opened)


def _footprint(data: dict[str, Any], file: str | None, lines: dict[str, int]) -> Footprint:
    try:
        footprint = Footprint.model_validate(data)
    except ValidationError as error:
        raise DeclarationError(*findings_of(error)).located(file, lines) from None
    footprint.locate(file, lines)
    return footprint


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
    return result


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
    return compare_standards(data, data.standard(first, as_of), data.standard(second, as_of))


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
    declared = footprint if isinstance(footprint, Footprint) else read(footprint, data)
    try:
        source = data.standard(declared.standard, as_of)
    except UnknownNameError as error:
        raise error.located(declared.file, declared.lines) from None
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
