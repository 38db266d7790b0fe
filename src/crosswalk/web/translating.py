"""The page of a translation: the target, the result, the questions and their answers, and what is taken along."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any, get_args

from starlette.responses import Response

from crosswalk.answering import placed
from crosswalk.engine.pair import AssumptionMode
from crosswalk.engine.translation import Translation
from crosswalk.errors import CrosswalkError, DocumentError, Finding, InputError
from crosswalk.formats.footprint import plain, write_yaml
from crosswalk.model.footprint import Footprint
from crosswalk.model.quantity import readable
from crosswalk.reading import read, read_content
from crosswalk.report.files import content
from crosswalk.report.tables import Picture, Report
from crosswalk.report.translation import translation_report, whole_report
from crosswalk.report.words import Lang, word
from crosswalk.web.call import Call, GoneError, see
from crosswalk.web.catalogue import comparable
from crosswalk.web.form import check, input_of
from crosswalk.web.guard import REPORT_POLICY, download_name
from crosswalk.web.questions import Asking, said
from crosswalk.web.shown import change_between, figures_of

TYPES = {
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}
FORMS = {"html": "html", "xlsx": "xlsx", "md": "markdown"}
LEAVE_TOTAL = "leave-total"


def show(call: Call) -> Response:
    """The work as it stands: which footprint, which target, or the result."""
    work = call.work()
    footprint = work.footprint
    if footprint is None:
        assert work.reading is not None
        return call.page("several.html", work=work, footprints=work.reading.footprints)
    own = call.library.resolve(footprint.standard).key
    source = call.library.standard(own)
    shared: dict[str, Any] = {
        "work": work,
        "footprint": footprint,
        "source": source,
        "groups": comparable(call.library, own, call.lang),
        "modes": get_args(AssumptionMode),
    }
    fault: tuple[Finding, ...] = ()
    refused = ""
    result: Translation | None = None
    try:
        result = work.result()
        if result is not None:
            result.gaps  # noqa: B018 - computed here, so that an error of it is told like one of the result
    except InputError as error:
        fault = error.findings
    except CrosswalkError as error:
        refused = error.render(call.lang)
    if result is None:
        return call.page("target.html", fault=fault, refused=refused, **shared)
    faults = {key: finding for finding in work.faults for key in (input_of(finding.field, work.places),) if key}
    told = {key: finding.zh if call.lang == "zh" else finding.en for key, finding in faults.items()}
    asking = Asking(call.library, source, call.lang)
    questions = asking.questions(result, work.typed, told)
    earlier = work.before()
    made = translation_report(result, call.lang)
    gaps = word("gaps", call.lang)
    return call.page(
        "work.html",
        result=result,
        target=result.crosswalk.target,
        figures=figures_of(result, earlier, call.lang),
        change=change_between(earlier, result, call.lang) if earlier is not None else None,
        questions=[entry for entry in questions if entry.severity != "info"],
        differences=[entry for entry in questions if entry.severity == "info"],
        report=replace(made, tables=tuple(table for table in made.tables if not table.title.startswith(gaps))),
        steps=_steps(result, call.lang),
        faults=work.faults,
        total_in_the_way=readable(str(footprint.total)) if any(finding.field == "total" for finding in work.faults) else "",
        leave_total=LEAVE_TOTAL,
        **shared,
    )


def _steps(result: Translation, lang: Lang) -> Picture | None:
    """The waterfall; the picture itself is fetched by the browser."""
    found = pictures(result, lang)
    return found[0] if found else None


@lru_cache(maxsize=32)
def pictures(result: Translation, lang: Lang) -> tuple[Picture, ...]:
    """The pictures of the report of a result."""
    return whole_report(result, lang).pictures()


def choose(call: Call) -> Response:
    """Choose one of several footprints of a file."""
    work = call.work()
    assert work.reading is not None
    number = call.typed.get("item", "")
    if not number.isdecimal() or not 1 <= int(number) <= len(work.reading.footprints):
        raise GoneError
    footprint = work.reading.footprints[int(number) - 1]
    check(call.library, footprint)
    work.take(footprint)
    return see(f"/work/{work.token}")


def scenario(call: Call) -> Response:
    """Read the file again under other scenarios; answers given before are those to another declaration."""
    work = call.work()
    if work.reading is None or not work.reading.scenarios or len(work.reading.footprints) != 1:
        raise GoneError
    known = {entry.name for entry in work.reading.scenarios}
    chosen = tuple(dict.fromkeys(name for key, name in sorted(call.typed.items()) if key.startswith("scenario") and name in known))
    found = read_content(work.content, work.origin or "", scenario=chosen)
    check(call.library, found.footprints[0])
    work.scenarios, work.reading, work.history = chosen, found, []
    work.take(found.footprints[0])
    return see(f"/work/{work.token}")


def target(call: Call) -> Response:
    """Choose the target, and which assumptions may narrow the result."""
    work = call.work()
    mode = call.typed.get("assumptions", work.assumptions)
    if mode in get_args(AssumptionMode):
        work.assumptions = mode  # type: ignore[assignment]
    asked = call.typed.get("to", "").strip()
    if asked:
        work.target = call.library.resolve(asked, None, "to").key
        work.clear()
    return see(f"/work/{work.token}")


def answer(call: Call) -> Response:
    """Take answers over; what cannot be taken stays as it was typed, with what is wrong."""
    work = call.work()
    result, before = work.result(), work.footprint
    if result is None or before is None:
        return see(f"/work/{work.token}")
    work.clear()
    work.typed = dict(call.typed)
    if not call.typed.get("apply"):  # the language was changed
        return see(f"/work/{work.token}")
    questions = Asking(call.library, result.crosswalk.source, call.lang).questions(result, call.typed, {})
    found = list(said(questions, call.typed))
    if not found:
        return see(f"/work/{work.token}#questions")
    data, fields = placed(plain(before), [(field.answer, value) for field, value in found])
    if call.typed.get(LEAVE_TOTAL):
        data.pop("total", None)
    work.places = {at: field.key for at, (field, _) in zip(fields, found, strict=True)}
    try:
        after = _kept(read(data), before)
        check(call.library, after)
        work.history.append(after)
        try:
            tried = work.result()
            assert tried is not None
            tried.gaps  # noqa: B018 - computed here, so that an answer that fits nothing is not taken over
        finally:
            work.history.pop()
    except InputError as error:
        work.faults = error.findings
        return see(f"/work/{work.token}#faults")
    work.take(after)
    return see(f"/work/{work.token}#changed")


def _kept(footprint: Footprint, before: Footprint) -> Footprint:
    """What the reader of the file remarked stays with the footprint."""
    footprint.annotate(before.remarks)
    return footprint


def back(call: Call) -> Response:
    """Take the last change back."""
    work = call.work()
    work.back()
    return see(f"/work/{work.token}")


def picture(call: Call) -> Response:
    """A picture of the result, as a drawing that runs nothing."""
    result = _result(call)
    found = pictures(result, call.lang)
    number = int(call.parts["number"])
    if number >= len(found):
        raise GoneError
    return drawing(found[number])


def drawing(picture: Picture) -> Response:
    """A picture as a file of its own."""
    return Response(
        picture.svg, media_type="image/svg+xml", headers={"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
    )


def _result(call: Call) -> Translation:
    found = call.work().result()
    if found is None:
        raise GoneError
    return found


def report(call: Call) -> Response:
    """The whole report, to take along or to read here."""
    form = call.parts["form"]
    if form not in TYPES:
        raise GoneError
    result = _result(call)
    made: Report = whole_report(result, call.lang)
    body = result.to_json().encode() + b"\n" if form == "json" else content(made, FORMS[form], call.lang)
    headers = {"Content-Disposition": download_name(_name(result), form)}
    if form == "html":
        headers["Content-Security-Policy"] = REPORT_POLICY
        if call.query.get("view"):
            del headers["Content-Disposition"]
    return Response(body, media_type=TYPES[form], headers=headers)


def _name(result: Translation) -> str:
    name = result.footprint.name
    return f"{name.en if name else result.source} {result.crosswalk.target.number}"


def footprint(call: Call) -> Response:
    """The footprint with all answers, as the command line takes it."""
    found = call.work().footprint
    if found is None:
        raise DocumentError(Finding("no footprint was chosen yet", "尚未选择碳足迹"))
    headers = {"Content-Disposition": download_name(found.name.en if found.name else found.standard, "yaml")}
    return Response(write_yaml(found).encode(), media_type="application/yaml; charset=utf-8", headers=headers)
