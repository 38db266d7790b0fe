"""What files are written: footprints and translations in every format. A file is read back before it is handed out: what it says must be what was declared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from crosswalk.engine.crosswalk import compile_crosswalk
from crosswalk.errors import CrosswalkError, DeclarationError, Finding, UnknownNameError
from crosswalk.formats.reading import chosen
from crosswalk.formats.registry import read_foreign
from crosswalk.formats.write.draft import Draft, End, declared_draft, refuse_other, translated_draft
from crosswalk.library.document import parse
from crosswalk.model.base import Text
from crosswalk.model.figure import Figure
from crosswalk.model.footprint import Footprint
from crosswalk.model.quantity import Quantity
from crosswalk.names import Names
from crosswalk.reading import read

if TYPE_CHECKING:
    from crosswalk.engine.translation import Translation
    from crosswalk.library.library import Library


@dataclass(frozen=True, slots=True)
class Format:
    """A format that is written.

    Attributes:
        home: the module in `formats/write/`, with `write(draft, form) -> bytes`, `STANDARDS`, `STAGES` and `DETAILS`.
        title: its name.
        holds_intervals: whether a figure may be an interval.
        read_back: whether a reader of ours takes the file.
        computed: whether a declaration is translated into its own standard first, which computes its sums.
    """

    home: str
    title: str
    holds_intervals: bool = False
    read_back: bool = True
    computed: bool = False


FORMATS: Mapping[str, Format] = {
    "yaml": Format("own", "our footprint, YAML", holds_intervals=True),
    "json": Format("own", "our footprint, JSON", holds_intervals=True),
    "pact": Format("pact", "PACT data model 3"),
    "openepd": Format("openepd", "openEPD"),
    "ilcd": Format("ilcd", "ILCD+EPD 1.3, zip of XML"),
    "cbam-xlsx": Format("cbam", "CBAM communication values, workbook"),
    "cbam-csv": Format("cbam", "CBAM communication values, table", holds_intervals=True, read_back=False),
    "cbam-json": Format("cbam", "CBAM communication values, table", holds_intervals=True, read_back=False),
    "esrs": Format("esrs", "ESRS E1-6 facts, JSON", holds_intervals=True, read_back=False, computed=True),
}
"""The formats by the name that a user types."""


@dataclass(frozen=True, slots=True)
class Written:
    """A written file.

    Attributes:
        format: the name of the format.
        content: the file.
        unwritten: what was declared and is not in the file, by its path.
        remarks: what a person should know; the file says the same.
    """

    format: str
    content: bytes
    unwritten: dict[str, str]
    remarks: tuple[Text, ...]


def write(
    what: Footprint | Translation,
    form: str,
    library: Library,
    *,
    value: End | None = None,
    details: Mapping[str, Any] | None = None,
) -> Written:
    """A footprint, or a translation, as a file of an interchange format.

    Args:
        what: the declaration, or its translation.
        form: the name of the format, see `FORMATS`.
        library: the definitions of the standards.
        value: which number of an interval is written where the format holds one number.
        details: what the format asks for and a footprint does not hold.

    Raises:
        UnknownNameError: no such format, or a detail that it has no field for.
        DeclarationError: the format cannot carry the declaration, or asks for more; every reason is named.
    """
    found = FORMATS.get(form)
    if found is None:
        raise unknown(form, FORMATS)
    if value is not None and found.holds_intervals:
        raise DeclarationError(
            Finding(f"{form} holds intervals as they are: leave out --value", f"{form} 可直接容纳区间：请勿给出 --value", field="value")
        )
    module = import_module(f"crosswalk.formats.write.{found.home}")
    stages: tuple[str, ...] = module.STAGES
    own = library.resolve(what.standard, None, "standard").key if isinstance(what, Footprint) else what.target
    refuse_other(own, module.STANDARDS, what.file if isinstance(what, Footprint) else what.footprint.file)
    if found.computed and isinstance(what, Footprint):
        what = compile_crosswalk(library, own, own, "curated", None).apply(what)
    draft = declared_draft(what, library) if isinstance(what, Footprint) else translated_draft(what, stages)
    draft.value, draft.details = value, dict(details or {})
    draft.asked(module.DETAILS)
    writer: Callable[[Draft, str], bytes] = module.write
    try:
        content = writer(draft, form)
    except UnicodeEncodeError:
        draft.fault("a text of the declaration holds half a character", "声明的文本含有残缺字符")
    draft.check()
    if found.read_back:
        _read_back(content, draft, form)
    return Written(form, content, draft.unwritten(), (*draft.origin, *draft.remarks))


def unknown(form: str, known: Mapping[str, object]) -> UnknownNameError:
    """The error for a format that nobody writes, with the nearest names."""
    names = Names("format", "格式")
    for key in known:
        names.add(key, ())
    near = [key for key, _, _ in names.nearest(form)] or list(known)
    return UnknownNameError(Finding(f"unknown format {form!r}", f"未知格式 {form!r}", field="format", nearest=tuple(near[:5])))


def _read_back(content: bytes, draft: Draft, form: str) -> None:
    """Hold the file against what was written.

    Raises:
        DeclarationError: a reader would take something else from the file than was declared.
    """
    try:
        found = read_foreign(content, f"<{form}>")
        back = read(parse(content).data) if found is None else chosen(found, None, f"<{form}>")
        said = read(draft.written)
    except CrosswalkError as error:
        raise DeclarationError(
            Finding(
                f"{form} cannot carry this declaration: the written file cannot be read again ({error.render('en')})",
                f"{form} 无法容纳该声明：写出的文件无法再读取（{error.render('zh')}）",
                file=draft.footprint.file,
            )
        ) from None
    lost = sorted({path for path, same in _compared(said, back, "") if not same})
    if len(said.figures) != len(back.figures):
        lost.append("figures")
    if lost:
        raise DeclarationError(
            Finding(
                f"{form} cannot carry this declaration as it is: {', '.join(lost)} would be read as something else",
                f"{form} 无法原样容纳该声明：{'、'.join(lost)} 会被读成其他内容",
                file=draft.footprint.file,
            )
        )


def _compared(said: Any, back: Any, at: str) -> list[tuple[str, bool]]:
    """Every value that was written beside what was read, by its path; what a reader adds is no loss."""
    if isinstance(said, Quantity):
        same = isinstance(back, Quantity) and back.has_dimension_of(said.unit) and back.to(said.unit).magnitude == said.magnitude
        return [(at, same)]
    if hasattr(said, "model_fields_set"):
        return [
            entry
            for name in sorted(said.model_fields_set)
            if name != "figures"
            for entry in _compared(getattr(said, name), getattr(back, name, None), f"{at}.{name}" if at else name)
        ] + ([entry for pair in _figures(said, back) for entry in pair] if isinstance(said, Footprint) else [])
    return [(at, said == back)]


def _figures(said: Footprint, back: Footprint) -> list[list[tuple[str, bool]]]:
    """Each figure beside the one of the same words."""

    def words(figure: Figure) -> tuple[str | None, ...]:
        return figure.stage, figure.source, figure.gas, figure.indicator

    there = {words(figure): (figure.range, figure.activity) for figure in back.figures}
    return [
        [(f"figures {' '.join(filter(None, words(figure)))}", there.get(words(figure)) == (figure.range, figure.activity))]
        for figure in said.figures
    ]
