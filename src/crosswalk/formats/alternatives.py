"""Scenarios are alternatives: one of them is chosen, or the value lies between them. They are never added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crosswalk.errors import Finding, UnknownNameError, nearest_text
from crosswalk.formats.reading import Notes, Scenario

Candidates = Mapping[str | None, Decimal]
"""The values of one module and indicator by scenario; `None` is a value without a scenario."""


@dataclass(frozen=True, slots=True)
class Alternatives:
    """The scenarios of a data set and the caller's choice.

    Attributes:
        scenarios: what the data set says of each.
        rivals: for each scenario those that exclude it: of the same group, or with a value for the same module.
        wanted: the names that the caller chose.
    """

    scenarios: Mapping[str, Scenario]
    rivals: Mapping[str, frozenset[str]]
    wanted: tuple[str, ...]

    def choose(self, label: str, candidates: Candidates, notes: Notes) -> list[Decimal]:
        """The values that remain possible: one, or several alternatives, or none when the chosen scenario has no value here."""
        named = [name for name in candidates if name is not None]
        if not named:
            return [candidates[None]]
        for name in self.wanted:
            if name in candidates:
                return [candidates[name]]
        default = [name for name in named if self.scenarios[name].is_default and not self._replaced(name)]
        if len(default) == 1:
            if len(candidates) > 1:
                others = ", ".join(repr(name) for name in candidates if name != default[0])
                notes.remark(
                    f"{label}: the scenario {default[0]!r}, the default of the data set, was taken; {others} exclude it and are not added",
                    f"{label}：采用数据集默认情景 {default[0]!r}；{others} 与其互斥，不相加",
                )
            return [candidates[default[0]]]
        picked = self.wanted or tuple(name for name, entry in self.scenarios.items() if entry.is_default)
        excluded = [name for name in named if self.rivals[name] & set(picked) and name not in picked]
        if len(excluded) == len(named):
            if None in candidates:
                return [candidates[None]]
            notes.remark(
                f"{label} is declared for {_quoted(named)} only, which exclude the chosen {_quoted(picked)}: not declared",
                f"{label} 仅在 {_quoted(named)} 下声明，与所选 {_quoted(picked)} 互斥：视为未声明",
            )
            return []
        possible = {name: candidates[name] for name in candidates if name not in excluded}
        if len(possible) > 1:
            notes.remark(
                f"{label}: {len(possible)} scenarios are alternatives ({_quoted(possible)}); the value lies between them, choose one to narrow it",
                f"{label}：{len(possible)} 个情景互为替代（{_quoted(possible)}）；取值介于其间，可指定其一以缩小区间",
            )
        elif len(named) == 1 and self.rivals[named[0]]:
            notes.remark(
                f"{label} is declared for the scenario {named[0]!r} only",
                f"{label} 仅在情景 {named[0]!r} 下声明",
            )
        return list(possible.values())

    def _replaced(self, name: str) -> bool:
        return bool(self.rivals[name] & set(self.wanted))


def _quoted(names: Iterable[str | None]) -> str:
    return ", ".join("without a scenario" if name is None else repr(name) for name in names)


def alternatives(
    known: Iterable[Scenario], together: Iterable[Iterable[str | None]], wanted: tuple[str, ...], notes: Notes
) -> Alternatives:
    """The scenarios of a data set.

    Args:
        known: those that it describes.
        together: for each module and indicator the scenarios that have a value.
        wanted: the names that the caller chose; the spelling of case is free.
        notes: where remarks go.

    Raises:
        UnknownNameError: a chosen name stands for no scenario.
    """
    scenarios = {entry.name: entry for entry in known}
    sets = [frozenset(name for name in names if name is not None) for names in together]
    for name in sorted({name for names in sets for name in names} - set(scenarios)):
        scenarios[name] = Scenario(name)
    rivals: dict[str, set[str]] = {name: set() for name in scenarios}
    for names in sets:
        for name in names:
            rivals[name] |= names - {name}
    for name, entry in scenarios.items():
        if entry.group:
            rivals[name] |= {other for other, its in scenarios.items() if its.group == entry.group and other != name}
    chosen = []
    for asked in wanted:
        found = next((name for name in scenarios if name == asked or name.casefold() == asked.casefold()), None)
        if found is None:
            raise UnknownNameError(
                Finding(
                    f"the file has no scenario {asked!r}",
                    f"文件中没有情景 {asked!r}",
                    file=notes.file,
                    field="scenario",
                    nearest=nearest_text(list(scenarios)),
                )
            )
        chosen.append(found)
    return Alternatives(scenarios, {name: frozenset(others) for name, others in rivals.items()}, tuple(chosen))


def figure_value(numbers: list[Decimal], unit: str) -> Any:
    """What a figure states: one number, or the two ends between which the alternatives lie."""
    low, high = min(numbers), max(numbers)
    return f"{low} {unit}" if low == high else {"low": f"{low} {unit}", "high": f"{high} {unit}"}
