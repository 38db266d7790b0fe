"""Amounts of money: a decimal and a currency. No rate is ever assumed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from crosswalk.errors import DeclarationError, Finding
from crosswalk.model.quantity import decimal

_AMOUNT = re.compile(r"([+-]?[\d.]+(?:[eE][+-]?\d+)?)\s*([^\d\s.+-].*)")
_SCALES = {
    "": 1,
    "k": 10**3,
    "thousand": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "million": 10**6,
    "bn": 10**9,
    "billion": 10**9,
    "tn": 10**12,
    "trillion": 10**12,
    "千": 10**3,
    "万": 10**4,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "万亿": 10**12,
}
_CURRENCIES = {
    "元": "CNY",
    "人民币": "CNY",
    "人民币元": "CNY",
    "rmb": "CNY",
    "¥": "CNY",
    "€": "EUR",
    "欧元": "EUR",
    "$": "USD",
    "美元": "USD",
}
_CODE = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency (ISO 4217).

    >>> Money.parse("3524.31 亿元"), Money.parse("12.5 m EUR"), Money.parse("-300000 CNY").amount
    (Money(352431000000.00 CNY), Money(12500000.0 EUR), Decimal('-300000'))
    """

    amount: Decimal
    currency: str

    @classmethod
    def parse(cls, value: object) -> Money:
        """Read `"12 m EUR"`, `"EUR 12 m"` or `"12 亿元"`.

        Raises:
            DeclarationError: no number, or no currency.
        """
        if isinstance(value, Money):
            return value
        text = unicodedata.normalize("NFKC", str(value)).strip()
        first = re.match(r"([A-Z]{3}|€|\$|¥)\s*(?=[\d+-])(.*)", text)
        if first:
            text = f"{first[2].strip()} {first[1]}"
        found = _AMOUNT.fullmatch(text)
        if found is None:
            raise DeclarationError(
                Finding(
                    f"{value!s} is no amount of money: write a number and a currency, such as 12000000 CNY",
                    f"{value!s} 不是金额：请写数字与币种，例如 12000000 CNY",
                )
            )
        words = found[2].replace(" ", "")
        for sign in sorted(_CURRENCIES, key=len, reverse=True):
            if words.casefold().endswith(sign):
                scale, currency = words[: -len(sign)], _CURRENCIES[sign]
                break
        else:
            scale, currency = words[:-3], words[-3:]
        if scale.casefold() not in _SCALES or not _CODE.fullmatch(currency):
            raise DeclarationError(
                Finding(
                    f"{found[2]!r} is no currency: write its code of ISO 4217, such as CNY or EUR",
                    f"{found[2]!r} 不是币种：请写ISO 4217代码，例如 CNY 或 EUR",
                )
            )
        return cls(decimal(found[1]) * _SCALES[scale.casefold()], currency)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def __repr__(self) -> str:
        return f"Money({self})"


class _MoneySchema:
    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: Any, _handler: Any) -> dict[str, Any]:
        return {"type": "string", "description": "an amount and a currency, such as '12000000 CNY' or '1.2 亿元'"}


Amount = Annotated[Money, BeforeValidator(Money.parse), _MoneySchema]
"""An amount of money with its currency."""

Rates = Annotated[
    dict[str, Annotated[Decimal, BeforeValidator(decimal), Field(json_schema_extra={"anyOf": [{"type": "number"}, {"type": "string"}]})]],
    Field(default={}),
]
"""What one unit of each currency is worth in the currency of the book."""
