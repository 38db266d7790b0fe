"""Claims that do not hold, told so that a person sees why: what was claimed, what is known, the gap that decides, and its question."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from crosswalk.report.naming import in_words, names_of
from crosswalk.report.words import kind, word
from crosswalk.testing import language
from crosswalk.testing.asked import check_language

if TYPE_CHECKING:
    from crosswalk.engine.figures import FigureResult
    from crosswalk.engine.gap import Gap
    from crosswalk.engine.translation import Translation
    from crosswalk.labels.equivalence import Equivalence
    from crosswalk.library.library import Library
    from crosswalk.testing.completion import Completion

Both = tuple[str, str]
"""A text in English and Chinese."""
YES: dict[object, str] = {True: "是", False: "否"}


class ClaimError(AssertionError):
    """A claim that does not hold; its text is in the language that was asked for, `render` gives either."""

    def __init__(self, lines: Sequence[Both], lang: str | None):
        self.lines = tuple(lines)
        super().__init__(self.render(lang or language.chosen()))

    def render(self, lang: str = "en") -> str:
        """The failure in English or Chinese."""
        check_language(lang)
        return "\n".join(line[lang == "zh"] for line in self.lines)


class TranslationClaimError(ClaimError):
    """A translation is not what was claimed.

    Attributes:
        translation: what it is.
        gap: the gap that decides, if there is one.
    """

    def __init__(self, translation: Translation, claims: Sequence[Both], figure: FigureResult, lang: str | None):
        self.translation, self.gap = translation, deciding_gap(translation, figure)
        head = f"{translation.source} -> {translation.target}"
        super().__init__([(f"{head}: not as claimed", f"{head}：与所称不符"), *claims, *told(self.gap, translation)], lang)


class SoundnessClaimError(ClaimError):
    """A converter says what a completion of the declaration contradicts.

    Attributes:
        translation: our translation of the declaration.
        completion: what may be true and is not what the converter says; `None` where the converter is not even consistent.
        gap: the gap that decides, if there is one.
    """

    def __init__(
        self, translation: Translation, completion: Completion | None, claims: Sequence[Both], figure: FigureResult, lang: str | None
    ):
        self.translation, self.completion, self.gap = translation, completion, deciding_gap(translation, figure)
        head = f"{translation.source} -> {translation.target}"
        lines: list[Both] = [(f"{head}: the converter is not sound", f"{head}：该换算器不可靠"), *claims]
        if completion is not None:
            held = (completion.describe(name).splitlines() for name in ("en", "zh"))
            lines += [
                ("  nothing that was declared contradicts this completion:", "  以下补全与所声明的内容没有矛盾："),
                *((f"    {en}", f"    {zh}") for en, zh in zip(*held, strict=True)),
            ]
        declared = (figure_words(translation, position) for position in range(len(translation.outcome.declaration.lines)))
        lines += [("  declared:", "  声明："), *((f"    {en}", f"    {zh}") for en, zh in declared)]
        super().__init__([*lines, *told(self.gap, translation)], lang)


class EquivalenceClaimError(ClaimError):
    """Two labels do not stand as claimed.

    Attributes:
        equivalence: how they stand.
    """

    def __init__(self, equivalence: Equivalence, claim: Both, lang: str | None, library: Library):
        self.equivalence = equivalence
        super().__init__([claim, *standing(equivalence, library)], lang)


def named(label: str, translation: Translation) -> Both:
    """A label of a figure, a line or a stage, its ids in words where Chinese is read, as in reports."""
    if label == "shared":
        return label, word("shared", "zh")
    crosswalk = translation.crosswalk
    return label, in_words(label, names_of(crosswalk.library, crosswalk.source, crosswalk.target), "zh")


def figure_words(translation: Translation, position: int) -> Both:
    """A declared line with its value."""
    declaration = translation.outcome.declaration
    line, (low, high) = declaration.lines[position], declaration.values[position]
    value = f"{low:f}" if low == high else f"{low:f} .. {high:f}"
    unit = "kg" if line.mass else "kg CO2e"
    en, zh = named(line.label, translation)
    return f"{en}: {value} {unit}", f"{zh}：{value} {unit}"


def shown(value: Decimal | None) -> str:
    """An end of an interval; `?` is open."""
    return "?" if value is None else f"{value:.9g}"


def deciding_gap(translation: Translation, figure: FigureResult) -> Gap | None:
    """The first gap that concerns a figure: for the total any, for the shared part no missing one, for a stage those of its stages; none if exact."""
    if figure.status == "exact":
        return None  # nothing is open, whatever the rest of the translation lacks
    gaps = [gap for gap in translation.gaps if gap.kind not in ("unconfirmed", "verification", "data-quality")]
    if figure.stage == "shared":
        gaps = [gap for gap in gaps if gap.kind not in ("missing", "not-declared")]
    elif figure.stage != "total":
        space = translation.crosswalk.library.space(translation.crosswalk.source.frame)
        atoms = next(
            entry.atoms for entry in translation.crosswalk.figures if (entry.stage, entry.indicator) == (figure.stage, figure.indicator)
        )
        own = space.stages_of(atoms)
        gaps = [gap for gap in gaps if gap.stage == "total" or own & _stages(translation, gap.stage)]
        gaps.sort(key=lambda gap: gap.stage == "total")
    return next(iter(gaps), None)


def _stages(translation: Translation, names: str) -> int:
    space = translation.crosswalk.library.space(translation.crosswalk.source.frame)
    mask = 0
    for name in names.split(", "):
        mask |= space.stage_mask(name)
    return mask


def told(gap: Gap | None, translation: Translation) -> list[Both]:
    """The gap that decides, and its question."""
    if gap is None:
        return []
    en, zh = named(gap.stage, translation)
    return [
        (f"  deciding gap ({gap.kind}, {en}): {gap.message.en}", f"  决定性的差距（{kind(gap.kind, 'zh')}，{zh}）：{gap.message.zh}"),
        (f"  question: {gap.question.en}", f"  问题：{gap.question.zh}"),
    ]


def standing(equivalence: Equivalence, library: Library) -> list[Both]:
    """How two labels stand: verdict, reasons, questions, and the counter-example."""
    from crosswalk.report.equivalence import VERDICTS  # labels are loaded where a claim is about them

    lines: list[Both] = [(f"  verdict: {equivalence.verdict}", f"  结论：{VERDICTS[equivalence.verdict][1]}")]
    lines += [(f"  because: {reason.en}", f"  理由：{reason.zh}") for reason in equivalence.reasons[:3]]
    if equivalence.example is not None:
        lines.append(
            (
                f"  earns {equivalence.first.id} and not {equivalence.second.id}:",
                f"  取得 {equivalence.first.id} 而不能取得 {equivalence.second.id}：",
            )
        )
        body = equivalence.example.declaration
        if body is not None:
            lines += [(f"    {en}", f"    {zh}") for en, zh in _declared(body, library)]
        asked = {entry.id: entry.text.zh for label in (equivalence.first, equivalence.second) for entry in label.setter.conditions}
        for name, answer in equivalence.example.conditions.items():
            lines.append((f"    {name}: {answer}", f"    {asked.get(name, name)}：{YES.get(answer, answer)}"))
        reason = equivalence.example.reason
        lines.append((f"    fails: {reason.en}", f"    不满足：{reason.zh}"))
    lines += [(f"  question: {question.en}", f"  问题：{question.zh}") for question in equivalence.questions[:3]]
    return lines


def _declared(body: dict[str, Any], library: Library) -> list[Both]:
    unit = body.get("declared_unit")
    names = names_of(library, library.standard(body["standard"]))
    found = [(f"{body['standard']}" + (f", {unit}" if unit else ""), f"{body['standard']}" + (f"，{unit}" if unit else ""))]
    for figure in (*body["figures"], *body.get("supplement", ())):
        label = " / ".join(str(figure[part]) for part in ("stage", "source", "gas", "indicator") if part in figure)
        value = figure.get("value") or figure.get("mass")
        found.append((f"{label}: {value}", f"{in_words(label, names, 'zh')}：{value}"))
    return found
