"""What a process yields beside the declared product, and by what its emissions are shared."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from crosswalk.errors import DeclarationError, Finding
from crosswalk.model.base import Measured, Model, Number, Source

SharedBy = Literal["energy", "value"]


class AllocationMethod(Model):
    """A way in which the standard shares the emissions of a process among its products; `negative_is_zero` counts an energy below zero as none."""

    by: SharedBy
    negative_is_zero: bool = False
    source: Source


class CoProducts(Model):
    """All products of one process, with their energy (lower heating value; of heat the useful part) or their economic value in one currency.

    `product` names the declared one. Figures marked `of_process` are those of the whole process, and the product bears its share of them.
    """

    product: str
    energies: dict[str, Measured] | None = None
    values: dict[str, Number] | None = None

    @model_validator(mode="after")
    def _one_measure(self) -> CoProducts:
        if (self.energies is None) == (self.values is None):
            raise DeclarationError(
                Finding("co-products state `energies` or `values`, one of the two", "联产品须给出 `energies` 或 `values` 之一")
            )
        if self.product not in self.names:
            raise DeclarationError(
                Finding(
                    f"{self.product!r} is none of the products listed",
                    f"{self.product!r} 不在所列产品之中",
                    field="product",
                    nearest=self.names,
                )
            )
        return self

    @property
    def by(self) -> SharedBy:
        """By what the emissions are shared."""
        return "energy" if self.energies is not None else "value"

    @property
    def names(self) -> tuple[str, ...]:
        """The products of the process."""
        return tuple(self.energies if self.energies is not None else self.values or ())
