"""The library of standards, mappings, frames, characterisation and factor sets."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

import crosswalk
from crosswalk.errors import DeclarationError, Finding, InputError, NotComparableError, UnknownNameError
from crosswalk.frames.space import Space
from crosswalk.library.document import Document, parse
from crosswalk.library.index import Entry, build, read_index, store_index
from crosswalk.library.kinds import KINDS, kind_of, model_of
from crosswalk.library.tables import read_tables
from crosswalk.library.validation import findings_of
from crosswalk.model.base import Model
from crosswalk.model.characterisation import CharacterisationSet
from crosswalk.model.factors import FactorSet
from crosswalk.model.frame import Frame, GasList
from crosswalk.model.goods import Goods
from crosswalk.model.mapping import Assumption, Mapping
from crosswalk.model.quantity import decimal, factor
from crosswalk.model.reference import ReferenceQuantities
from crosswalk.model.standard import Standard
from crosswalk.names import Match, Names, all_names

if TYPE_CHECKING:
    from crosswalk.model.certificates import CertificateScheme
    from crosswalk.model.marine import MarineFuels
    from crosswalk.model.materials import MaterialStandard
    from crosswalk.model.recycling import RecyclingParameters
    from crosswalk.model.waste import WasteTreatment

M = TypeVar("M", bound=Model)


def shipped_roots() -> tuple[dict[str, Path], Path]:
    """The folders of the shipped data and the index file: inside the installed package, or the checkout's own folders."""
    package = Path(crosswalk.__file__).parent
    data = package / "data"
    if data.is_dir():
        return {"standards": data / "standards", "mappings": data / "mappings"}, data / "index.json"
    checkout = package.parent.parent
    return {"standards": checkout / "standards", "mappings": checkout / "mappings"}, checkout / ".cache" / "index.json"


