"""The library of standards, mappings, frames, characterisation and factor sets."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

import crosswalk
from crosswalk.errors import DeclarationError, Finding, InputError, NotComparableError, UnknownNameError, nearest_text
from crosswalk.frames.space import Space
from crosswalk.library.collection import Collection
from crosswalk.library.document import parse
from crosswalk.library.editions import Editions, search
from crosswalk.library.index import Entry, build, read_index, store_index
from crosswalk.library.kinds import kind_of
from crosswalk.library.validation import check_document, findings_of
from crosswalk.model.base import Document, Model, Text, text
from crosswalk.model.quantity import decimal, factor
from crosswalk.names import Match

if TYPE_CHECKING:
    from crosswalk.model.agreement import Agreements
    from crosswalk.model.attribution import AttributionStandard
    from crosswalk.model.benchmarks import EtsBenchmarks
    from crosswalk.model.catalogue import Catalogue
    from crosswalk.model.certificates import CertificateScheme
    from crosswalk.model.characterisation import CharacterisationSet
    from crosswalk.model.disclosure import Disclosure, DisclosureElements
    from crosswalk.model.factors import FactorSet
    from crosswalk.model.frame import Frame, GasList
    from crosswalk.model.glossary import Glossary, Term
    from crosswalk.model.goods import Goods
    from crosswalk.model.label import Threshold
    from crosswalk.model.mapping import Assumption, Mapping
    from crosswalk.model.marine import MarineFuels
    from crosswalk.model.materials import MaterialStandard
    from crosswalk.model.neutrality_standard import CreditKinds, NeutralityStandard
    from crosswalk.model.recycling import RecyclingParameters
    from crosswalk.model.reference import ReferenceQuantities
    from crosswalk.model.scheme import LabelScheme
    from crosswalk.model.standard import Standard
    from crosswalk.model.verification import VerificationWords
    from crosswalk.model.waste import WasteTreatment


def shipped_roots() -> tuple[dict[str, Path], Path]:
    """The folders of the shipped data and the index file: inside the installed package, or the checkout's own folders."""
    package = Path(crosswalk.__file__).parent
    data = package / "data"
    if data.is_dir():
        return {"standards": data / "standards", "mappings": data / "mappings"}, data / "library.index"
    checkout = package.parent.parent
    return {"standards": checkout / "standards", "mappings": checkout / "mappings"}, checkout / ".cache" / "library.index"


