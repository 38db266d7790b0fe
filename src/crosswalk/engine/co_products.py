"""The share of the declared product in what a process with co-products emits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from crosswalk.engine.rules.energy.allocation import by_energy, by_value
from crosswalk.errors import DeclarationError, Finding, InputError, UnknownNameError
from crosswalk.model.base import Source
from crosswalk.model.co_products import CoProducts
from crosswalk.model.figure import require
from crosswalk.model.footprint import Footprint
from crosswalk.model.standard import Standard

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Allocated:
    """How the figures of a process were shared: the fraction that the product bears, by what, the figures, and the rule."""

    share: Decimal
    by: str
    product: str
    fields: tuple[str, ...]
    source: Source


def allocated(footprint: Footprint, standard: Standard) -> Allocated | None:
    """The share of the declared product, where figures of a whole process are declared.

    Raises:
        DeclarationError: figures of a process without its products, products without such a figure, or a share that cannot be formed.
        UnknownNameError: the standard does not share in this way.
    """
    fields = tuple(f"figures[{position}]" for position, figure in enumerate(footprint.figures) if figure.of_process)
    products = footprint.co_products
    if products is None:
        if fields:
            raise DeclarationError(
                Finding(
                    "a figure of a whole process needs the products of the process, under `co_products:`",
                    "整个过程的数值须在 `co_products:` 下给出该过程的全部产品",
                    field=f"{fields[0]}.of_process",
                )
            )
        return None
    if not fields:
        raise DeclarationError(
            Finding(
                "no figure is marked `of_process: true`, so there is nothing to share",
                "没有数据标明 `of_process: true`，无可分摊的数值",
                field="co_products",
            )
        )
    rule = next((entry for entry in standard.allocation if entry.by == products.by), None)
    if rule is None:
        raise UnknownNameError(
            Finding(
                f"{standard.number} has no rule here that shares emissions by {products.by}; declare the figures of the product",
                f"{standard.number} 在此没有按{'能量' if products.by == 'energy' else '经济价值'}分摊的规则；请声明该产品自身的数值",
                field="co_products",
                nearest=tuple(entry.by for entry in standard.allocation),
            )
        )
    try:
        shares = _shares(products, rule.negative_is_zero)
    except InputError as error:
        raise type(error)(*(replace(entry, field=f"co_products.{entry.field or ''}".rstrip(".")) for entry in error.findings)) from None
    return Allocated(shares[products.product], products.by, products.product, fields, rule.source)


def _shares(products: CoProducts, negative_is_zero: bool) -> dict[str, Decimal]:
    if products.energies is None:
        return by_value(ONE, products.values or {})
    energies = {name: require(entry, "MJ", f"energies.{name}") for name, entry in products.energies.items()}
    return by_energy(ONE, energies, negative_is_zero)
