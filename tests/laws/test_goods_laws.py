"""What must hold for every good with precursors: the truth lies inside the bounds, and is met exactly where all of it is declared apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import crosswalk as cw
from crosswalk.engine.rules.cbam.goods import Precursor, Produced, embedded_emissions
from crosswalk.errors import InputError, NotComparableError
from laws.test_laws import check_result, spoilt

CBAM = "eu/cbam-2023-956"
# CO2 only, so that characterisation plays no part; whether the electricity of the good counts: (EU) 2023/956 Annex II
CODES = {"7208 39 00": False, "7207 11 14": False, "7201 10 11": False, "2601 12 00": True, "2523 10 00": True, "2804 10 00": False}
TONNES = st.integers(0, 5000)


@dataclass
class Plant:
    """What one installation truly emits for its good (tonnes of CO2, electricity apart), and how it is declared."""

    name: str
    code: str
    combustion: int
    process: int
    retained: int
    electricity: int
    elsewhere: int
    output: int
    lumped: bool
    inputs: list[tuple[Plant, int]] = field(default_factory=list)

    def declared(self) -> dict[str, Any]:
        own = [
            {"stage": "A3.process", "source": "process", "value": f"{self.process} t CO2e"},
            {"stage": "A3.process", "source": "retained", "value": f"-{self.retained} t CO2e"},
            {"stage": "A3.process", "source": "electricity", "value": f"{self.electricity} t CO2e"},
            {"stage": "A3.process", "source": "heat", "value": "0 t CO2e"},
            {"stage": "A3.process", "source": "exports", "value": "0 t CO2e"},
        ]
        if self.lumped:  # the coke ovens and the good share one meter
            own.append({"stage": "main-production", "source": "combustion", "value": f"{self.combustion + self.elsewhere} t CO2e"})
        else:
            own.append({"stage": "A3.process", "source": "combustion", "value": f"{self.combustion} t CO2e"})
            own.append({"stage": "A3.other-processes", "source": "combustion", "value": f"{self.elsewhere} t CO2e"})
        return {
            "standard": "cn/gbt-32151.5-2015",
            "subject": {"kind": "installation", "cn_code": self.code, "origin": "CN", "production_year": 2026},
            "declared_unit": "1 t",
            "activity_level": f"{self.output} t",
            "figures": own,
            "precursors": [{"footprint": part.declared(), "amount": f"{amount} t"} for part, amount in self.inputs],
            "supplement": [{"stage": "A3.process", "source": "capture", "value": "0 t CO2e"}],
        }

    def produced(self) -> list[Produced]:
        """The good and all below it, as the equations take them: own direct emissions below zero count as zero (Equation 55)."""
        direct = max(self.combustion + self.process - self.retained, 0)
        inputs = tuple(Precursor(part.name, Decimal(amount)) for part, amount in self.inputs)
        good = Produced(self.name, Decimal(direct), Decimal(self.electricity), Decimal(self.output), CODES[self.code], inputs)
        return [good, *(entry for part, _ in self.inputs for entry in part.produced())]

    @property
    def apart(self) -> bool:
        return not self.lumped and all(part.apart for part, _ in self.inputs)


@st.composite
def plants(draw: st.DrawFn, depth: int = 2, name: str = "good") -> Plant:
    parts = draw(st.integers(0, 2)) if depth else 0
    return Plant(
        name,
        draw(st.sampled_from(list(CODES))),
        draw(TONNES),
        draw(TONNES),
        draw(TONNES),
        draw(TONNES),
        draw(TONNES),
        draw(st.sampled_from([1, 40, 1000])),
        draw(st.booleans()),
        [(draw(plants(depth=depth - 1, name=f"{name}.{number}")), draw(st.integers(0, 60))) for number in range(parts)],
    )


def bounds(plant: Plant) -> tuple[Decimal | None, Decimal | None]:
    low, _, high = cw.translate(plant.declared(), to=CBAM, assumptions="none").total.bounds
    return low, high


@given(plants())
def test_the_truth_lies_inside_the_bounds_and_is_met_where_it_is_declared(plant: Plant) -> None:
    truth = embedded_emissions(plant.produced(), plant.name).total
    low, high = bounds(plant)
    slack = (1 + truth) * Decimal("1e-20")
    assert low is not None
    assert high is not None
    assert low - slack <= truth <= high + slack
    if plant.apart:
        assert high - low <= slack


@given(plants(), st.sampled_from([2, 5]))
def test_twice_the_plant_is_the_same_good(plant: Plant, times: int) -> None:
    def grown(data: dict[str, Any]) -> dict[str, Any]:
        def more(text: str) -> str:
            number, unit = text.split(" ", 1)
            return f"{int(number) * times} {unit}"

        return {
            **data,
            "activity_level": more(data["activity_level"]),
            "figures": [{**entry, "value": more(entry["value"])} for entry in data["figures"]],
            "precursors": [{**entry, "amount": more(entry["amount"])} for entry in data["precursors"]],
        }

    low, high = bounds(plant)
    other = cw.translate(grown(plant.declared()), to=CBAM, assumptions="none").total.bounds
    for own, foreign in ((low, other[0]), (high, other[2])):
        assert own is not None
        assert foreign is not None
        assert abs(own - foreign) <= (1 + abs(own)) * Decimal("1e-20")


@given(plants())
def test_metering_apart_never_widens(plant: Plant) -> None:
    low, high = bounds(plant)
    plant.lumped = False
    finer = bounds(plant)
    assert low is not None
    assert high is not None
    assert finer[0] is not None
    assert finer[1] is not None
    slack = (1 + abs(high)) * Decimal("1e-20")
    assert low - slack <= finer[0] <= finer[1] <= high + slack


@st.composite
def spoilt_goods(draw: st.DrawFn) -> Any:
    return spoilt(draw, draw(plants(depth=1)).declared())


@given(spoilt_goods(), st.sampled_from([CBAM, "cn/gbt-24067-2024", "eu/mrr-2018-2066"]))
def test_no_declared_good_crashes(data: Any, target: str) -> None:
    try:
        translation = cw.translate(cw.read(data), to=target)
    except (InputError, NotComparableError) as error:
        refusal: InputError | NotComparableError = error
    else:
        check_result(translation)
        assert translation.to_json()
        return
    assert refusal.render("en")
    assert refusal.render("zh")
