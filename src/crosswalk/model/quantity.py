"""Numbers with units: parsed once, kept as printed, converted exactly.

A `Quantity` is a decimal number and a unit. Dimensions are checked by pint against `units.txt`; conversion factors are decimals and cached,
so that nothing in the hot path builds a pint object.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from crosswalk.errors import DeclarationError, Finding, UnitMismatchError

if TYPE_CHECKING:
    import pint

_NUMBER = re.compile(r"^\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)\s*(.*?)\s*$", re.DOTALL)
_POWER = re.compile(r"(?<!\w)([A-Za-z]*m)([23])(?![\w.]|\*\*)")
_RAISED = re.compile(r"\d\s*[⁰¹²³⁴-⁹]")  # 10² would be read as 102 once it is normalised
_NO_STATE = re.compile(r"(?<!\w)S\s?m(?:\*\*3|3)(?!\w)|标准立方米|标立方米|标方")
_LONGEST_NUMBER = 60  # characters; nobody prints a footprint with more digits
_LARGEST_EXPONENT = 40
_LONGEST_UNIT = 80
_SEPARATORS = frozenset(",.'’_")  # what cannot follow a number: the rest of it was written with separators


@lru_cache(maxsize=1)
def unit_registry() -> pint.UnitRegistry[Any]:
    """The pint registry of `units.txt`, with decimal factors; also what results hand out."""
    import pint

    registry: pint.UnitRegistry[Any] = pint.UnitRegistry(None, non_int_type=Decimal, cache_folder=None)
    registry.load_definitions(files("crosswalk.model").joinpath("units.txt").read_text("utf-8").splitlines())
    return registry


@dataclass(frozen=True, slots=True)
class Quantity:
    """A decimal magnitude and a unit in canonical spelling.

    >>> Quantity.parse("386.2 kg CO2e").to("t*CO2e")
    Quantity(0.3862 t*CO2e)
    >>> Quantity.parse("3 万立方米").to("m**3").magnitude
    Decimal('30000')
    """

    magnitude: Decimal
    unit: str

    @classmethod
    def parse(cls, value: object, unit: str | None = None) -> Quantity:
        """Read `"386.2 kg CO2e"`, or a number with its unit given apart.

        Raises:
            DeclarationError: the value is no finite decimal number.
            UnitMismatchError: the unit is unknown, missing, or given twice.
        """
        if isinstance(value, Quantity):
            return value
        number, found = _split(value)
        if found and unit:
            raise UnitMismatchError(Finding(f"unit given twice: {found!r} and {unit!r}", f"单位重复给出：{found!r} 与 {unit!r}"))
        text = found or unit
        if not text:
            raise UnitMismatchError(Finding(f"a unit is missing after {value!s}", f"{value!s} 缺少单位"))
        canonical = spell(text)
        _dimension(canonical)
        return cls(number, canonical)

    def to(self, unit: str) -> Quantity:
        """The same quantity in another unit of the same dimension."""
        return Quantity(self.magnitude * factor(self.unit, unit), spell(unit))

    def has_dimension_of(self, unit: str) -> bool:
        """Whether the quantity could be converted to `unit`."""
        return _same_dimension(self.unit, unit)

    @property
    def half_digit(self) -> Decimal:
        """Half of the last printed digit: how far rounding may have moved the number."""
        exponent = self.magnitude.as_tuple().exponent
        return Decimal(5).scaleb(int(exponent) - 1) if isinstance(exponent, int) else Decimal(0)

    def __str__(self) -> str:
        return f"{self.magnitude} {self.unit}"

    def __repr__(self) -> str:
        return f"Quantity({self})"


def decimal(value: object) -> Decimal:
    """A finite decimal from a string, an integer, a decimal, or a float by its shortest form.

    Raises:
        DeclarationError: for anything else, NaN and infinity included.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise _no_number(value)
    text = repr(value) if isinstance(value, float) else str(value).strip()
    if len(text) > _LONGEST_NUMBER:
        raise _no_number(text[:20] + "…", beyond=True)
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise _no_number(value) from None
    if not number.is_finite() or abs(number.adjusted()) > _LARGEST_EXPONENT:
        raise _no_number(value, beyond=number.is_finite())
    return number


