"""The words of declared activities: which fuel is meant, which factors the standard itself has, and what is needed to evaluate them anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from crosswalk.engine.lines import ActivityKey, Proof
from crosswalk.engine.rules.activity import FactorValue, analysed_carbon, first_match, known_years, latest_match, look_up_item, refusal
from crosswalk.errors import DeclarationError, Finding, UnknownNameError, nearest_text
from crosswalk.library.library import Library
from crosswalk.model.factors import FactorSet, SupplyKind
from crosswalk.model.figure import Activity, Figure
from crosswalk.model.footprint import Footprint
from crosswalk.model.frame import Box
from crosswalk.model.standard import ActivityRule, GridMethod, Standard
from crosswalk.model.supply import Supply
from crosswalk.names import Names

Note = tuple[str, str]
CONTRACTS = ("ppa", "certificate")
"""What changes no figure where the place of the consumption decides."""


@dataclass(frozen=True, slots=True)
class ActivityWords:
    """Reads what activities of one footprint mean under its standard; numbers play no part in it."""

    footprint: Footprint
    library: Library
    standard: Standard
    as_of: date | None
    nearest_year: bool

    @property
    def context(self) -> tuple[object, ...]:
        """What the reading of an activity depends on besides its words."""
        declared = self.footprint.declared_unit
        day = self.as_of and self.as_of.year
        return (
            self._place,
            self.footprint.subject.production_year,
            self._year(),
            self.span,
            declared is not None and declared.unit,
            day,
            self.nearest_year,
        )

    @property
    def _place(self) -> str | None:
        """Where the subject stands, or else where the good comes from."""
        return self.footprint.subject.location or self.footprint.subject.origin

    def region(self, activity: Activity) -> str | None:
        """Where an activity takes place, as far as the declaration tells."""
        return activity.region or self._place

    def keys(self, activity: Activity, item: str | None, field: str) -> tuple[ActivityKey, ...]:
        """What must be known to evaluate the activity anew: one key, or one for each supply of a part and one for the rest."""
        if activity.rest is not None and activity.rest not in self.library.rest_ids:
            raise UnknownNameError(
                Finding(
                    f"no standard knows the reading {activity.rest!r} of what electricity without proof of supply takes",
                    f"没有标准采用对未覆盖电量的口径 {activity.rest!r}",
                    field=f"{field}.activity.rest",
                    nearest=tuple(self.library.rest_ids),
                )
            )
        assert activity.quantity is not None
        plain = ActivityKey(
            activity.carrier,
            self.region(activity),
            self.footprint.subject.production_year or activity.year or self._year(),  # what a good needs is consumed when it is made
            item,
            activity.quantity.unit,
            rest=activity.rest,
            carbon=None if activity.carbon_content is None else "alone" if activity.oxidation is None else "with-oxidation",
            method=activity.method,
            within_hours=activity.within_hours,
        )
        self._check_methods(activity, field)
        proofs = [self._proof(entry) for entry in activity.supply]
        supplied = tuple(
            replace(
                plain,
                supply=entry.kind,
                proven=proof,
                fully_renewable=entry.fully_renewable,
                scheme=self._scheme(entry),
                beside=any(other != "no" for index, other in enumerate(proofs) if index != position),
            )
            for position, (entry, proof) in enumerate(zip(activity.supply, proofs, strict=True))
        )
        if any(entry.is_partial for entry in activity.supply):
            return (*supplied, replace(plain, beside=any(proof != "no" for proof in proofs)))
        return supplied or (plain,)

    def grid_method(self, activity: Activity, name: str) -> GridMethod | None:
        """A way of valuing electricity that the standard knows."""
        rule = self.rule(activity)
        return next((entry for entry in rule.methods if entry.id == name), None) if rule is not None else None

    def _check_methods(self, activity: Activity, field: str) -> None:
        """The chosen way of valuing electricity is one of the standard's."""
        wanted: list[tuple[str, str]] = [("method", activity.method)] if activity.method is not None else []
        wanted += [
            (f"supply[{position}].fully_renewable", "fully-renewable")
            for position, entry in enumerate(activity.supply)
            if entry.fully_renewable
        ]
        for name, method in wanted:
            if self.grid_method(activity, method) is None:
                rule = self.rule(activity)
                known = tuple(entry.id for entry in rule.methods) if rule is not None else ()
                raise UnknownNameError(
                    Finding(
                        f"{self.standard.number} has no method {method!r} for electricity; state its `factor:` instead",
                        f"{self.standard.number} 对电力没有方法 {method!r}；请改为给出 `factor:`",
                        field=f"{field}.activity.{name}",
                        nearest=known,
                    )
                )

    def _scheme(self, supply: Supply) -> str | None:
        if supply.scheme is None:
            return None
        found = self.library.certificate_scheme.lookup(supply.scheme)
        return supply.scheme if found is None else found.id

    def _proof(self, supply: Supply) -> Proof:
        """Whether a proof can count at all; a certificate must be cancelled for the consumption before its last day."""
        if supply.kind != "certificate":
            return "yes"
        if not supply.is_cancelled:
            return "no"
        scheme = self.library.certificate_scheme.lookup(supply.scheme) if supply.scheme else None
        if scheme is None or supply.cancelled_on is None:
            return "yes"
        ends = [scheme.last_day(month) for month in supply.months]
        late = [end is not None and end < supply.cancelled_on for end in ends]
        if late and all(late):
            return "no"
        return "open" if any(late) else "yes"

    def refused_supply(self, activity: Activity, field: str) -> Iterator[Note]:
        """Say that the declared standard itself does not take the proof on which its figure rests."""
        rule = self.rule(activity)
        for entry in activity.supply:
            if rule is not None and (rule.evidence.get(entry.kind) == "refused" or decided_by_place(rule, entry.kind)):
                yield (
                    f"{field}: {self.standard.number} does not take {entry.kind} in the place of its electricity factor, yet the declared figure "
                    "rests on it",
                    f"{field}：{self.standard.number} 不认可以 {entry.kind} 替代其电力因子，而声明值以此为依据",
                )

    def item(self, activity: Activity, field: str, notes: list[Note], needed: bool) -> str | None:
        """The id of the fuel, material or means of transport in the standard's own tables, or the name as given.

        Raises:
            UnknownNameError: no table has it, or the standard's own factor is `needed` and its tables do not have it.
        """
        if activity.item is None:
            return None
        if activity.carbon_content is not None:
            return fuel_id(activity.item, self.library)
        sets = self._sets(activity, field)
        if not sets:
            return activity.item
        names = item_names(tuple(entry.id for entry in sets), self.library)
        known = known_fuel(activity.item, self.library) if activity.carrier == "fuel" and names.get(activity.item) is None else None
        if known is not None and (not needed or names.get(known) is not None):
            return known  # what was declared stands; the other side may have a factor for it
        try:
            match = names.resolve(activity.item, f"{field}.activity.{activity.carrier}")
        except UnknownNameError:
            if known is None:
                raise
            raise self._no_item(activity, known, sets, field) from None
        if match.guessed:
            notes.append(
                (
                    f"{field}: {activity.item!r} was read as {match.name!r}",
                    f"{field}：{activity.item!r} 被理解为 {match.name!r}",
                )
            )
        return match.key

    def own_factors(
        self, activity: Activity, item: str | None, field: str, beyond: Callable[[Box], tuple[str, ...]]
    ) -> tuple[FactorValue, ...]:
        """The factors that the standard itself gives to an activity declared without one; several where sources disagree on the mix.

        `beyond` tells what a factor counts beside the stage at which the activity stands; of an item, the first that counts no more is taken.

        Raises:
            DeclarationError: every factor of the item counts more than the stage.
            UnknownNameError: there is none for the item, or for the region and year.
        """
        sets = self._sets(activity, field)
        if item is not None:
            values = [value for value in (look_up_item(entry, item) for entry in sets) if value is not None]
            found = next((value for value in values if not beyond(value.counts)), None)
            if found is None and values:
                raise _counts_more(values[0], ", ".join(beyond(values[0].counts)), field)
        else:
            rule = self.rule(activity)
            readings = rule.rest if rule is not None and not activity.factor_set else ()
            chosen = [entry for entry in readings if entry.id == activity.rest] or [
                entry for entry in readings if not entry.beside_supply or any(self._proof(part) != "no" for part in activity.supply)
            ]
            known = (self._published(factor_sets(self.library, entry.factor_sets), activity, entry.region) for entry in chosen)
            several = tuple(value for value in known if value is not None and not value.substituted)
            if several:
                return several
            found = self._published(sets, activity)
        region = self.region(activity)
        foreign = found is not None and region is None and found.years and found.factor_set.jurisdiction != self.standard.jurisdiction
        if found is None or foreign or (found.substituted and region is not None):
            raise self._no_factor(activity, item, sets, field)
        return (found,)

    def _published(self, sets: Sequence[FactorSet], activity: Activity, of: str | None = None) -> FactorValue | None:
        region = self.region(activity)
        region = of if of is not None and region is not None and region.split("-")[0] == of else region
        year = activity.year or self._year()
        if year is None and self.as_of is not None:
            found = latest_match(sets, region, self.as_of.year, self.span, self.standard.jurisdiction, self.nearest_year)
            return None if found is None else replace(found, asked=None)  # nobody asked for a year: the newest of the day is meant
        return first_match(sets, region, year, self.span, self.nearest_year)

    def _no_factor(self, activity: Activity, item: str | None, sets: Sequence[FactorSet], field: str) -> UnknownNameError:
        region = self.region(activity)
        year = activity.year or self._year()
        rule = self.rule(activity)
        of_rest = [name for entry in rule.rest for name in entry.factor_sets] if rule is not None else []
        reason = refusal([*sets, *factor_sets(self.library, of_rest)], region, year)
        if reason is not None:
            return UnknownNameError(Finding(reason.en, reason.zh, field=f"{field}.activity"))
        years = () if item is not None else known_years(sets, region)
        if years and year is not None and year not in years:
            span = f"{years[0]}-{years[-1]}" if len(years) > 1 else str(years[0])
            return UnknownNameError(
                Finding(
                    f"{self.standard.number} has {activity.carrier} factors here for {span}, none for {year}; state `factor:` or another `year:`, or "
                    f"take the nearest year with `--nearest-year`",
                    f"{self.standard.number} 的 {activity.carrier} 因子仅有 {span} 年，没有 {year} 年；请给出 `factor:` 或其他 `year:`，或用 `--nearest-year` 取最近年份",
                    field=f"{field}.activity",
                    nearest=tuple(str(known) for known in sorted(years, key=lambda known: abs(known - year))[:3]),
                )
            )
        names = Names("region", "地区")
        for entry in sets:
            for series in entry.series:
                names.add(series.region, [series.name.en, series.name.zh])
        if item is not None:
            return self._no_item(activity, item, sets, field)
        place = f"{region or 'no region'}, {year or 'no year'}"
        return UnknownNameError(
            Finding(
                f"{self.standard.number} has no {activity.carrier} factor here for {place}; give `factor:`, or another region or year",
                f"{self.standard.number} 没有适用于 {place} 的 {activity.carrier} 因子；请给出 `factor:`，或更换地区、年份",
                field=f"{field}.activity",
                nearest=nearest_text([name for name, _, _ in names.nearest(region or "")] or names.keys()),
            )
        )

    def _no_item(self, activity: Activity, item: str, sets: Sequence[FactorSet], field: str) -> UnknownNameError:
        """The standard's tables do not have what was consumed."""
        names = item_names(tuple(entry.id for entry in sets), self.library)
        analysed = activity.carrier == "fuel" and analysed_carbon(self.rule(activity), item) is not None
        en = "the `value`, a `factor:`" + (", or its analysed `carbon_content:`" if analysed else "")
        zh = "`value`、`factor:`" + ("，或实测含碳量 `carbon_content:`" if analysed else "")
        return UnknownNameError(
            Finding(
                f"{self.standard.number} has no factor here for {item}; give {en}",
                f"{self.standard.number} 在此没有 {item} 的因子；请给出{zh}",
                field=f"{field}.activity",
                nearest=nearest_text([name for name, _, _ in names.nearest(item)] or names.keys()),
            )
        )

    def check_gases(self, activity: Activity, own: Sequence[FactorValue], field: str) -> bool:
        """Whether the factors count CO2 only.

        Raises:
            DeclarationError: some count CO2 and others CO2e, or a factor in CO2e names a set that counts CO2 only.
        """
        factors = [entry.factor for entry in activity.supply if entry.factor is not None]
        rest = activity.factor if activity.factor is not None and not covered_by_own_factor(activity) else None
        kinds = {"CO2e" in factor.unit for factor in (*factors, *([rest] if rest is not None else []))}
        kinds |= {not value.is_co2_only for value in own}
        if len(kinds) > 1:
            raise DeclarationError(
                Finding(
                    "some factors of this activity count CO2 and others CO2e; state all in one of them",
                    "该活动的因子部分为 CO2、部分为 CO2e；请统一为其中一种",
                    field=f"{field}.activity",
                )
            )
        if activity.factor_set and activity.factor is not None and "CO2e" in activity.factor.unit:
            named = self.library.factor_set(activity.factor_set, f"{field}.activity.factor_set")
            if "CO2e" not in named.unit and named.series:
                raise DeclarationError(
                    Finding(
                        f"{named.id} counts CO2 only; write the factor as CO2, such as {activity.factor.magnitude} kg CO2/kWh",
                        f"{named.id} 只计 CO2；请将因子写为 CO2，例如 {activity.factor.magnitude} kg CO2/kWh",
                        field=f"{field}.activity.factor",
                    )
                )
        return kinds == {False}

    def rule(self, activity: Activity) -> ActivityRule | None:
        """The standard's rule for the carrier of an activity."""
        return next((rule for rule in self.standard.activities if rule.carrier == activity.carrier), None)

    def _sets(self, activity: Activity, field: str) -> list[FactorSet]:
        if activity.factor_set:
            return [self.library.factor_set(activity.factor_set, f"{field}.activity.factor_set")]
        rule = self.rule(activity)
        return factor_sets(self.library, rule.factor_sets) if rule else []

    def _year(self) -> int | None:
        if self.footprint.year is not None:
            return self.footprint.year
        return self.footprint.period.start.year if self.footprint.period else None

    @property
    def span(self) -> int | None:
        """Years of use: the subject's service life, else what the standard prescribes."""
        unit = self.standard.unit
        life = self.footprint.subject.service_life or unit.study_period or unit.default_service_life
        return int(life.to("a").magnitude) if life else None


