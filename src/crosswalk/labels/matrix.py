"""All labels of a field against each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from crosswalk.engine.pair import AssumptionMode
from crosswalk.engine.rules.classify import VerdictWord
from crosswalk.errors import NotComparableError
from crosswalk.labels.assess import labels_of
from crosswalk.labels.equivalence import LabelOf, equivalent_labels
from crosswalk.library.library import Library
from crosswalk.names import normalise

Cell = VerdictWord | Literal["not-comparable"]
PairRelation = Literal["equal", "narrower", "broader", "excluded", "open", "not-comparable"]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The verdict of every label on every other: rows are held, columns are asked for."""

    labels: tuple[LabelOf, ...]
    cells: tuple[tuple[Cell, ...], ...]
    day: date

    def cell(self, first: str, second: str) -> Cell:
        """The verdict of one pair, by `standard#label` ids.

        Raises:
            ValueError: no such label in the matrix.
        """
        ids = [entry.id for entry in self.labels]
        return self.cells[ids.index(first)][ids.index(second)]

    def relation(self, first: str, second: str) -> PairRelation:
        """How two labels stand to each other, from both directions: the symmetric reading of the matrix."""
        there, back = self.cell(first, second), self.cell(second, first)
        if "not-comparable" in (there, back):
            return "not-comparable"
        if there == back == "implied":
            return "equal"
        if there == "implied":
            return "narrower"
        if back == "implied":
            return "broader"
        return "excluded" if "excluded" in (there, back) else "open"

    def as_dict(self) -> dict[str, Any]:
        """The matrix as plain data."""
        ids = [entry.id for entry in self.labels]
        return {
            "as_of": self.day.isoformat(),
            "labels": [{"id": entry.id, "name": entry.label.name.model_dump()} for entry in self.labels],
            "cells": [
                {"first": first, "second": second, "verdict": self.cells[row][column], "relation": self.relation(first, second)}
                for row, first in enumerate(ids)
                for column, second in enumerate(ids)
                if row != column
            ],
        }


def matrix_of(
    library: Library,
    day: date,
    field: str | None = None,
    product: str | None = None,
    *,
    as_of: date | None = None,
    assumptions: AssumptionMode = "curated",
) -> Matrix:
    """The labels of a field, or for a product, against each other."""
    chosen = [LabelOf(setter, label) for setter, label in labels_of(library, field)]
    if product is not None:
        word = normalise(product)
        chosen = [entry for entry in chosen if not entry.label.of or word in {normalise(name) for name in entry.label.of}]
    labels = tuple(chosen)

    def cell(first: LabelOf, second: LabelOf) -> Cell:
        try:
            return equivalent_labels(library, first, second, day, as_of=as_of, assumptions=assumptions, with_example=False).verdict
        except NotComparableError:
            return "not-comparable"

    return Matrix(labels, tuple(tuple(cell(first, second) for second in labels) for first in labels), day)
