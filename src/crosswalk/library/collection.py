"""All data files of one kind: their ids, raw records, names and models."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Generic, TypeVar, cast

from crosswalk.library.index import Entry
from crosswalk.library.kinds import KINDS, model_of
from crosswalk.model.base import Model
from crosswalk.names import Names, all_names

M = TypeVar("M", bound=Model)


class Collection(Generic[M]):
    """The data files of one kind. Called with a name it gives the model of that item.

    >>> from crosswalk.library.library import Library
    >>> Library.shipped().characterisation("AR5").id
    'ar5-100'
    >>> Library.shipped().frame.ids()[0]
    'life-cycle'
    """

    def __init__(self, kind: str, entries: Mapping[str, Entry], validate: Callable[[type[Model], Entry], Model]):
        self.kind = kind
        self.entries = entries
        self._validate = validate

    def ids(self, field: str | None = None) -> list[str]:
        """The ids of all items, or of those of one field."""
        return sorted(key for key, entry in self.entries.items() if field is None or entry.head.get("field") == field)

    def __contains__(self, item_id: object) -> bool:
        return item_id in self.entries

    @cached_property
    def names(self) -> Names:
        """What each item is called, in both languages."""
        names = Names(KINDS[self.kind].en, KINDS[self.kind].zh)
        for key, entry in self.entries.items():
            names.add(key, all_names(entry.head))
        return names

    def __call__(self, name: str, field: str | None = None) -> M:
        """The item of a name: its id or an alias; `field` is where the name was written.

        Raises:
            UnknownNameError: nothing has a name close enough; the nearest are named.
        """
        return self.of(name if name in self.entries else self.names.resolve(name, field).key)

    def lookup(self, name: str) -> M | None:
        """The item of a name, or `None` where nothing is called so."""
        key = self.names.get(name)
        return None if key is None else self.of(key)

    def of(self, item_id: str) -> M:
        """The item of an id."""
        return cast(M, self._validate(model_of(self.kind), self.entries[item_id]))