def _counts_more(value: FactorValue, more: str, field: str) -> DeclarationError:
    """A factor from well to wheel is none of the tank."""
    return DeclarationError(
        Finding(
            f"the factor of {value.factor_set.id} counts more than this stage ({more}); declare the fuel under a stage that holds all of it, "
            "or give the `factor:` that was used",
            f"{value.factor_set.id} 的因子所计多于该阶段（{more}）；请在包含全部内容的阶段下申报，或给出所用的 `factor:`",
            field=f"{field}.activity",
        )
    )


def decided_by_place(rule: ActivityRule, kind: SupplyKind) -> bool:
    """Whether a standard refuses a contract because the place of the consumption decides."""
    return rule.method == "location-based" and kind in CONTRACTS and kind not in rule.evidence


def factor_sets(library: Library, names: Sequence[str]) -> list[FactorSet]:
    """The factor sets of a rule, best first."""
    return [library.factor_set(name) for name in names]


@lru_cache(maxsize=64)
def item_names(set_ids: tuple[str, ...], library: Library) -> Names:
    """The names of all items of some factor sets."""
    names = Names("material, fuel or means of transport", "材料、燃料或运输方式")
    for set_id in set_ids:
        for item in library.factor_set(set_id).items:
            names.add(item.id, [item.name.en, item.name.zh, *item.aliases])
    return names


def known_fuel(name: str, library: Library) -> str | None:
    """The id of a fuel in any table, or `None`."""
    fuels = tuple(key for key in library.factor_set.ids() if library.factor_set.entries[key].head.get("carrier") == "fuel")
    return item_names(fuels, library).get(name)


def fuel_id(name: str, library: Library) -> str:
    """The id of a fuel in any table, or the name as given: an analysed fuel needs no table."""
    return known_fuel(name, library) or name


def covered_by_own_factor(activity: Activity) -> bool:
    """Whether one supply covers everything and states its own factor."""
    alone = len(activity.supply) == 1 and not activity.supply[0].is_partial
    return alone and (activity.supply[0].factor is not None or activity.supply[0].fully_renewable)


def needs_own_factor(figure: Figure) -> bool:
    """Whether the standard must supply the factor of an activity: neither a value nor a factor is declared."""
    activity = figure.activity
    return (
        activity is not None
        and activity.factor is None
        and activity.carbon_content is None
        and activity.method != "full-load-hours"
        and figure.value is None
        and not covered_by_own_factor(activity)
    )
