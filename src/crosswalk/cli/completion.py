"""What the shell offers while a command is typed: ids of standards, labels, factors and records, each with its name.

click calls these while completing only, so nothing here slows a command. `_CROSSWALK_COMPLETE=bash_source crosswalk` prints the script of a shell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click
from click.shell_completion import CompletionItem


def standards(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Standards and schemes by id."""
    from crosswalk.library.library import Library

    library = Library.shipped()
    return _fitting(((key, library.record(key)["name"]) for key in library.scheme_ids()), ctx, incomplete)


def labels(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Labels, as `standard#label`."""
    from crosswalk.library.library import Library

    library = Library.shipped()
    found = ((f"{key}#{label['id']}", label["name"]) for key in library.scheme_ids() for label in library.record(key).get("labels") or ())
    return _fitting(found, ctx, incomplete)


def factors(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Carriers, factor sets, and the items of factor sets."""
    from crosswalk.library.library import Library
    from crosswalk.report.factors import CARRIER_NAMES

    library = Library.shipped()

    def found() -> Iterator[tuple[str, object]]:
        chinese = {carrier: name for name, carrier in reversed(CARRIER_NAMES.items())}
        yield from ((carrier, {"en": carrier, "zh": name}) for carrier, name in sorted(chinese.items()))
        for key, entry in sorted(library.factor_set.entries.items()):
            yield key, entry.data["name"]
            yield from ((str(item["id"]), item["name"]) for item in entry.data.get("items") or ())

    return _fitting(found(), ctx, incomplete)


def records(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Whatever `crosswalk show` shows, by id."""
    from crosswalk.library.library import Library

    library = Library.shipped()
    homes = (
        library.mapping,
        library.characterisation,
        library.factor_set,
        library.certificate_scheme,
        library.recycling_parameters,
        library.waste_treatment,
    )

    def found() -> Iterator[tuple[str, object]]:
        yield from ((key, library.record(key)["name"]) for key in library.scheme_ids())
        for home in homes:
            yield from ((key, entry.data.get("name")) for key, entry in sorted(home.entries.items()))

    return _fitting(found(), ctx, incomplete)


def files(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files of the shell's own finding."""
    return [CompletionItem(incomplete, type="file")]


def standards_or_files(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files of the folder, or standards once one is begun."""
    return standards(ctx, param, incomplete) if incomplete else [CompletionItem(incomplete, type="file")]


def _fitting(found: Iterable[tuple[str, object]], ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """Those that begin with what was typed, each once, with its name in the language of the command."""
    lang = str(ctx.params.get("lang") or "en")
    items: dict[str, CompletionItem] = {}
    for key, name in found:
        if key.startswith(incomplete) and key not in items:
            items[key] = CompletionItem(key, help=str(name[lang]) if isinstance(name, dict) else None)
    return list(items.values())
