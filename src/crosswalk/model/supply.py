"""Proof that electricity came from somewhere else than the mix of the grid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from crosswalk.errors import DeclarationError, Finding, InconsistentDeclarationError
from crosswalk.model.base import Measured, Model
from crosswalk.model.factors import SupplyKind
from crosswalk.model.quantity import decimal

HUNDRED = Decimal(100)

GridChoice = Literal["average", "full-load-hours", "marginal", "hourly-average"]
"""How a producer of fuels may value grid electricity that is not fully renewable."""


def percentage(text: str) -> Decimal:
    """The fraction that a percentage means.

    >>> percentage("60 %")
    Decimal('0.6')
    """
    return decimal(text.strip()[:-1].strip()) / HUNDRED


def _fraction(value: object) -> Decimal:
    """A share as a percentage (`60 %`) or a fraction (`0.6`)."""
    is_percentage = isinstance(value, str) and value.strip().endswith(("%", "％"))
    share = percentage(str(value)) if is_percentage else decimal(value)
    if not 0 <= share <= 1:
        raise DeclarationError(
            Finding(
                f"a share lies between 0 and 100 %, not {share * HUNDRED:f} %",
                f"比例应在 0 到 100% 之间，而不是 {share * HUNDRED:f}%",
            )
        )
    return share


_SHARE: dict[str, Any] = {"anyOf": [{"type": "number"}, {"type": "string"}], "description": "a share such as '60 %' or 0.6, at most 100 %"}
Share = Annotated[Decimal, BeforeValidator(_fraction), Field(json_schema_extra=_SHARE)]
"""A fraction between 0 and 1, written as a percentage or a number."""


class Supply(Model):
    """What proves that electricity, or a part of it, came from somewhere else than the grid mix.

    Attributes:
        kind: generated on site, brought by a line of its own, bought by a contract for physical delivery, or proven by a certificate.
        amount: the part of the electricity that it covers; all of it when neither `amount` nor `share` is given.
        share: the same as a share of the electricity.
        factor: the factor of this supply; that of the activity holds where it covers everything.
        fully_renewable: whether it counts as fully renewable by the rule of the declared standard on fuels; its value then comes from that rule.
        scheme: of a certificate: GEC (China), GO (Europe) or another name.
        vintage: the year in which the certified electricity was produced.
        produced: its month, such as `2024-05`.
        cancelled: whether the certificate was cancelled for this consumption.
        cancelled_on: the day on which it was.
        expired: whether it expired; expired certificates are cancelled too, and prove nothing.
        serials: numbers of the certificates; no certificate proves two consumptions.
    """

    kind: SupplyKind
    amount: Measured | None = None
    share: Share | None = None
    factor: Measured | None = None
    fully_renewable: bool = False
    scheme: str | None = None
    vintage: int | None = Field(default=None, ge=1900, le=2200)
    produced: str | None = Field(default=None, pattern=r"^\d{4}-(0[1-9]|1[0-2])$")
    cancelled: bool | None = None
    cancelled_on: date | None = None
    expired: bool = False
    serials: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _of_a_certificate(self) -> Supply:
        named = (self.scheme, self.vintage, self.produced, self.cancelled_on, self.expired, self.serials)
        if self.kind != "certificate" and (any(named) or self.cancelled is not None):
            raise _wrong(
                "scheme, vintage, produced, cancelled, cancelled_on, expired and serials belong to a certificate",
                "scheme、vintage、produced、cancelled、cancelled_on、expired、serials 只用于证书",
                "kind",
            )
        if self.fully_renewable and self.kind == "certificate":
            raise _wrong(
                "certificates alone make no electricity fully renewable; state the direct line or the agreement behind it",
                "仅凭证书不构成完全可再生电力；请声明其直供线路或购电协议",
                "fully_renewable",
            )
        if self.fully_renewable and self.factor is not None:
            raise _wrong(
                "fully renewable electricity takes its value from the standard; leave out `factor`",
                "完全可再生电力的数值由标准规定；请勿给出 `factor`",
                "factor",
            )
        if self.amount is not None and self.share is not None:
            raise _wrong("a supply covers an `amount` or a `share`, not both", "供电凭证只能给出 `amount` 或 `share` 之一", "share")
        if self.amount is not None and self.amount.magnitude < 0:
            raise _wrong("an amount cannot be negative", "数量不能为负", "amount")
        if self.cancelled is False and self.cancelled_on is not None:
            raise _wrong("a certificate that was not cancelled has no day of cancellation", "未核销的证书没有核销日期", "cancelled_on")
        if self.produced is not None and self.vintage is not None and int(self.produced[:4]) != self.vintage:
            raise _wrong("`produced` lies in another year than `vintage`", "`produced` 与 `vintage` 年份不一致", "produced")
        if self.cancelled_on is not None and self._first_month and date(*self._first_month, 1) > self.cancelled_on:
            raise _wrong("the certificate was cancelled before its electricity was produced", "核销日期早于电量生产时间", "cancelled_on")
        if len(set(self.serials)) != len(self.serials):
            raise InconsistentDeclarationError(
                Finding("a certificate is listed twice", "同一证书重复列出", field="serials"),
            )
        return self

    @property
    def _first_month(self) -> tuple[int, int] | None:
        months = self.months
        return months[0] if months else None

    @property
    def months(self) -> tuple[tuple[int, int], ...]:
        """The months in which the certified electricity may have been produced, first and last; empty where nothing is stated."""
        if self.produced is not None:
            month = (int(self.produced[:4]), int(self.produced[5:]))
            return (month,)
        return () if self.vintage is None else ((self.vintage, 1), (self.vintage, 12))

    @property
    def is_partial(self) -> bool:
        """Whether it says which part of the electricity it covers."""
        return self.amount is not None or self.share is not None

    @property
    def is_cancelled(self) -> bool:
        """Whether a certificate was cancelled for the consumption, and not because it expired."""
        return (self.cancelled is True or self.cancelled_on is not None) and not self.expired


def _wrong(en: str, zh: str, field: str) -> DeclarationError:
    return DeclarationError(Finding(en, zh, field=field))