def _no_number(value: object, *, beyond: bool = False) -> DeclarationError:
    text = str(value)[:60]
    bounds = (
        f" of at most {_LONGEST_NUMBER} characters and {_LARGEST_EXPONENT} powers of ten",
        f"（最多 {_LONGEST_NUMBER} 个字符、{_LARGEST_EXPONENT} 个数量级）",
    )
    more = bounds if beyond else ("", "")
    return DeclarationError(
        Finding(
            f"{text!r} is not a finite decimal number{more[0]} (write 1234.5, with a point and without separators)",
            f"{text!r} 不是有限的十进制数{more[1]}（请写作 1234.5，小数点用“.”，不加千位分隔符）",
        )
    )


def _split(value: object) -> tuple[Decimal, str]:
    if not isinstance(value, str):
        return decimal(value), ""
    match = _NUMBER.match(unicodedata.normalize("NFKC", value))
    if match is None or _RAISED.search(value) or match[2][:1].isdigit() or match[2][:1] in _SEPARATORS:
        raise _no_number(value)
    return decimal(match[1]), match[2]


_SIMPLIFIED = str.maketrans("當噸萬時輛個臺裡裏頃環億", "当吨万时辆个台里里顷环亿")  # the traditional signs of units


@lru_cache(maxsize=4096)
def spell(text: str) -> str:
    """The canonical spelling of a unit: `kgCO2-eq/m²` becomes `kg*CO2e/m**2`."""
    if len(text) > _LONGEST_UNIT:
        raise _unknown_unit(text[:20] + "…")
    unit = unicodedata.normalize("NFKC", text.replace("²", "**2").replace("³", "**3")).strip()
    unit = unit.replace("·", "*").replace("⋅", "*").replace("×", "*").replace("^", "**")
    unit = _with_reference(unit)
    unit = unit.translate(_SIMPLIFIED).replace("二氧化碳", "CO2").replace("CO2当量", "CO2e")
    unit = re.sub(r"[\s*]*CO_?\(?2\)?[\s-]*(?:e(?:q(?:uiv)?)?\.?|Äq\.?)(?![A-Za-z])", "*CO2e", unit)
    unit = re.sub(r"(?<![\w*])([kMG]?g|t|吨|千克|公斤|克)[\s*]*CO2(?!\w)", r"\1*CO2", unit)
    unit = re.sub(r"(?<![\w*])([kMG]?g|t|吨|千克)C(?!\w)", r"\1*C", unit)
    unit = _POWER.sub(r"\1**\2", unit)
    unit = re.sub(r"\s*([*/])\s*", r"\1", unit)
    unit = re.sub(r"\s+", "*", unit.strip())
    unit = re.sub(r"\*{3,}", "*", re.sub(r"/\*(?!\*)", "/", unit))
    return re.sub(r"^\*(?!\*)", "", unit).replace("(*", "(")


def _with_reference(unit: str) -> str:
    """Reference states of gas volumes and bases of heating values as units of their own: `Nm3`, `m3 (20 °C)`, `MJ HHV`."""
    if _NO_STATE.search(unit):
        raise UnitMismatchError(
            Finding(
                "a standard cubic metre (Sm3) names no temperature: write Nm3 (0 °C), m3_15C or m3_20C, all at 101.325 kPa",
                "标准立方米（Sm3）未说明温度：请写作 Nm3（0 °C）、m3_15C 或 m3_20C，压力均为 101.325 kPa",
                nearest=("Nm3", "m3_15C", "m3_20C"),
            )
        )
    unit = re.sub(r"(?<!\w)(万?)\s*N\s?m(?:\*\*3|3)(?!\w)", lambda match: "wan_normal_m3" if match[1] else "normal_m3", unit)
    unit = re.sub(r"(?<!\w)(?:m(?:\*\*3|3)|立方米)\s*\(\s*(0|15|20)\s*°?\s*C\s*\)", r"m3_\1C", unit)
    return _LOWER.sub("", _HIGHER.sub("_HHV", unit))


