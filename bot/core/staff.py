"""Who works at the desk, in which roles and for which organisations and offices."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

Role = Literal["reviewer", "editor", "privacy_officer", "admin", "auditor"]
ROLES: tuple[Role, ...] = ("reviewer", "editor", "privacy_officer", "admin", "auditor")
EVERY = "*"
"""Stands for every organisation, or for every office of one."""


@dataclass(frozen=True)
class Grant:
    """One role, for one office of one organisation or for all of them."""

    role: Role
    organisation: str = EVERY
    office: str = EVERY


@dataclass(frozen=True)
class Reach:
    """Which organisations and offices someone may see; `organisations` are those seen whole."""

    everything: bool = False
    organisations: frozenset[str] = frozenset()
    offices: frozenset[tuple[str, str]] = frozenset()

    def covers(self, organisation: str, offices: Collection[str] = ()) -> bool:
        """Whether the organisation as a whole, or one of these offices of it, is within reach."""
        whole = self.everything or organisation in self.organisations
        return whole or any((organisation, office) in self.offices for office in offices)

    def touches(self, organisation: str) -> bool:
        """Whether anything of the organisation is within reach."""
        return self.covers(organisation) or any(own == organisation for own, _ in self.offices)


@dataclass(frozen=True)
class Staff:
    """One account; `second_factor` says whether one is set up."""

    id: int
    login: str
    name: str
    grants: tuple[Grant, ...] = ()
    language: str = "de"
    second_factor: bool = False
    disabled: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held anywhere."""
        return frozenset(grant.role for grant in self.grants)

    def reach(self, roles: Collection[str]) -> Reach:
        """What this person may see by virtue of these roles."""
        held = [grant for grant in self.grants if grant.role in roles]
        return Reach(
            any(g.organisation == EVERY for g in held),
            frozenset(g.organisation for g in held if g.organisation != EVERY and g.office == EVERY),
            frozenset((g.organisation, g.office) for g in held if g.office != EVERY),
        )
