"""The pages on which a footprint is declared: the form of a standard, and the text."""

from __future__ import annotations

from starlette.responses import Response

from crosswalk.errors import Finding, InputError
from crosswalk.formats.footprint import write_yaml
from crosswalk.reading import read_content
from crosswalk.report.words import Lang
from crosswalk.web.call import Call, GoneError, see
from crosswalk.web.catalogue import declarable
from crosswalk.web.form import check, declared, filled, form_of, input_of
from crosswalk.web.works import Work


def choose(call: Call) -> Response:
    """The form of the standard that the address names, empty; without one, the choice of it."""
    asked = call.query.get("standard", "").strip()
    if not asked:
        return call.page("choose.html", groups=declarable(call.library, call.lang))
    standard = call.library.standard(call.library.resolve(asked, None, "standard").key)
    return call.page(
        "form.html",
        form=form_of(call.library, standard.id, call.lang),
        typed={},
        faults=(),
        told={},
        address=f"/declare?standard={standard.id}",
    )


def begin(call: Call) -> Response:
    """Take a form over that was filled for the first time."""
    asked = call.query.get("standard", "")
    work = call.works.new()
    work.form = call.library.standard(call.library.resolve(asked, None, "standard").key).id
    return _fill(call, work)


def form(call: Call) -> Response:
    """A form as it was typed, with what is wrong."""
    work = call.work()
    if work.form is None:
        raise GoneError
    told = {key: _said(finding, call.lang) for finding in work.faults for key in (input_of(finding.field, work.places),) if key}
    return call.page(
        "form.html",
        form=form_of(call.library, work.form, call.lang),
        typed=work.typed or work.filled,
        faults=work.faults,
        told=told,
        address=f"/work/{work.token}/form",
    )


def fill(call: Call) -> Response:
    """Take a form over."""
    work = call.work()
    if work.form is None:
        raise GoneError
    return _fill(call, work)


def _fill(call: Call, work: Work) -> Response:
    assert work.form is not None
    work.clear()
    work.typed = dict(call.typed)
    if not call.typed.get("apply"):  # the language was changed
        return see(f"/work/{work.token}/form")
    data, work.places = filled(form_of(call.library, work.form, call.lang), call.typed)
    try:
        footprint = declared(call.library, data)
    except InputError as error:
        work.faults = error.findings
        return see(f"/work/{work.token}/form#faults")
    work.filled = work.typed
    work.take(footprint)
    return see(f"/work/{work.token}")


def text(call: Call) -> Response:
    """The declaration as text."""
    work = call.work()
    footprint = work.footprint
    if footprint is None:
        raise GoneError
    typed = work.typed.get("text")
    faults = work.faults if typed is not None else ()
    return call.page("text.html", work=work, text=write_yaml(footprint) if typed is None else typed, faults=faults)


def change(call: Call) -> Response:
    """Take a declaration over that was changed as text."""
    work = call.work()
    typed = call.typed.get("text", "").replace("\r\n", "\n")
    work.clear()
    work.typed = {"text": typed}
    if not call.typed.get("apply"):  # the language was changed
        return see(f"/work/{work.token}/text")
    try:
        (footprint,) = read_content(typed.encode("utf-8", "surrogatepass"), "text").footprints
        check(call.library, footprint)
    except InputError as error:
        work.faults = error.findings
        return see(f"/work/{work.token}/text#faults")
    except ValueError:
        work.faults = (Finding("one footprint is expected", "应只有一个碳足迹"),)
        return see(f"/work/{work.token}/text#faults")
    work.take(footprint)
    return see(f"/work/{work.token}")


def _said(finding: Finding, lang: Lang) -> str:
    return finding.zh if lang == "zh" else finding.en
