"""What a writer writes from: what a footprint says, taken piece by piece, so that what is left over is known and told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from crosswalk import __version__
from crosswalk.errors import DeclarationError, Finding, NotComparableError, UnknownNameError
from crosswalk.formats.footprint import plain
from crosswalk.formats.reading import left, take
from crosswalk.library.library import Library
from crosswalk.model.base import Text, text
from crosswalk.model.footprint import Footprint
from crosswalk.model.quantity import Quantity
from crosswalk.names import Names

if TYPE_CHECKING:
    from crosswalk.engine.translation import Translation
    from crosswalk.model.standard import Standard

End = Literal["low", "best", "high"]
"""Which number of an interval is written where a format holds one number only."""
_WORDS = {"low": ("low end", "下限"), "best": ("best estimate", "最佳估计"), "high": ("high end", "上限")}


class Point(NamedTuple):
    """A figure in kg CO2e: its two ends, `None` where open, and the best estimate where there is one."""

    stage: str
    indicator: str
    low: Decimal | None
    best: Decimal | None
    high: Decimal | None

    @property
    def label(self) -> str:
        """How a person names it."""
        return f"{self.stage} {self.indicator}"

    @property
    def ends(self) -> str:
        """The interval in words."""
        low, high = ("open" if value is None else f"{value:f}" for value in (self.low, self.high))
        return low if self.low is not None and self.low == self.high else f"{low} .. {high}"


@dataclass(slots=True)
class Draft:
    """What a footprint says, and what of it was written.

    Attributes:
        footprint: the declaration.
        standard: the definition of its standard.
        value: which number of an interval the caller wants, where only one can be written.
        details: what the format asks for and a footprint does not hold, as the caller gave it.
        best: best estimates of a translation by stage and indicator, in kg CO2e.
        data: what was not written yet.
        written: what was written, in the form of `data`.
        origin: what the file says of its origin.
        faults: what keeps the file from being written.
    """

    footprint: Footprint
    standard: Standard
    value: End | None = None
    details: dict[str, Any] = field(default_factory=dict)
    best: Mapping[tuple[str, str], Decimal | None] = field(default_factory=dict)
    origin: list[Text] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    written: dict[str, Any] = field(default_factory=dict)
    remarks: list[Text] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.data = plain(self.footprint)

    # -- taking ----------------------------------------------------------------------------------------------------------------

    def take(self, *path: str) -> Any:
        """A value that the writer writes; `None` where nothing was declared."""
        found = take(self.data, *path)
        if found is not None:
            self.say(found, *path)
        return found

    def say(self, value: Any, *path: str) -> None:
        """Note that the file says this."""
        tree = self.written
        for step in path[:-1]:
            tree = tree.setdefault(step, {})
        tree[path[-1]] = value

    def drop(self, *path: str) -> Any:
        """Take a value that the file says in another way."""
        return take(self.data, *path)

    def quantity(self, *path: str) -> Quantity | None:
        """A declared quantity, which stays until it is taken."""
        found: Any = self.footprint
        for step in path:
            found = None if found is None else getattr(found, step)
        return found if isinstance(found, Quantity) else None

    def name(self) -> str | None:
        """The name as one text, in English; another Chinese name stays with what is left."""
        declared = self.footprint.name
        if declared is None:
            return None
        found = declared.en.strip()
        if declared.zh.strip() == found:
            self.drop("name")
        else:
            self.drop("name", "en")
        self.say({"en": found, "zh": found}, "name")
        return found

    def unwritten(self) -> dict[str, str]:
        """What was declared and is not in the file, by its path."""
        return dict(left(self.data))

    # -- faults ----------------------------------------------------------------------------------------------------------------

    def fault(self, en: str, zh: str, at: str | None = None, nearest: Iterable[str] = ()) -> None:
        """Note what keeps the file from being written."""
        self.faults.append(Finding(en, zh, file=self.footprint.file, field=at, nearest=tuple(nearest)))

    def check(self) -> None:
        """End here if something keeps the file from being written.

        Raises:
            DeclarationError: with everything that was noted.
        """
        if self.faults:
            raise DeclarationError(*self.faults)

    def remark(self, en: str, zh: str) -> None:
        """Tell a person, and the file."""
        self.remarks.append(text(en, zh))

    def statement(self) -> str:
        """What the file says of its origin and of the numbers that were chosen, in English."""
        return "; ".join(entry.en for entry in (*self.origin, *self.remarks))

    def asked(self, names: Mapping[str, tuple[str, str]]) -> None:
        """Check the names of the details that the caller gave.

        Raises:
            UnknownNameError: the format has no such field.
        """
        for name in self.details:
            if name not in names:
                known = Names("field of the format", "格式字段")
                for key in names:
                    known.add(key, ())
                near = [key for key, _, _ in known.nearest(name)] or list(names)
                raise UnknownNameError(
                    Finding(
                        f"the format has no field {name!r} to be given",
                        f"该格式没有可给定的字段 {name!r}",
                        field="set",
                        nearest=tuple(near[:5]),
                    )
                )

    def detail(self, name: str, question: tuple[str, str] | None = None) -> Any:
        """A detail that the caller gave; a `question` makes it one that must be answered."""
        found = self.details.get(name)
        if found is None and question is not None:
            self.fault(
                f"{question[0]} Give it with --set {name}=… (in Python details={{{name!r}: …}}); nothing is invented",
                f"{question[1]}请用 --set {name}=…（Python：details={{{name!r}: …}}）给出；不作任何编造",
                name,
            )
        return found

    # -- figures ---------------------------------------------------------------------------------------------------------------

    def needs(self, standards: tuple[str, ...]) -> None:
        """Refuse a footprint under another standard than those that the format is for."""
        refuse_other(self.standard.id, standards, self.footprint.file)
        self.drop("standard")
        self.say(self.standard.id, "standard")
        if self.footprint.subject.kind == self.standard.subject:
            self.take("subject", "kind")

    def points(self, whole_good: tuple[str, ...] = ()) -> list[Point]:
        """The figures as intervals. What makes a figure another number than the sum of its stage is refused.

        Args:
            whole_good: stages of the format that the standard does not list, because they mean all of it.
        """
        whole = self.footprint.precursors or self.footprint.activity_level or self.footprint.co_products
        if whole or any(figure.of_process for figure in self.footprint.figures):
            self.fault(
                "figures of a whole process, or with precursors, are computed first: translate into the standard of the declaration with "
                f"--to {self.standard.id}",
                f"整个过程的数据或含前体的数据须先行计算：请用 --to {self.standard.id} 转换到声明所依据的标准",
                "figures",
            )
        stages, indicators = Names("stage", "阶段"), Names("indicator", "指标")
        for stage in self.standard.stages:
            stages.add(stage.id, (stage.name.en, stage.name.zh, *stage.aliases))
        for name in whole_good:
            stages.add(name, ())
        for indicator in self.standard.indicators:
            indicators.add(indicator.id, (indicator.name.en, indicator.name.zh, *indicator.aliases))
        found = []
        for position, figure in enumerate(self.footprint.figures):
            at = f"figures[{position}]"
            stage_id = stages.get(figure.stage)
            indicator_id = self.standard.main_indicator.id if figure.indicator is None else indicators.get(figure.indicator)
            if stage_id is None or indicator_id is None or figure.source is not None or figure.gas is not None:
                self.fault(
                    f"the format has no place for a part of a stage ({' / '.join(str(word) for word in (figure.stage, figure.source, figure.gas, figure.indicator) if word)}); "
                    f"translate into the standard of the declaration with --to {self.standard.id}, which adds up what can be added",
                    f"该格式无法容纳阶段的一部分（{figure.stage}）；请用 --to {self.standard.id} 转换到声明所依据的标准，由其汇总",
                    at,
                )
                continue
            ends = figure.range if figure.value is not None else None
            if ends is None:
                self.fault(
                    f"a figure without a value in CO2e is computed first: translate into the standard of the declaration with --to {self.standard.id}",
                    f"没有 CO2e 数值的数据须先行计算：请用 --to {self.standard.id} 转换到声明所依据的标准",
                    at,
                )
                continue
            low, high = (end if end.is_finite() else None for end in ends)
            key = (stage_id, indicator_id)
            found.append(Point(*key, low, self.best.get(key, low if low == high else None), high))
        self.check()
        for entry in self.data["figures"]:
            for name in ("stage", "indicator", "value"):
                entry.pop(name, None)
        self.written["figures"] = []
        return found

    def wrote(self, point: Point, number: Decimal) -> None:
        """Note that a figure stands in the file with this number."""
        self.written["figures"].append({"stage": point.stage, "indicator": point.indicator, "value": f"{number} kg CO2e"})

    def without(self, point: Point, en: str, zh: str) -> None:
        """Note that a figure is not in the file."""
        self.data.setdefault("not written", {})[point.label] = f"{point.ends} kg CO2e"
        self.remark(f"{point.label} ({point.ends} kg CO2e) is not written: {en}", f"未写入 {point.label}（{point.ends} kg CO2e）：{zh}")

    def number(self, point: Point) -> Decimal | None:
        """The one number of a figure: the exact one, or the one that the caller chose. `None` where that is a fault."""
        if point.low is not None and point.low == point.high:
            return point.low
        if self.value is None:
            self.fault(
                f"{point.label} is an interval ({point.ends} kg CO2e) and the format holds one number: choose it with --value low, best or high",
                f"{point.label} 为区间（{point.ends} kg CO2e），而该格式只容纳单一数值：请用 --value low、best 或 high 选择",
                "value",
            )
            return None
        chosen: Decimal | None = getattr(point, self.value)
        en, zh = _WORDS[self.value]
        if chosen is None:
            self.fault(
                f"{point.label} ({point.ends} kg CO2e) has no {en}",
                f"{point.label}（{point.ends} kg CO2e）没有{zh}",
                "value",
            )
            return None
        self.remark(
            f"{point.label}: the {en} of {point.ends} kg CO2e was written, which is not the declared or exact value",
            f"{point.label}：写入了 {point.ends} kg CO2e 的{zh}，并非声明值或精确值",
        )
        return chosen


def refuse_other(standard: str, standards: tuple[str, ...], file: str | None) -> None:
    """Refuse a declaration under a standard that the format is not for.

    Raises:
        DeclarationError: with the way that leads there.
    """
    if standards and standard not in standards:
        raise DeclarationError(
            Finding(
                f"the format carries footprints under {', '.join(standards)}, this one is under {standard}: translate it on the way with "
                f"--to {standards[-1]}",
                f"该格式用于 {'、'.join(standards)} 的碳足迹，而此碳足迹依据 {standard}：请用 --to {standards[-1]} 同时转换",
                file=file,
                field="standard",
                nearest=standards,
            )
        )


def declared_draft(footprint: Footprint, library: Library) -> Draft:
    """The draft of a declared footprint."""
    return Draft(footprint, library.standard(footprint.standard))


def translated_draft(translation: Translation, stages: tuple[str, ...] = ()) -> Draft:
    """The draft of a translation, in every indicator that is bounded.

    Args:
        translation: the result.
        stages: the stages that the format holds; when left out the best known figures of which none holds another.
    """
    base = translation.as_footprint()
    unit = translation.outcome.wanted.co2e
    scale = Quantity(Decimal(1), f"{unit}*CO2e").to("kg*CO2e").magnitude
    main = translation.crosswalk.target.main_indicator.id
    mains = {figure.stage: figure.value for figure in base.figures}
    best: dict[tuple[str, str], Decimal | None] = {}
    figures: list[dict[str, Any]] = []
    for entry in (translation.total, *translation.figures):
        low, middle, high = entry.bounds
        if entry.stage not in (stages or mains) or entry.status == "missing":
            continue
        if not any((low, high)) and None in (low, high):
            continue  # from zero upward, or downward: nothing is known, and a zero would say that nothing is there
        if low == high == 0 and entry.indicator != main:
            continue  # uptake and emissions may balance there, which a declared zero would deny
        ends: Any = {name: f"{end} {unit} CO2e" for name, end in (("low", low), ("high", high)) if end is not None}
        if entry.indicator == main:
            ends = mains.get(entry.stage, ends)
        figures.append({"stage": entry.stage, "indicator": entry.indicator, "value": ends})
        best[entry.stage, entry.indicator] = None if middle is None else middle * scale
    if not figures:
        which = ", ".join(stages) or translation.target
        raise NotComparableError(
            f"the translation bounds no figure that the format holds ({which})", f"该转换未能界定格式所容纳的任何数值（{which}）"
        )
    data = {name: getattr(base, name) for name in base.model_fields_set}
    footprint = Footprint.model_validate({**data, "period": translation.footprint.period, "figures": figures})
    footprint.locate(translation.footprint.file, {})
    draft = Draft(footprint, translation.crosswalk.target, best=best)
    held = {figure["stage"] for figure in figures}
    for entry in translation.figures:
        if stages and entry.indicator == main and entry.stage in mains and entry.stage not in held and entry.status in ("exact", "bounded"):
            draft.data.setdefault("not written", {})[entry.stage] = "the format does not hold this stage by itself"
    if translation.source == translation.target:
        draft.origin.append(
            text(
                f"computed from a declaration under {translation.source} by carbon-crosswalk {__version__}",
                f"由 carbon-crosswalk {__version__} 根据 {translation.source} 下的声明计算",
            )
        )
        return draft
    draft.origin.append(
        text(
            f"translated from {translation.source} into {translation.target} by carbon-crosswalk {__version__}; a technical comparison without legal effect",
            f"由 carbon-crosswalk {__version__} 自 {translation.source} 转换为 {translation.target}；技术对照，不具法律效力",
        )
    )
    return draft
