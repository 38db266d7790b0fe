"""A frame: the axes along which figures are cut, as data."""

from __future__ import annotations

from typing import Literal

from crosswalk.model.base import Document, Model, Source, Text

TimeBehaviour = Literal["once", "yearly", "replacement"]
Sign = Literal["+", "-"]


class Stage(Model):
    """A life-cycle stage; one with parts stands for all of them. Parts inherit the time behaviour."""

    id: str
    name: Text
    aliases: tuple[str, ...] = ()
    time: TimeBehaviour | None = None
    parts: tuple[Stage, ...] = ()


class EmissionSource(Model):
    """An emission source, with the sign of what it adds, the gases that it can carry and the stages where it can occur."""

    id: str
    name: Text
    aliases: tuple[str, ...] = ()
    sign: Sign | None = None
    gases: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    parts: tuple[EmissionSource, ...] = ()


class StageGroup(Model):
    """A collective name for several stages."""

    name: Text
    stages: tuple[str, ...]


class SourceGroup(Model):
    """A collective name for several emission sources."""

    name: Text
    sources: tuple[str, ...]


class CarbonStages(Model):
    """Where the biogenic carbon of a product enters and leaves, for standards that have no rule of their own."""

    uptake: tuple[str, ...]
    release: tuple[str, ...]


class Frame(Model):
    """Stages, emission sources and the name of the gas list; `frames.space` turns it into atoms.

    `energy_use` are the stages whose figures are those of consumed energy, so that one of them without a quantity is asked for it. `carbon` is where a
    biogenic carbon content stands; a frame without it has no products that could hold carbon.
    """

    id: str
    name: Text
    gases: str
    documents: dict[str, Document] = {}
    source: Source
    stages: tuple[Stage, ...]
    groups: dict[str, StageGroup] = {}
    sources: tuple[EmissionSource, ...]
    source_groups: dict[str, SourceGroup] = {}
    energy_use: tuple[str, ...] = ()
    carbon: CarbonStages | None = None


class Gas(Model):
    """A greenhouse gas, distinguished by origin where a characterisation set does so."""

    id: str
    formula: str
    group: Literal["main", "fluorinated", "ozone-depleting", "short-lived"]
    name: Text
    aliases: tuple[str, ...] = ()


class GasGroup(Model):
    """A collective name for several gases."""

    names: tuple[str, ...] = ()
    gases: tuple[str, ...]


class GasList(Model):
    """The gas axis, shared by all frames, with collective names such as `ch4` or `kyoto`."""

    id: str
    name: Text
    documents: dict[str, Document] = {}
    gases: tuple[Gas, ...]
    groups: dict[str, GasGroup] = {}


class Box(Model):
    """A block of atoms: every combination of the named stages, sources and gases. An axis that is left out means all of it."""

    stages: tuple[str, ...] | None = None
    sources: tuple[str, ...] | None = None
    gases: tuple[str, ...] | None = None
