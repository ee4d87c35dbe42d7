"""The commands for accounts of the desk; each only reads its options and hands over."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli_options import HERE, ContentDir

staff = typer.Typer(no_args_is_help=True, help="Konten für den Arbeitsplatz des Teams unter /desk.")
Login = Annotated[str, typer.Argument(help="Anmeldename, am besten die dienstliche E-Mail-Adresse.")]
RoleName = Annotated[str, typer.Option("--role", help="reviewer, editor, privacy_officer, admin oder auditor.")]
InOrganisation = Annotated[str, typer.Option("--organisation", "-o", help="Nur für diese Organisation.")]
InOffice = Annotated[str, typer.Option("--office", help="Nur für diese Stelle der Organisation.")]


@staff.command("add")
def staff_add(
    login: Login,
    name: Annotated[str, typer.Option(help="Name, wie ihn die anderen lesen.")] = "",
    role: RoleName = "reviewer",
    organisation: InOrganisation = "*",
    office: InOffice = "*",
    content: ContentDir = HERE,
) -> None:
    """Legt ein Konto an; fragt nach dem Passwort."""
    from bot.commands.staff import add_staff, as_grant

    raise typer.Exit(add_staff(login, name, as_grant(content, role, organisation, office)))


@staff.command("list")
def staff_list() -> None:
    """Listet alle Konten mit ihren Rollen."""
    from bot.commands.staff import list_staff

    raise typer.Exit(list_staff())


@staff.command("grant")
def staff_grant(
    login: Login,
    role: RoleName,
    organisation: InOrganisation = "*",
    office: InOffice = "*",
    content: ContentDir = HERE,
) -> None:
    """Gibt einem Konto eine weitere Rolle."""
    from bot.commands.staff import as_grant, grant_role

    raise typer.Exit(grant_role(login, as_grant(content, role, organisation, office)))


@staff.command("revoke")
def staff_revoke(login: Login, role: RoleName) -> None:
    """Nimmt einem Konto eine Rolle."""
    from bot.commands.staff import revoke_role

    raise typer.Exit(revoke_role(login, role))


@staff.command("password")
def staff_password(login: Login) -> None:
    """Setzt ein neues Passwort und beendet alle Sitzungen."""
    from bot.commands.staff import change_staff

    raise typer.Exit(change_staff(login, "password"))


@staff.command("reset-second-factor")
def staff_reset(login: Login) -> None:
    """Entfernt den zweiten Faktor, etwa nach Verlust des Telefons."""
    from bot.commands.staff import change_staff

    raise typer.Exit(change_staff(login, "reset-second-factor"))


@staff.command("disable")
def staff_disable(login: Login) -> None:
    """Sperrt ein Konto und beendet alle Sitzungen."""
    from bot.commands.staff import change_staff

    raise typer.Exit(change_staff(login, "disable"))


@staff.command("enable")
def staff_enable(login: Login) -> None:
    """Hebt eine Sperre auf."""
    from bot.commands.staff import change_staff

    raise typer.Exit(change_staff(login, "enable"))
