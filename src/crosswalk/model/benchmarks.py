"""Product benchmarks of the EU emissions trading system, with the average of the best installations beside each: two numbers that are never one."""

from __future__ import annotations

from crosswalk.model.base import Document, Model, Number, Source, Text


class EtsBenchmark(Model):
    """One product: the average of the 10 % best installations, and the benchmark (allowances per tonne).

    `exchangeable`: fuel and electricity can replace each other, so that the benchmark holds electricity too. `threshold` is the threshold of the EU
    taxonomy that was taken from the average.
    """

    id: str
    name: Text
    best_tenth: Number
    benchmark: Number
    exchangeable: bool = False
    threshold: str | None = None


class EtsBenchmarks(Model):
    """The product benchmarks of one period."""

    id: str
    name: Text
    aliases: tuple[str, ...] = ()
    documents: dict[str, Document]
    source: Source
    unit: str
    benchmarks: tuple[EtsBenchmark, ...]
    heat_and_fuel: tuple[EtsBenchmark, ...] = ()
    notes: tuple[Text, ...] = ()

    def of(self, product: str) -> EtsBenchmark:
        """One product by its id.

        Raises:
            KeyError: there is none.
        """
        return next(entry for entry in (*self.benchmarks, *self.heat_and_fuel) if entry.id == product)
