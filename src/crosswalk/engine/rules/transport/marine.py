"""Marine fuels: the cells of the table of defaults as numbers, and what a gram of fuel gives off on board and before.

Regulation (EU) 2023/1805 (FuelEU Maritime), Annexes I and II; (EU) 2023/2776, Annex I, part A, prints the same values of tank to wake for the emissions
trading system and characterises them with another set. Masses are grams, energies MJ on the lower calorific value.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from crosswalk.engine.rules.cbam.limits import amount, positive, signed
from crosswalk.errors import Finding, MissingPropertyError, UnknownNameError
from crosswalk.model.marine import MarineFuel, MarineFuels
from crosswalk.names import Names

ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)
Column = Literal["wtt", "co2", "ch4", "n2o"]


@dataclass(frozen=True, slots=True)
class Potentials:
    """Warming potentials of the three gases, in g CO2e/g.

    Attributes:
        ch4: methane.
        n2o: nitrous oxide.
        co2: carbon dioxide.
    """

    ch4: Decimal
    n2o: Decimal
    co2: Decimal = ONE


FUELEU = Potentials(Decimal(25), Decimal(298))
"""Annex I of (EU) 2023/1805: Directive (EU) 2018/2001, Annex V, part C, point 4 (`red-annex-v-c4`)."""
ETS = Potentials(Decimal(28), Decimal(265))
"""(EU) 2023/2776, Annex I, part A: Annex to (EU) 2020/1044 (`eu-2020-1044`)."""


@dataclass(frozen=True, slots=True)
class Fuel:
    """A fuel in one consumer, all cells known.

    Attributes:
        id: the row of the table.
        lcv: lower calorific value, MJ/g.
        wtt: well to tank, g CO2e/MJ; `None` where tank to wake is all that is asked for.
        co2: g CO2 per g burnt.
        ch4: g CH4 per g burnt.
        n2o: g N2O per g burnt.
        slip: share of the mass that is not burnt, 0 to 1.
    """

    id: str
    lcv: Decimal
    wtt: Decimal | None
    co2: Decimal
    ch4: Decimal
    n2o: Decimal
    slip: Decimal


def find(table: MarineFuels, name: str) -> MarineFuel:
    """The row of a fuel by its id, name or another known name.

    Raises:
        UnknownNameError: no fuel of the table has a name close enough; the nearest are named.
    """
    names = Names("marine fuel", "船用燃料")
    for fuel in table.fuels:
        names.add(fuel.id, [fuel.name.en, fuel.name.zh, *fuel.aliases])
    key = names.resolve(name, "fuel").key
    return next(fuel for fuel in table.fuels if fuel.id == key)


def default(table: MarineFuels, row: MarineFuel, column: Column) -> Decimal:
    """A cell as a number. Annex II of (EU) 2023/1805.

    A dash is zero. `TBM` and `N/A` take the highest default of the same column within the fuel class; where the class has none, the highest of the fossil
    pathways, which is how the least favourable fossil pathway is read here.

    Raises:
        MissingPropertyError: the value comes from a certificate (E by the Renewable Energy Directive).
    """
    cell = getattr(row, column)
    if isinstance(cell, Decimal):
        return cell
    if cell == "-":
        return ZERO
    if cell in ("E", "RED III"):
        raise _certified(row, column)
    for fuel_class in (row.fuel_class, "fossil"):
        known = [value for fuel in table.fuels if fuel.fuel_class == fuel_class and isinstance(value := getattr(fuel, column), Decimal)]
        if known:
            return max(known)
    raise UnknownNameError(Finding(f"the table has no value of {column}", f"表中没有 {column} 的数值", field="fuel"))


def resolved(
    table: MarineFuels,
    name: str,
    *,
    lcv: Decimal | None = None,
    e: Decimal | None = None,
    wtt: Decimal | None = None,
    slip: Decimal | None = None,
    well_to_tank: bool = True,
) -> Fuel:
    """A fuel with every cell known. (EU) 2023/1805, Annexes I and II.

    Args:
        table: the defaults.
        name: the fuel, by id or another known name.
        lcv: lower calorific value in MJ/g, where the table refers to Annex III of the Renewable Energy Directive.
        e: of a biofuel, its intensity E by the Renewable Energy Directive in g CO2e/MJ; well to tank is E less co2/lcv (note (a) of Annex II).
        wtt: of a synthetic fuel, its certified well-to-tank value in g CO2e/MJ (note (b) of Annex II).
        slip: certified share of slip in % of the mass, where the table has none.
        well_to_tank: whether well to tank is needed; the emissions trading system does without.

    Raises:
        MissingPropertyError: a value that only a certificate gives was not stated.
        UnknownNameError: a fuel outside the table.
    """
    row = find(table, name)
    own_lcv = row.lcv if isinstance(row.lcv, Decimal) else lcv
    if own_lcv is None:
        raise _missing(row, "lcv", "lower calorific value in MJ/g", "低位发热量（MJ/g）")
    positive(own_lcv, "lcv")
    own_slip = slip if slip is not None else ZERO if row.slip == "-" else row.slip
    if not isinstance(own_slip, Decimal):
        raise _missing(
            row, "slip", "slip in % of the mass of fuel; no default stands in for it", "逃逸系数（燃料质量的%），不得以缺省值替代"
        )
    amount(own_slip, "slip")
    co2 = default(table, row, "co2")
    upstream: Decimal | None = None
    if well_to_tank:
        upstream = _well_to_tank(table, row, own_lcv, co2, e, wtt)
    return Fuel(row.id, own_lcv, upstream, co2, default(table, row, "ch4"), default(table, row, "n2o"), own_slip / HUNDRED)


def _well_to_tank(table: MarineFuels, row: MarineFuel, lcv: Decimal, co2: Decimal, e: Decimal | None, wtt: Decimal | None) -> Decimal:
    if row.fuel_class == "biofuel" and row.wtt == "E":
        if e is None:
            raise _missing(row, "e", "intensity E by the Renewable Energy Directive in g CO2e/MJ", "按可再生能源指令的强度E（g CO2e/MJ）")
        return signed(e, "e") - co2 / lcv
    if row.wtt == "E":
        if wtt is None:
            raise _missing(row, "wtt", "certified well-to-tank value in g CO2e/MJ", "经认证的油井到油箱数值（g CO2e/MJ）")
        return signed(wtt, "wtt")
    return default(table, row, "wtt")


def combusted(fuel: Fuel, gwp: Potentials) -> Decimal:
    """G CO2e per g of fuel burnt: Equation 2 of Annex I of (EU) 2023/1805."""
    return fuel.co2 * gwp.co2 + fuel.ch4 * gwp.ch4 + fuel.n2o * gwp.n2o


def slipped(gwp: Potentials) -> Decimal:
    """G CO2e per g of fuel that slips: of slipped fuel only methane counts, gram for gram (Annex I: Csf CO2 and N2O 0, CH4 1)."""
    return gwp.ch4


def tank_to_wake(fuel: Fuel, gwp: Potentials) -> Decimal:
    """G CO2e per g of fuel used: what burns and what slips. Annex I, Equation 1.

    >>> heavy = Fuel("hfo", Decimal("0.0405"), Decimal("13.5"), Decimal("3.114"), Decimal("0.00005"), Decimal("0.00018"), Decimal(0))
    >>> tank_to_wake(heavy, FUELEU), tank_to_wake(heavy, ETS)
    (Decimal('3.16889'), Decimal('3.16310'))
    """
    return (ONE - fuel.slip) * combusted(fuel, gwp) + fuel.slip * slipped(gwp)


def well_to_wake(fuel: Fuel, gwp: Potentials) -> Decimal:
    """G CO2e per g of fuel used, from the well.

    Raises:
        MissingPropertyError: well to tank is not known.
    """
    if fuel.wtt is None:
        raise MissingPropertyError(Finding(f"well to tank of {fuel.id} is not known", f"{fuel.id} 的油井到油箱数值未知", field="wtt"))
    return fuel.lcv * fuel.wtt + tank_to_wake(fuel, gwp)


def _missing(row: MarineFuel, field: str, en: str, zh: str) -> MissingPropertyError:
    return MissingPropertyError(
        Finding(
            f"{row.name.en} needs its {en}: state `{field}`; none is assumed",
            f"{row.name.zh}需要{zh}：请给出 `{field}`；不作假定",
            field=field,
        )
    )


def _certified(row: MarineFuel, column: str) -> MissingPropertyError:
    return _missing(row, column, "certified value", "经认证的数值")