def data_version() -> str:
    """The version of the shipped data."""
    return (shipped_roots()[0]["standards"] / "VERSION").read_text("ascii").strip()


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
        self._completed: dict[str, Standard] = {}

    @cached_property
    def version(self) -> str:
        """The version of the shipped data, which moves apart from that of the program (`standards/VERSION`).

        >>> Library.shipped().version.count(".")
        2
        """
        return data_version()

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
        taken = {entry.id: key for key, entry in self._entries.items()}
        for key, entry in entries.items():
            old = taken.get(entry.id)
            if old:
                del self._entries[old]
                del self._paths[old]
            self._entries[key] = entry
            self._paths[key] = roots[key.split("/")[0]] / key.split("/", 1)[1]

    # -- raw records, for listing and searching ------------------------------------------------------------------------------------

    def _collection(self, kind: str) -> Collection[Any]:
        return Collection(kind, {entry.id: entry for entry in self._entries.values() if kind_of(entry.key) == kind}, self._validated)

    @cached_property
    def _standards(self) -> Collection[Standard]:
        """Standards on footprints; `standard` picks an edition."""
        return self._collection("standard")

    @cached_property
    def _material_standards(self) -> Collection[MaterialStandard]:
        """Standards on materials; `material_standard` picks an edition."""
        return self._collection("material-standard")

    @cached_property
    def characterisation(self) -> Collection[CharacterisationSet]:
        """The characterisation sets."""
        return self._collection("characterisation")

    @cached_property
    def factor_set(self) -> Collection[FactorSet]:
        """The emission-factor sets."""
        return self._collection("factors")

    @cached_property
    def certificate_scheme(self) -> Collection[CertificateScheme]:
        """The certificate schemes."""
        return self._collection("certificates")

    @cached_property
    def goods(self) -> Collection[Goods]:
        """The lists of goods under a border adjustment; `library.goods` looks codes up in them."""
        return self._collection("goods")

    @cached_property
    def recycling_parameters(self) -> Collection[RecyclingParameters]:
        """The sets of default parameters of end-of-life formulas."""
        return self._collection("recycling-parameters")

    @cached_property
    def waste_treatment(self) -> Collection[WasteTreatment]:
        """The sets of waste-treatment parameters."""
        return self._collection("waste-treatment")

    @cached_property
    def disclosure(self) -> Collection[Disclosure]:
        """What standards ask of a report, element by element; `disclosure_of` finds that of a standard."""
        return self._collection("disclosure")

    @cached_property
    def disclosure_elements(self) -> Collection[DisclosureElements]:
        """The lists of elements of disclosure."""
        return self._collection("disclosure-elements")

    def disclosure_of(self, standard_id: str) -> Disclosure | None:
        """What a standard asks of a report, where that is known."""
        found = next((key for key, entry in self.disclosure.entries.items() if entry.head.get("of") == standard_id), None)
        return None if found is None else self.disclosure.of(found)

    @cached_property
    def marine_fuels(self) -> Collection[MarineFuels]:
        """The tables of marine fuels."""
        return self._collection("marine-fuels")

    @cached_property
    def mapping(self) -> Collection[Mapping]:
        """The mappings."""
        return self._collection("mapping")

    @cached_property
    def frame(self) -> Collection[Frame]:
        """The frames."""
        return self._collection("frame")

    @cached_property
    def _attribution_standards(self) -> Collection[AttributionStandard]:
        """Standards on financed emissions; `attribution_standard` picks an edition."""
        return self._collection("attribution-standard")

    @cached_property
    def catalogue(self) -> Collection[Catalogue]:
        """The catalogues of activities; `finance.activities` reads their tables."""
        return self._collection("catalogue")

    @cached_property
    def ets_benchmarks(self) -> Collection[EtsBenchmarks]:
        """The product benchmarks of the EU emissions trading system, by period."""
        return self._collection("ets-benchmarks")

    @cached_property
    def label_scheme(self) -> Collection[LabelScheme]:
        """The label schemes."""
        return self._collection("label-scheme")

    @cached_property
    def neutrality_standard(self) -> Collection[NeutralityStandard]:
        """The standards and laws on claims of carbon neutrality."""
        return self._collection("neutrality")

    @cached_property
    def credit_kinds(self) -> Collection[CreditKinds]:
        """The kinds of units with which claims of neutrality are closed."""
        return self._collection("credits")

    @cached_property
    def agreements(self) -> Collection[Agreements]:
        """The agreements between bodies that recognise each other's labels, footprints or accreditation."""
        return self._collection("agreements")

    @cached_property
    def verification_words(self) -> Collection[VerificationWords]:
        """What `evidence.verification` may say, and which codes of rules each word meets."""
        return self._collection("verification-words")

    @cached_property
    def glossary(self) -> Collection[Glossary]:
        """The lists of terms in both languages."""
        return self._collection("glossary")

    @cached_property
    def _schemes(self) -> dict[str, Entry]:
        """Whatever is cited by number and has editions: standards on footprints, materials, financed emissions and neutrality, and label schemes."""
        homes = (self._standards, self._material_standards, self._attribution_standards, self.label_scheme, self.neutrality_standard)
        return {key: entry for home in homes for key, entry in home.entries.items()}

    def scheme_ids(self) -> list[str]:
        """The ids of whatever is cited by number and has editions: standards of every kind, and label schemes."""
        return sorted(self._schemes)

    def standard_ids(self, field: str | None = None) -> list[str]:
        """The ids of all standards on footprints, or of one field."""
        return self._standards.ids(field)

    def material_standard_ids(self, field: str | None = None) -> list[str]:
        """The ids of all standards on materials, or of one field."""
        return self._material_standards.ids(field)

    def attribution_standard_ids(self, field: str | None = None) -> list[str]:
        """The ids of all standards on financed emissions, or of one field."""
        return self._attribution_standards.ids(field)

    def record(self, standard_id: str) -> dict[str, Any]:
        """A standard as raw data, for lists that need no validation."""
        return self._schemes[standard_id].data

    @cached_property
    def _keys(self) -> dict[str, str]:
        """The key of the file that defines each item."""
        return {entry.id: key for key, entry in self._entries.items()}

    def sha256(self, item_id: str) -> str:
        """The SHA-256 of the file that defines an item."""
        return self._entries[self._keys[item_id]].sha256

    def document(self, item_id: str, key: str) -> Document | None:
        """A document that the file of an item cites, by the key that its sources use."""
        found = (self._entries[self._keys[item_id]].data.get("documents") or {}).get(key)
        return None if found is None else Document.model_validate(found)

    def path(self, item_id: str) -> Path:
        """The file that defines an item."""
        return self._paths[self._keys[item_id]]

    # -- names ---------------------------------------------------------------------------------------------------------------------

    @cached_property
    def _editions(self) -> Editions:
        return Editions(self._schemes)

    def resolve(self, name: str, as_of: date | None = None, field: str | None = None) -> Match:
        """The standard that an id, number or alias stands for; an alias shared by editions means the one in force on `as_of` (today).

        Raises:
            UnknownNameError: no standard has a name close enough; the nearest are named.
        """
        return self._editions.resolve(name, as_of, field)

    def find(self, text: str, limit: int = 10) -> list[tuple[str, str, float, str]]:
        """Search everything by likeness, in either language: (kind, id, likeness, the name that matched), best first."""
        kinds = (self.characterisation, self.factor_set, self.recycling_parameters, self.waste_treatment)
        homes = {"standard": self._schemes, **{home.kind: home.entries for home in kinds}}
        terms = [term for entry in self.glossary.entries.values() for term in entry.data["terms"]]
        return search(homes, terms, text, limit)

    def name_of(self, kind: str, item_id: str) -> Text:
        """The name of what `find` found, in both languages; a term has all its Chinese wordings."""
        if kind == "term":
            return text(item_id, "、".join(wording.chinese for wording in self.term(item_id)[1].wordings))
        return Text.model_validate(self._entries[self._keys[item_id]].head["name"])

    def term(self, english: str) -> tuple[str, Term]:
        """The id of the glossary that holds a term, and the term."""
        return next((key, term) for key in self.glossary.ids() for term in self.glossary(key).terms if term.english == english)

    # -- models --------------------------------------------------------------------------------------------------------------------

    def _validated(self, kind: type[Model], entry: Entry) -> Model:
        model = self._models.get(entry.key)
        if model is None:
            try:
                model = kind.model_validate(entry.data)
            except ValidationError as error:
                path = self._paths[entry.key]
                document = parse(path.read_bytes(), str(path))
                raise DeclarationError(*findings_of(error)).located(str(path), document.lines) from None
            self._models[entry.key] = model
        return model

    def standard(self, name: str, as_of: date | None = None) -> Standard:
        """The definition of a standard on footprints, by id, number or alias.

        Raises:
            NotComparableError: the name is that of a standard on materials, on financed emissions or on neutrality, or of a label scheme.
        """
        key = self.resolve(name, as_of).key
        record = self.record(key)
        if key in self._attribution_standards:
            raise NotComparableError(
                f"{record['number']} is a standard on {record['about']['en']}, not on footprints",
                f"{record['number']} 是关于{record['about']['zh']}的标准，不是碳足迹标准",
            )
        if key in self._material_standards:
            raise NotComparableError(
                f"{record['number']} is a standard on materials, not on footprints: {record['about']['en']}",
                f"{record['number']} 是材料标准，不是碳足迹标准：{record['about']['zh']}",
            )
        if key in self.label_scheme:
            raise NotComparableError(
                f"{record['number']} is a label scheme, it has no figure of its own: {record['mark']['en']}",
                f"{record['number']} 是标签制度，自身没有数值：{record['mark']['zh']}",
            )
        if key in self.neutrality_standard:
            raise NotComparableError(
                f"{record['number']} is about claims of carbon neutrality; what crosses is the footprint before offsets",
                f"{record['number']} 规范碳中和声明；可换算的是抵销前的碳足迹",
            )
        return self._with_taken(self._standards.of(key))

    def _with_taken(self, standard: Standard) -> Standard:
        """A standard with what it takes from others: rules on activities for carriers that its own do not name, and limits that others set."""
        if standard.activities_of is None and not standard.thresholds_taken:
            return standard
        if standard.id not in self._completed:
            own = {rule.carrier for rule in standard.activities}
            others = () if standard.activities_of is None else self.standard(standard.activities_of).activities
            activities = (*standard.activities, *(rule for rule in others if rule.carrier not in own))
            limits = (*standard.thresholds, *(entry.taken(self.threshold(entry.threshold)) for entry in standard.thresholds_taken))
            self._completed[standard.id] = standard.model_copy(update={"activities": activities, "thresholds": limits})
        return self._completed[standard.id]

    def threshold(self, name: str) -> Threshold:
        """A threshold by `standard#threshold`, as the standard that sets it prints it.

        Raises:
            UnknownNameError: there is none.
        """
        standard, _, wanted = name.partition("#")
        known = {entry.id: entry for entry in self._standards(standard).thresholds}
        if wanted not in known:
            finding = Finding(
                f"{standard} sets no threshold {wanted!r}", f"{standard} 没有限值 {wanted!r}", nearest=nearest_text(list(known))
            )
            raise UnknownNameError(finding)
        return known[wanted]

    def sets_labels(self, key: str) -> Standard | LabelScheme:
        """What sets labels under an id: a standard or a label scheme."""
        return self.label_scheme.of(key) if key in self.label_scheme else self.standard(key)

    def material_standard(self, name: str, as_of: date | None = None) -> MaterialStandard:
        """The definition of a standard on materials, by id, number or alias.

        Raises:
            NotComparableError: the name is that of a standard on footprints.
        """
        key = self.resolve(name, as_of).key
        if key not in self._material_standards:
            record = self.record(key)
            raise NotComparableError(
                f"{record['number']} is a standard on footprints; it has no rule on recycled content, recycling rates or waste status here",
                f"{record['number']} 是碳足迹标准；此处未收录其再生料含量、回收率或废物属性规则",
            )
        return self._material_standards.of(key)

    def attribution_standard(self, name: str, as_of: date | None = None, field: str | None = None) -> AttributionStandard:
        """The definition of a standard on financed emissions, by id, number or alias.

        Raises:
            NotComparableError: the name is that of another standard.
        """
        key = self.resolve(name, as_of, field).key
        if key not in self._attribution_standards:
            number, known = self.record(key)["number"], self._attribution_standards.ids()
            raise NotComparableError(
                f"{number} has no rule on financed emissions here; those with one are {', '.join(known)}",
                f"{number} 在此无融资排放规则；可用标准：{'、'.join(known)}",
            )
        return self._attribution_standards.of(key)

    def is_attribution(self, standard_id: str) -> bool:
        """Whether an id is that of a standard on financed emissions."""
        return standard_id in self._attribution_standards

    def is_material(self, standard_id: str) -> bool:
        """Whether an id is that of a standard on materials."""
        return standard_id in self._material_standards

    @cached_property
    def rest_ids(self) -> list[str]:
        """The readings that standards offer for electricity without proof of supply."""
        rules = (rule for entry in self._standards.entries.values() for rule in entry.data.get("activities") or ())
        return sorted({str(reading["id"]) for rule in rules for reading in rule.get("rest") or ()})

    @cached_property
    def co2_only_factors(self) -> dict[tuple[str, Decimal], str]:
        """Published electricity factors that count CO2 only, in kg/kWh, by region and number: set and year."""
        found: dict[tuple[str, Decimal], str] = {}
        for key, entry in self.factor_set.entries.items():
            if entry.head.get("carrier") != "electricity" or "CO2e" in str(entry.data.get("unit")):
                continue
            unit = factor(str(entry.data["unit"]), "kg*CO2/kWh")
            for series in entry.data.get("series") or ():
                for year, value in series["values"].items():
                    found.setdefault((str(series["region"]), (decimal(value) * unit).normalize()), f"{key}, {year}")
        return found

    @lru_cache(maxsize=8)  # noqa: B019 - a library lives as long as the process
    def space(self, frame: str) -> Space:
        """The atoms of a frame."""
        definition = self.frame(frame)
        gases: GasList = self._collection("gases").of(definition.gases)
        return Space(definition, gases)

    def reference_quantities(self) -> ReferenceQuantities:
        """What figures of products can be per."""
        found: ReferenceQuantities = self._collection("reference-quantities").of("reference-quantities")
        return found

    def mappings(self, first: str, second: str) -> list[Mapping]:
        """The mappings that speak of a pair of standards, in either direction, and those of their whole frame."""
        frame = self._schemes[first].head.get("frame")
        found = []
        for key, entry in sorted(self.mapping.entries.items()):
            between = entry.head.get("between")
            if (between is None and entry.head.get("frame") == frame) or (between is not None and {first, second} == set(between)):
                found.append(self.mapping.of(key))
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