class Library:
    """All data that translations rest on.

    Args:
        folders: further folders laid out like the shipped ones (`standards/…`, `mappings/…`); their files are added to the shipped data, and
            one with the id of a shipped file replaces it.

    >>> Library.shipped().standard("GB/T 51366").id
    'cn/gbt-51366-2019'
    """

    def __init__(self, folders: Iterable[str | Path] = ()):
        roots, index = shipped_roots()
        self._entries, changed = build(roots, read_index(index))
        if changed:
            with contextlib.suppress(OSError):  # a read-only installation works without its index, only slower
                store_index(self._entries, index)
        self._paths = {key: roots[key.split("/")[0]] / key.split("/", 1)[1] for key in self._entries}
        for folder in folders:
            self._add_folder(Path(folder))
        self._models: dict[str, Model] = {}

    @staticmethod
    @lru_cache(maxsize=1)
    def shipped() -> Library:
        """The library of the shipped data and of the folders named in `CROSSWALK_PATH`, loaded once in a process."""
        extra = os.environ.get("CROSSWALK_PATH", "")
        return Library([folder for folder in extra.split(os.pathsep) if folder])

    def _add_folder(self, folder: Path) -> None:
        if not folder.is_dir():
            raise DeclarationError(Finding("no such folder of data", "数据文件夹不存在", file=str(folder)))
        roots = {label: folder / label for label in ("standards", "mappings") if (folder / label).is_dir()}
        if not roots:
            raise DeclarationError(
                Finding(
                    "the folder has neither `standards` nor `mappings`",
                    "文件夹中没有 standards 或 mappings",
                    file=str(folder),
                )
            )
        entries, _ = build(roots)
        taken = {str(entry["data"].get("id")): key for key, entry in self._entries.items()}
        for key, entry in entries.items():
            old = taken.get(str(entry["data"].get("id"))) if isinstance(entry["data"], dict) else None
            if old:
                del self._entries[old]
                del self._paths[old]
            self._entries[key] = entry
            self._paths[key] = roots[key.split("/")[0]] / key.split("/", 1)[1]

    # -- raw records, for listing and searching ------------------------------------------------------------------------------------

    def _records(self, kind: str) -> dict[str, tuple[str, dict[str, Any]]]:
        found: dict[str, tuple[str, dict[str, Any]]] = {}
        for key, entry in self._entries.items():
            if kind_of(key) == kind:
                data = entry["data"] if isinstance(entry["data"], dict) else {}
                found[str(data.get("id", key))] = (key, data)
        return found

    @cached_property
    def _standards(self) -> dict[str, tuple[str, dict[str, Any]]]:
        return self._records("standard")

    @cached_property
    def _material_standards(self) -> dict[str, tuple[str, dict[str, Any]]]:
        return self._records("material-standard")

    @cached_property
    def _schemes(self) -> dict[str, tuple[str, dict[str, Any]]]:
        """Standards on footprints and on materials: both are cited by number and have editions."""
        return {**self._standards, **self._material_standards}

    @cached_property
    def _characterisation(self) -> dict[str, tuple[str, dict[str, Any]]]:
        return self._records("characterisation")

    @cached_property
    def _factors(self) -> dict[str, tuple[str, dict[str, Any]]]:
        return self._records("factors")

    @cached_property
    def _certificates(self) -> dict[str, tuple[str, dict[str, Any]]]:
        return self._records("certificates")

    @cached_property
    def _goods(self) -> dict[str, tuple[str, dict[str, Any]]]:
        return self._records("goods")

    @cached_property
    def _recycling_parameters(self) -> dict[str, tuple[str, dict[str, Any]]]:
        return self._records("recycling-parameters")

    @cached_property
    def _waste(self) -> dict[str, tuple[str, dict[str, Any]]]:
        return self._records("waste-treatment")

    @cached_property
    def _mappings(self) -> dict[str, tuple[str, dict[str, Any]]]:
        return self._records("mapping")

    def standard_ids(self, field: str | None = None) -> list[str]:
        """The ids of all standards, or of one field."""
        return sorted(key for key, (_, data) in self._standards.items() if field is None or data.get("field") == field)

    def material_standard_ids(self, field: str | None = None) -> list[str]:
        """The ids of all standards on materials, or of one field."""
        return sorted(key for key, (_, data) in self._material_standards.items() if field is None or data.get("field") == field)

    def characterisation_ids(self) -> list[str]:
        """The ids of all characterisation sets."""
        return sorted(self._characterisation)

    def factor_set_ids(self) -> list[str]:
        """The ids of all emission-factor sets."""
        return sorted(self._factors)

    def goods_ids(self) -> list[str]:
        """The ids of all lists of goods."""
        return sorted(self._goods)

    def recycling_parameter_ids(self) -> list[str]:
        """The ids of all sets of default parameters of end-of-life formulas."""
        return sorted(self._recycling_parameters)

    def waste_treatment_ids(self) -> list[str]:
        """The ids of all sets of waste-treatment parameters."""
        return sorted(self._waste)

    def factor_carrier(self, set_id: str) -> str:
        """What the factors of a set are for, without reading the whole set."""
        return str(self._factors[set_id][1].get("carrier"))

    def mapping_ids(self) -> list[str]:
        """The ids of all mappings."""
        return sorted(self._mappings)

    def record(self, standard_id: str) -> dict[str, Any]:
        """A standard as raw data, for lists that need no validation."""
        return self._schemes[standard_id][1]

    def sha256(self, item_id: str) -> str:
        """The SHA-256 of the file that defines an item."""
        for records in (
            self._schemes,
            self._characterisation,
            self._factors,
            self._certificates,
            self._goods,
            self._recycling_parameters,
            self._waste,
            self._mappings,
        ):
            if item_id in records:
                return str(self._entries[records[item_id][0]]["sha256"])
        raise KeyError(item_id)

    def path(self, item_id: str) -> Path:
        """The file that defines an item."""
        for kind in KINDS:
            records = self._records(kind)
            if item_id in records:
                return self._paths[records[item_id][0]]
        raise KeyError(item_id)

    # -- names ---------------------------------------------------------------------------------------------------------------------

    @cached_property
    def _standard_names(self) -> Names:
        names = Names("standard", "标准")
        for key, (_, data) in self._schemes.items():
            names.add(key, [str(data.get("number", ""))])
        for family, members in self._families.items():
            for member in members:
                names.add(
                    f"family:{family}",
                    [name for name in all_names(self.record(member)) if name != str(self.record(member)["number"])],
                )
                names.add(f"family:{family}", [family])
        return names

    @cached_property
    def _families(self) -> dict[str, list[str]]:
        families: dict[str, list[str]] = {}
        for key, (_, data) in self._schemes.items():
            families.setdefault(str(data.get("family", key)), []).append(key)
        return families

    def resolve(self, name: str, as_of: date | None = None, field: str | None = None) -> Match:
        """The standard that an id, number or alias stands for; an alias shared by editions means the one in force on `as_of` (today).

        Raises:
            UnknownNameError: no standard has a name close enough; the nearest are named.
        """
        try:
            match = self._standard_names.resolve(name, field)
        except UnknownNameError as error:
            raise UnknownNameError(
                *(
                    Finding(f.en, f.zh, f.file, f.line, f.field, tuple(dict.fromkeys(self._edition(key, as_of) for key in f.nearest)))
                    for f in error.findings
                )
            ) from None
        return Match(self._edition(match.key, as_of), match.asked, match.guessed, match.name)

    def _edition(self, key: str, as_of: date | None) -> str:
        if not key.startswith("family:"):
            return key
        day = as_of or date.today()
        members = self._families[key.removeprefix("family:")]

        def start(member: str) -> str:
            dates = self.record(member).get("dates") or {}
            return str(dates.get("in_force") or dates.get("issued") or member.rsplit("-", 1)[-1])

        def rank(member: str) -> tuple[bool, str]:
            """Editions in force before withdrawn ones and drafts, then the newest."""
            record = self.record(member)
            end = str((record.get("dates") or {}).get("withdrawn") or "9999")
            valid = day.isoformat() < end and record.get("status") != "draft"
            current = as_of is not None or record.get("status") == "in-force"
            return valid and current, start(member)

        started = [member for member in members if start(member) <= day.isoformat()]
        return max(started, key=rank) if started else min(members, key=start)

    def find(self, text: str, limit: int = 10) -> list[tuple[str, str, float, str]]:
        """Search everything by likeness, in either language: (kind, id, likeness, the name that matched), best first."""
        found: list[tuple[str, str, float, str]] = []
        for kind, records in (
            ("standard", self._schemes),
            ("characterisation", self._characterisation),
            ("factors", self._factors),
            ("recycling-parameters", self._recycling_parameters),
            ("waste-treatment", self._waste),
        ):
            names = Names(kind, kind)
            for key, (_, data) in records.items():
                names.add(key, all_names(data))
                for part in (*(data.get("stages") or ()), *(data.get("items") or ())):
                    names.add(key, all_names(part))
            for key, score, shown in names.nearest(text, limit):
                same = [other for other, (_, data) in records.items() if shown in all_names(data)]  # editions share their names
                found += [(kind, other, score, shown) for other in dict.fromkeys([key, *same])]
        return sorted(dict.fromkeys(found), key=lambda entry: (-entry[2], entry[1]))[:limit]

    # -- models --------------------------------------------------------------------------------------------------------------------

    def _model(self, kind: type[M], records: dict[str, tuple[str, dict[str, Any]]], item_id: str) -> M:
        key, data = records[item_id]
        model = self._models.get(key)
        if model is None:
            try:
                model = kind.model_validate(data)
            except ValidationError as error:
                path = self._paths[key]
                document = parse(path.read_bytes(), str(path))
                raise DeclarationError(*findings_of(error)).located(str(path), document.lines) from None
            self._models[key] = model
        assert isinstance(model, kind)
        return model

    def standard(self, name: str, as_of: date | None = None) -> Standard:
        """The definition of a standard on footprints, by id, number or alias.

        Raises:
            NotComparableError: the name is that of a standard on materials.
        """
        key = self.resolve(name, as_of).key
        if key in self._material_standards:
            record = self.record(key)
            raise NotComparableError(
                f"{record['number']} is a standard on materials, not on footprints: {record['about']['en']}",
                f"{record['number']} 是材料标准，不是碳足迹标准：{record['about']['zh']}",
            )
        return self._model(Standard, self._standards, key)

    def material_standard(self, name: str, as_of: date | None = None) -> MaterialStandard:
        """The definition of a standard on materials, by id, number or alias.

        Raises:
            NotComparableError: the name is that of a standard on footprints.
        """
        from crosswalk.model.materials import MaterialStandard

        key = self.resolve(name, as_of).key
        if key not in self._material_standards:
            record = self.record(key)
            raise NotComparableError(
                f"{record['number']} is a standard on footprints; it has no rule on recycled content, recycling rates or waste status here",
                f"{record['number']} 是碳足迹标准；此处未收录其再生料含量、回收率或废物属性规则",
            )
        return self._model(MaterialStandard, self._material_standards, key)

    def is_material(self, standard_id: str) -> bool:
        """Whether an id is that of a standard on materials."""
        return standard_id in self._material_standards

    def characterisation(self, name: str, field: str | None = None) -> CharacterisationSet:
        """A characterisation set, by id or alias."""
        key = name if name in self._characterisation else self._characterisation_names.resolve(name, field).key
        return self._model(CharacterisationSet, self._characterisation, key)

    @cached_property
    def _characterisation_names(self) -> Names:
        names = Names("characterisation set", "特征化因子集")
        for key, (_, data) in self._characterisation.items():
            names.add(key, all_names(data))
        return names

    @cached_property
    def factor_names(self) -> Names:
        """The names of all factor sets."""
        names = Names("emission-factor set", "排放因子集")
        for key, (_, data) in self._factors.items():
            names.add(key, all_names(data))
        return names

    def factor_set(self, name: str, field: str | None = None) -> FactorSet:
        """An emission-factor set, by id or alias."""
        key = name if name in self._factors else self.factor_names.resolve(name, field).key
        return self._model(FactorSet, self._factors, key)

    def recycling_parameters(self, name: str, field: str | None = None) -> RecyclingParameters:
        """A set of default parameters of end-of-life formulas, by id or alias."""
        from crosswalk.model.recycling import RecyclingParameters

        key = name if name in self._recycling_parameters else self.recycling_parameter_names.resolve(name, field).key
        return self._model(RecyclingParameters, self._recycling_parameters, key)

    @cached_property
    def recycling_parameter_names(self) -> Names:
        """The names of all sets of default parameters of end-of-life formulas."""
        names = Names("set of recycling parameters", "回收参数集")
        for key, (_, data) in self._recycling_parameters.items():
            names.add(key, all_names(data))
        return names

    def waste_treatment(self, name: str, field: str | None = None) -> WasteTreatment:
        """A set of waste-treatment parameters, by id or alias."""
        from crosswalk.model.waste import WasteTreatment

        names = Names("set of waste-treatment parameters", "废物处理参数集")
        for key, (_, data) in self._waste.items():
            names.add(key, all_names(data))
        return self._model(WasteTreatment, self._waste, name if name in self._waste else names.resolve(name, field).key)

    @cached_property
    def _certificate_names(self) -> Names:
        names = Names("certificate scheme", "证书机制")
        for key, (_, data) in self._certificates.items():
            names.add(key, all_names(data))
        return names

    def certificate_scheme(self, name: str) -> CertificateScheme | None:
        """A scheme of certificates, by id or alias; `None` for one that is not known here."""
        from crosswalk.model.certificates import CertificateScheme

        key = self._certificate_names.get(name)
        return None if key is None else self._model(CertificateScheme, self._certificates, key)

    def certificate_scheme_ids(self) -> list[str]:
        """The ids of all certificate schemes."""
        return sorted(self._certificates)

    @cached_property
    def rest_ids(self) -> list[str]:
        """The readings that standards offer for electricity without proof of supply."""
        rules = (rule for _, data in self._standards.values() for rule in data.get("activities") or ())
        return sorted({str(entry["id"]) for rule in rules for entry in rule.get("rest") or ()})

    @cached_property
    def co2_only_factors(self) -> dict[tuple[str, Decimal], str]:
        """Published electricity factors that count CO2 only, in kg/kWh, by region and number: set and year."""
        found: dict[tuple[str, Decimal], str] = {}
        for key, (_, data) in self._factors.items():
            if data.get("carrier") != "electricity" or "CO2e" in str(data.get("unit")):
                continue
            unit = factor(str(data["unit"]), "kg*CO2/kWh")
            for series in data.get("series") or ():
                for year, value in series["values"].items():
                    found.setdefault((str(series["region"]), (decimal(value) * unit).normalize()), f"{key}, {year}")
        return found

    def goods(self, name: str) -> Goods:
        """A list of goods under a border adjustment, by id; `library.goods` looks codes up in it."""
        if name not in self._goods:
            raise UnknownNameError(Finding(f"unknown list of goods {name!r}", f"未知货物清单 {name!r}", nearest=tuple(self._goods)))
        return self._model(Goods, self._goods, name)

    @cached_property
    def _frames(self) -> dict[str, tuple[str, dict[str, Any]]]:
        return self._records("frame")

    def frame(self, name: str) -> Frame:
        """A frame, by id."""
        if name not in self._frames:
            raise UnknownNameError(Finding(f"unknown frame {name!r}", f"未知框架 {name!r}", nearest=tuple(self._frames)))
        return self._model(Frame, self._frames, name)

    @cached_property
    def _reference_quantities(self) -> dict[str, tuple[str, dict[str, Any]]]:
        return self._records("reference-quantities")

    @lru_cache(maxsize=8)  # noqa: B019 - a library lives as long as the process
    def space(self, frame: str) -> Space:
        """The atoms of a frame."""
        definition = self.frame(frame)
        return Space(definition, self._model(GasList, self._records("gases"), definition.gases))

    @cached_property
    def _marine_fuels(self) -> dict[str, tuple[str, dict[str, Any]]]:
        return self._records("marine-fuels")

    def marine_fuels(self, name: str) -> MarineFuels:
        """A table of marine fuels, by id."""
        from crosswalk.model.marine import MarineFuels

        if name not in self._marine_fuels:
            raise UnknownNameError(
                Finding(f"unknown table of marine fuels {name!r}", f"未知船用燃料表 {name!r}", nearest=tuple(self._marine_fuels))
            )
        return self._model(MarineFuels, self._marine_fuels, name)

    def reference_quantities(self) -> ReferenceQuantities:
        """What figures of products can be per."""
        return self._model(ReferenceQuantities, self._reference_quantities, "reference-quantities")

    def mapping(self, mapping_id: str) -> Mapping:
        """A mapping, by id."""
        return self._model(Mapping, self._mappings, mapping_id)

    def mappings(self, first: str, second: str) -> list[Mapping]:
        """The mappings that speak of a pair of standards, in either direction, and those of their whole frame."""
        frame = self.record(first).get("frame")
        found = []
        for key, (_, data) in sorted(self._mappings.items()):
            between = data.get("between")
            if (between is None and data.get("frame") == frame) or (between is not None and {first, second} == set(between)):
                found.append(self._model(Mapping, self._mappings, key))
        return found

    def assumptions(self, first: str, second: str) -> list[Assumption]:
        """The assumptions that may be used when translating `first` into `second`."""
        return [assumption for mapping in self.mappings(first, second) for assumption in mapping.assumptions]

    # -- checks --------------------------------------------------------------------------------------------------------------------

    def check(self, keys: Sequence[str] | None = None) -> list[InputError]:
        """Validate every data file; one error a faulty file, each with all findings of the file."""
        faults: list[InputError] = []
        for key in keys if keys is not None else list(self._entries):
            path = self._paths[key]
            fault = check_document(kind_of(key), parse(path.read_bytes(), str(path)), str(path))
            if fault:
                faults.append(fault)
        return faults

    @property
    def entries(self) -> dict[str, Entry]:
        """The raw entries of all data files, by key."""
        return self._entries


def check_document(kind: str, document: Document, file: str) -> InputError | None:
    """All faults of one data file, of the tables beside it too, or `None`."""
    try:
        model = model_of(kind).model_validate(document.data)
    except ValidationError as error:
        return DeclarationError(*findings_of(error)).located(file, document.lines)
    if isinstance(model, Goods):
        try:
            read_tables(model, Path(file).parent)
        except InputError as error:
            return error
    return None
