"""What an import changes: three versions of each field, as last imported, as it stands in the file, as it comes in.

Whatever a person has changed since the last import stays. In lists that holds for each entry on its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

Value: TypeAlias = str | tuple[str, ...]
Fields: TypeAlias = Mapping[str, Value]
"""Of a service or an office by name; what is empty is absent."""

VANISHED = "vanished"


@dataclass(frozen=True)
class Change:
    """A field before and after; None where it is absent."""

    key: str
    before: Value | None
    after: Value | None


@dataclass(frozen=True)
class Difference:
    """What happens to one service or office; `kept` are fields that a person changed and that stay."""

    id: str
    name: str
    new: bool
    changes: tuple[Change, ...]
    kept: tuple[str, ...] = ()

    @property
    def vanishes(self) -> bool:
        """Whether the catalogue has it no more, for the first time."""
        return any(change.key == VANISHED and change.after for change in self.changes)


def difference(id: str, last: Fields, current: Fields | None, incoming: Fields) -> Difference:
    """The changes to one entry of a file; `current` is None where there is none yet."""
    changes, kept = [], []
    for key in dict.fromkeys((*incoming, *last)):
        before = (current or {}).get(key)
        after = merged(last.get(key), before, incoming.get(key))
        if after != before:
            changes.append(Change(key, before, after))
        elif after != incoming.get(key) and not isinstance(after, tuple):
            kept.append(key)
    name = str((current or {}).get("name") or (current or {}).get("title.de") or _name(incoming))
    return Difference(id, name, current is None, tuple(changes), tuple(kept))


def _name(fields: Fields) -> str:
    return str(fields.get("name") or fields.get("title.de") or "")


def merged(last: Value | None, current: Value | None, incoming: Value | None) -> Value | None:
    """The value after the import."""
    if any(isinstance(value, tuple) for value in (last, current, incoming)):
        return _merged_list(_entries(last), _entries(current), _entries(incoming))
    return incoming if current == last else current


def _merged_list(last: tuple[str, ...], current: tuple[str, ...], incoming: tuple[str, ...]) -> tuple[str, ...] | None:
    stays = [entry for entry in current if entry not in last or entry in incoming]
    comes = [entry for entry in incoming if entry not in last and entry not in current]
    return (*stays, *comes) or None


def _entries(value: Value | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value or ()
