"""The pages of the library: standards, one in full, and two set against each other."""

from __future__ import annotations

from starlette.responses import Response

from crosswalk.api import compare as compared
from crosswalk.api import compare_rules
from crosswalk.report.comparison import comparison_report
from crosswalk.report.materials import rules_report
from crosswalk.report.tables import Report
from crosswalk.web.call import Call, GoneError
from crosswalk.web.catalogue import by_field, every, found, listed, whole
from crosswalk.web.translating import drawing
from crosswalk.web.words import FIELDS, pick


def standards(call: Call) -> Response:
    """All standards, those of a field, or what is like a text."""
    field = call.query.get("field") or None
    field = field if field in FIELDS else None
    asked = call.query.get("q", "").strip()[:200]
    groups = every(call.library, field, call.lang)
    return call.page(
        "standards.html",
        groups=groups,
        count=sum(len(members) for _, members in groups),
        fields=[(key, pick(FIELDS, key, call.lang)) for key in FIELDS],
        field=field or "",
        asked=asked,
        hits=found(call.library, asked, call.lang) if asked else [],
    )


def standard(call: Call) -> Response:
    """One standard, or a set of factors, in full."""
    report, known = whole(call.library, call.parts["name"], call.lang)
    return call.page("standard.html", report=report, standard=known)


def compare(call: Call) -> Response:
    """Two standards set against each other."""
    first, second = (call.query.get(name, "").strip() for name in ("first", "second"))
    ids = sorted({*call.library.standard_ids(), *call.library.material_standard_ids()})
    groups = by_field(listed(call.library, ids, call.lang), call.lang)
    report = _compared(call, first, second) if first and second else None
    resolved = [call.library.resolve(name).key if name else "" for name in (first, second)]
    pictures = report.pictures() if report is not None else ()
    return call.page("compare.html", groups=groups, first=resolved[0], second=resolved[1], report=report, pictures=pictures)


def picture(call: Call) -> Response:
    """A picture of a comparison."""
    made = _compared(call, call.query.get("first", ""), call.query.get("second", "")).pictures()
    number = int(call.parts["number"])
    if number >= len(made):
        raise GoneError
    return drawing(made[number])


def _compared(call: Call, first: str, second: str) -> Report:
    """The comparison of two standards as a report.

    Raises:
        UnknownNameError: a name stands for no standard.
        NotComparableError: they have no frame in common.
    """
    library = call.library
    keys = [library.resolve(name, None, field).key for name, field in ((first, "first"), (second, "second"))]
    if all(library.is_material(key) for key in keys):
        return rules_report(compare_rules(keys[0], keys[1], library=library), call.lang)
    return comparison_report(compared(keys[0], keys[1], library=library), call.lang)
