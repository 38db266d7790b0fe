"""Certificate schemes: what one certificate stands for, and how long it may prove a consumption."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from pydantic import Field, model_validator

from crosswalk.errors import DeclarationError, Finding
from crosswalk.model.base import Document, Measured, Model, Source, Text
from crosswalk.model.regions import OWN_TERRITORY, lies_in

Month = tuple[int, int]
"""Year and month of production."""


class Validity(Model):
    """How long certificates of a span of production may be used.

    Attributes:
        produced_from: first day of production that it holds for; open when left out.
        produced_until: last day of production that it holds for; open when left out.
        months: length in months, the month of production included.
        until: last day of use, whatever the month of production.
        source: where the rule stands.
    """

    produced_from: date | None = None
    produced_until: date | None = None
    months: int | None = Field(default=None, ge=1, le=1200)
    until: date | None = None
    source: Source

    @model_validator(mode="after")
    def _one_end(self) -> Validity:
        if (self.months is None) == (self.until is None):
            raise DeclarationError(
                Finding("a validity has either `months` or `until`", "有效期须且只须给出 `months` 或 `until` 之一", field="months")
            )
        return self

    def covers(self, month: Month) -> bool:
        """Whether it holds for production in a month."""
        last = date(*month, monthrange(*month)[1])
        return (self.produced_from is None or self.produced_from <= last) and (self.produced_until is None or last <= self.produced_until)

    def last_day(self, month: Month) -> date:
        """The last day on which a certificate of that month of production may be used."""
        if self.until is not None:
            return self.until
        assert self.months is not None
        years, position = divmod(month[1] - 1 + self.months - 1, 12)
        year = month[0] + years
        return date(year, position + 1, monthrange(year, position + 1)[1])


class CertificateScheme(Model):
    """A scheme of energy attribute certificates. Built from one YAML file.

    Attributes:
        countries: ISO 3166 codes of the countries whose consumption it proves, `EU` for all Member States; whether it does elsewhere is open.
        unit: the energy that one certificate stands for.
        whole: certificates exist in whole numbers only; what a month leaves below one is carried to the next.
        energy: what is certified: sources of electricity, in words.
        validity: how long a certificate may be used, by its month of production.
    """

    id: str
    name: Text
    aliases: tuple[str, ...] = ()
    jurisdiction: str
    issuer: Text
    countries: tuple[str, ...]
    unit: Measured
    whole: bool
    energy: Text
    validity: tuple[Validity, ...]
    documents: dict[str, Document]
    source: Source
    notes: tuple[Text, ...] = ()

    def reaches(self, region: str) -> bool:
        """Whether it proves consumption in a region.

        >>> from crosswalk.library.library import Library
        >>> guarantee = Library.shipped().certificate_scheme("GO")
        >>> guarantee.reaches("DE"), guarantee.reaches("CN-ZJ")
        (True, False)
        """
        return lies_in(OWN_TERRITORY.get(region, region), self.countries)

    def last_day(self, month: Month) -> date | None:
        """The last day of use of a certificate produced in a month; `None` where no rule is known for it.

        >>> from crosswalk.library.library import Library
        >>> Library.shipped().certificate_scheme("GEC").last_day((2024, 5))
        datetime.date(2026, 4, 30)
        """
        rule = next((entry for entry in self.validity if entry.covers(month)), None)
        return None if rule is None else rule.last_day(month)