def _basis(*names: str) -> re.Pattern[str]:
    """The basis of a heating value after a unit of energy, in brackets or without."""
    words = "|".join(names)
    return re.compile(rf"(?<=[Jh焦时])[\s*_]*(?:\(\s*(?:{words})\s*\)|(?:{words}))")


_HIGHER, _LOWER = _basis("HHV", "GCV", "高位"), _basis("LHV", "NCV", "低位")


@lru_cache(maxsize=4096)
def factor(unit: str, target: str) -> Decimal:
    """The number by which a magnitude in `unit` is multiplied to be in `target`.

    >>> factor("kWh", "MJ")
    Decimal('3.6')
    """
    unit, target = spell(unit), spell(target)
    if unit == target:
        return Decimal(1)
    if _dimension(unit) != _dimension(target):
        raise UnitMismatchError(
            Finding(
                f"{readable(unit)!r} cannot be converted to {readable(target)!r}: another dimension{_hint(unit, target)[0]}",
                f"{readable(unit)!r} 无法换算为 {readable(target)!r}：量纲不同{_hint(unit, target)[1]}",
            )
        )
    registry = unit_registry()
    return Decimal(registry.convert(Decimal(1), registry.parse_units(unit), registry.parse_units(target))).normalize() + 0


def _hint(unit: str, target: str) -> tuple[str, str]:
    """What was probably meant, where two quantities are near one another and yet not the same."""
    if ("_HHV" in unit) != ("_HHV" in target):
        return (
            "; heating values here are lower ones (LHV), and no ratio to the higher one is assumed",
            "；此处热值均为低位发热量，不假定其与高位发热量的比例",
        )
    of_gas = [any(name in text for name in ("normal_m3", "m3_")) for text in (unit, target)]
    if of_gas[0] != of_gas[1]:
        return (
            "; a volume of gas needs its reference state: Nm3 (0 °C), m3_15C or m3_20C",
            "；气体体积须注明参考状态：Nm3（0 °C）、m3_15C 或 m3_20C",
        )
    return "", ""


@lru_cache(maxsize=4096)
def _same_dimension(unit: str, other: str) -> bool:
    return bool(_dimension(unit) == _dimension(spell(other)))


@lru_cache(maxsize=4096)
def _dimension(unit: str) -> Any:
    if not re.fullmatch(r"[\w*/().\s-]+", unit) or re.search(r"\*\*\s*-?\d{2,}|__|\d{4,}", unit):
        raise _unknown_unit(unit)
    registry = unit_registry()
    try:
        return registry.get_dimensionality(registry.parse_units(unit))
    except Exception as error:  # pint raises its own, tokenizer and syntax errors for what it cannot read
        raise _unknown_unit(unit) from error


def _unknown_unit(unit: str) -> UnitMismatchError:
    from rapidfuzz import fuzz, process

    known = unit_registry()
    names = [name for name in known._units if not name.endswith("_")]
    words = [word for word in re.findall(r"[^\W\d]\w*", unit) if not _is_known(known, word)]
    nearest = tuple(
        str(match[0]) for match in process.extract(words[0] if words else unit, names, scorer=fuzz.ratio, limit=3, score_cutoff=50)
    )
    return UnitMismatchError(
        Finding(
            f"unknown unit {readable(unit)!r} (examples: kg CO2e, t CO2e, kWh, m**2, t*km)",
            f"未知单位 {readable(unit)!r}（例如：kg CO2e、t CO2e、kWh、m**2、t*km）",
            nearest=nearest,
        )
    )


def _is_known(registry: pint.UnitRegistry[Any], word: str) -> bool:
    try:
        return word in registry
    except Exception:  # pint parses the word, and fails on some signs with errors of its own
        return False


def readable(unit: str) -> str:
    """A unit as people write it: `kg*CO2e/m**2` becomes `kg CO2e/m**2`."""
    unit = unit.replace("wan_normal_m3", "万Nm3").replace("normal_m3", "Nm3").replace("_HHV", " HHV")
    return re.sub(r"(?<!\*)\*C(?=O2|/|$)", " C", unit)
