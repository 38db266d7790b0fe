"""Hypothesis strategies: declarations that a standard allows, completions of a declaration, labels, frames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, Literal, get_args

from hypothesis import strategies as st

import crosswalk as cw
from crosswalk.engine.pair import AssumptionMode
from crosswalk.engine.translation import Translation
from crosswalk.errors import DeclarationError, Finding, MissingPackageError, NotComparableError, UnknownNameError
from crosswalk.library.library import Library
from crosswalk.model.footprint import Footprint
from crosswalk.model.standard import Standard
from crosswalk.names import one_of
from crosswalk.testing.asked import check_assumptions, check_count
from crosswalk.testing.cases import cases, masses_in, plain
from crosswalk.testing.completion import Completer, Completion
from crosswalk.testing.shipped import LIBRARY
from crosswalk.testing.truth import line_value
from crosswalk.testing.words import Style, lines_of

Backend = Literal["pandas", "polars", "pyarrow"]


def footprints(
    standard: str,
    target: str | None = None,
    *,
    activities: bool = True,
    masses: bool = True,
    ranges: bool = False,
    total: bool = True,
    carbon: bool = True,
    further: bool = False,
    open_set: bool = False,
    precursors: bool = True,
    figures: int = 7,
    library: Library | None = None,
) -> st.SearchStrategy[Footprint]:
    """Footprints that a standard allows, each with a truth behind it, so that no two figures contradict each other.

    Args:
        standard: under which they are declared, by id, number or alias.
        target: a standard whose boundary the truth should reach too; the standard itself when left out.
        activities: electricity in kWh may be declared.
        masses: masses of gas may be declared.
        ranges: values known only between two ends may occur.
        total: a total may be declared beside the figures.
        carbon: a carbon content may be declared.
        further: figures of additional indicators may occur, which count again what others count.
        open_set: the characterisation may be left unsaid.
        precursors: of goods under a border adjustment, inputs that are such goods may be declared.
        figures: how many at most.
        library: other data than the shipped ones.

    Raises:
        UnknownNameError: no standard has the name.
        DeclarationError: less than one figure.
        NotComparableError: nothing leads from the standard to the target.

    >>> footprints("GB/T 51366").example().standard  # doctest: +SKIP
    'cn/gbt-51366-2019'
    """
    check_count(figures, "figures")
    data = library or LIBRARY
    own = _standard(standard, data, "standard")
    goal = own if target is None else _standard(target, data, "target")
    cw.crosswalk(own.id, goal.id, library=data)  # refuses standards of different kinds
    style = Style(
        ranges=ranges,
        activities=activities,
        views=further,
        carbon=carbon,
        total=total,
        masses=masses,
        open_set=open_set,
        precursors=precursors,
        figures=figures,
    )
    return cases([(own.id, goal.id)], style, data).map(lambda case: case.footprint)


def completions(
    footprint: Translation | Footprint | Mapping[str, Any] | str | Path,
    to: str | None = None,
    *,
    assumptions: AssumptionMode = "none",
    library: Library | None = None,
) -> st.SearchStrategy[Completion]:
    """What may truly lie behind a declaration: every stage, source and gas, in agreement with each declared figure.

    Args:
        footprint: the declaration, or a translation of one.
        to: the target; not beside a translation.
        assumptions: of the translation whose bounds a completion knows. The completions are of the declaration alone: an assumption excludes some.
        library: other data than the shipped ones; not beside a translation, which knows its own.

    Raises:
        IncompletableError: nobody can draw what lies behind the declaration.
        InputError: the declaration is not valid.
    """
    if isinstance(footprint, Translation):
        _alone(footprint, to, library)
        return _drawn(Completer(footprint))
    check_assumptions(assumptions)
    return _drawn(Completer(cw.translate(footprint, to=_wanted(to), assumptions=assumptions, library=library)))


@st.composite
def _drawn(draw: st.DrawFn, completer: Completer) -> Completion:
    # choices of hypothesis become simple, those of a seed become many
    return completer.draw(draw(st.one_of(st.randoms(use_true_random=False), st.integers(0, 2**64 - 1).map(Random))))


def labels(field: str | None = None, *, library: Library | None = None) -> st.SearchStrategy[str]:
    """Labels as `standard#label`: all, or those of a field such as `energy`, of the shipped library or another.

    Raises:
        UnknownNameError: no label is of that field.
    """
    return st.sampled_from(_labels(field, library or LIBRARY))


def label_pairs(field: str | None = None, *, library: Library | None = None) -> st.SearchStrategy[tuple[str, str]]:
    """Two different labels that are for the same kind of thing, so that one can be held against the other.

    Raises:
        UnknownNameError: no label is of that field.
    """
    data = library or LIBRARY
    return _pairs(_labels(field, data), data)


@st.composite
def _pairs(draw: st.DrawFn, known: list[str], library: Library) -> tuple[str, str]:
    first = draw(st.sampled_from(known))
    return first, draw(
        st.sampled_from([other for other in known if other != first]).filter(lambda other: _comparable(first, other, library))
    )


@dataclass(frozen=True)
class Rows:
    """A frame of footprints.

    Attributes:
        frame: the dataframe, one footprint a row, a null where a figure was not declared.
        layout: what its columns mean, for `apply_frame` and `crosswalk batch`.
        footprints: the same footprints, one by one.
    """

    frame: Any
    layout: dict[str, Any]
    footprints: list[Footprint] = field(repr=False)


def frames(standard: str, backend: Backend = "polars", rows: int = 5, *, library: Library | None = None) -> st.SearchStrategy[Rows]:
    """Frames of footprints that agree in their figures and differ in their values.

    Args:
        standard: under which they are declared, by id, number or alias.
        backend: `polars`, `pandas` or `pyarrow`.
        rows: how many at most.
        library: other data than the shipped ones.

    Raises:
        UnknownNameError: no standard has the name, or no dataframe library that is known.
        DeclarationError: less than one row.
        NotComparableError: a standard on goods.
        MissingPackageError: narwhals or the dataframe library is not installed.
    """
    one_of(backend, get_args(Backend), "backend", "dataframe library", "数据框库")
    check_count(rows, "rows")
    data = library or LIBRARY
    own = _standard(standard, data, "standard")
    if own.goods is not None:
        raise NotComparableError(
            f"frames do not hold goods under {own.number}: what counts of one is decided part by part; draw them one by one with footprints",
            f"数据框不支持 {own.number} 的货物：计入哪些内容须逐项判定；请用 footprints 逐个生成",
        )
    return _rows(own.id, backend, rows, data)


@st.composite
def _rows(draw: st.DrawFn, key: str, backend: Backend, rows: int, library: Library) -> Rows:
    case = draw(cases([(key, key)], Style(activities=False, views=False, carbon=False, total=False), library))
    lines = lines_of(case.data, key, library)
    columns = [
        " / ".join(str(words[part]) for part in ("stage", "source", "gas", "indicator") if part in words) for words in case.data["figures"]
    ]
    units = ["kg" if line.mass else "kg CO2e" for line in lines]
    content: dict[str, list[Any]] = {"id": []} | {column: [] for column in columns}
    read: list[Footprint] = []
    for position in range(draw(st.integers(1, rows))):
        masses = case.masses if position == 0 else draw(masses_in(key, [line.atoms for line in lines], library=library))
        values = [float(plain(line_value(key, line, masses, case.used_set, library))) for line in lines]
        given = [position == 0 or draw(st.integers(0, 4)) > 0 for _ in lines]
        content["id"].append(f"row {position + 1}")
        declared = []
        for column, words, unit, value, there in zip(columns, case.data["figures"], units, values, given, strict=True):
            content[column].append(value if there else None)
            if there:
                amount = f"{plain(Decimal(repr(value)))} {unit}"
                declared.append({**words, "mass" if unit == "kg" else "value": amount})
        if declared:
            read.append(cw.read({**case.data, "figures": declared}, library))
        else:
            for entries in content.values():
                entries.pop()
    layout = {"id": "id", **case.data}
    layout["figures"] = [
        {**words, "mass" if unit == "kg" else "value": f"${{{column}}} {unit}"}
        for words, unit, column in zip(case.data["figures"], units, columns, strict=True)
    ]
    return Rows(_frame(content, backend), layout, read)


def _frame(content: dict[str, list[Any]], backend: Backend) -> Any:
    try:
        import narwhals as nw

        schema = {column: nw.String() if column == "id" else nw.Float64() for column in content}
        return nw.from_dict(content, schema, backend=backend).to_native()
    except ModuleNotFoundError as error:
        raise MissingPackageError(
            f'{error.name} is not installed: pip install "carbon-crosswalk[batch]" and the dataframe library',
            f'未安装 {error.name}：pip install "carbon-crosswalk[batch]"，并安装数据框库',
        ) from None


def _standard(name: str, library: Library, field: str) -> Standard:
    """The standard on footprints that an argument names."""
    return library.standard(library.resolve(name, None, field).key)


def _alone(translation: Translation, to: str | None, library: Library | None) -> None:
    """Refuse what a translation settles by itself.

    Raises:
        DeclarationError: a target or a library stands beside it.
    """
    given = [name for name, there in (("to", to is not None), ("library", library not in (None, translation.crosswalk.library))) if there]
    if given:
        raise DeclarationError(
            *(Finding("a translation has its own; leave it out", "换算结果自带此项；请略去", field=name) for name in given)
        )


def _wanted(to: str | None) -> str:
    if to is None:
        raise UnknownNameError(
            Finding("a target is needed: completions(footprint, to=…)", "需要目标标准：completions(footprint, to=…)", field="to")
        )
    return to


def _labels(field: str | None, library: Library) -> list[str]:
    from crosswalk.labels.assess import labels_of

    found = [f"{setter.id}#{label.id}" for setter, label in labels_of(library, field)]
    if not found:
        one_of(field, sorted({setter.field for setter, _ in labels_of(library)}), "field", "field of labels", "标签领域")
    return found


def _comparable(first: str, second: str, library: Library) -> bool:
    try:
        cw.equivalent(first, second, library=library)
    except NotComparableError:
        return False
    return True
