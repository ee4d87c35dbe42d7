"""The commands; each only reads its options and hands over."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.cli_options import HERE, ContentDir, OrganisationName
from bot.cli_staff import staff
from bot.errors import AmtsboteError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Amtsbote beantwortet Direktnachrichten an öffentliche Stellen und nennt die zuständige Stelle.",
)

new = typer.Typer(no_args_is_help=True, help="Legt etwas Neues an.")
app.add_typer(new, name="new")
app.add_typer(staff, name="staff")

Format = Literal["text", "json", "github", "sarif"]
"""How problems are written."""


@app.command()
def run(content: ContentDir = HERE) -> None:
    """Startet den Bot mit allen eingeschalteten Kanälen."""
    from bot.commands.running import run_bot

    run_bot(content)


@app.command()
def chat(organisation: OrganisationName = None, content: ContentDir = HERE) -> None:
    """Öffnet einen Chat im Terminal; Ende mit Strg+D."""
    from bot.commands.running import chat_here

    chat_here(content, organisation)


@app.command("try")
def try_(
    text: Annotated[str | None, typer.Argument(help="Die Nachricht.")] = None,
    organisation: OrganisationName = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Liest je Zeile ein JSON-Objekt und schreibt je Zeile das Ergebnis.")
    ] = False,
    at: Annotated[str | None, typer.Option(help="Zeitpunkt im ISO-Format, sonst jetzt.")] = None,
    content: ContentDir = HERE,
) -> None:
    """Zeigt, was der Bot täte, ohne etwas zu speichern oder zu senden."""
    from bot.commands.trying import try_lines, try_text

    if jsonl:
        raise typer.Exit(try_lines(content, organisation, sys.stdin.buffer, sys.stdout))
    try_text(content, organisation, text if text is not None else sys.stdin.read(), at)


@app.command()
def explain(
    text: Annotated[str, typer.Argument(help="Die Nachricht.")],
    organisation: OrganisationName = None,
    at: Annotated[str | None, typer.Option(help="Zeitpunkt im ISO-Format, sonst jetzt.")] = None,
    content: ContentDir = HERE,
) -> None:
    """Zeigt, warum der Bot eine Nachricht so versteht: welche Wörter wie viel zählen."""
    from bot.commands.explaining import explain_text

    explain_text(content, organisation, text, at)


@app.command()
def evaluate(
    utterances: Annotated[
        Path | None, typer.Option(help="Ordner mit Sätzen zum Prüfen, sonst tests/utterances.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Schreibt die Zahlen als JSON.")] = False,
    html: Annotated[Path | None, typer.Option(help="Schreibt eine Seite mit Diagrammen in diese Datei.")] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="Früheres Ergebnis von --json: Status 1, wenn etwas schlechter wurde.")
    ] = None,
    content: ContentDir = HERE,
) -> None:
    """Misst an Sätzen, die keine Beispiele sind, wie gut der Bot versteht und was Vorsicht kostet."""
    from bot.commands.evaluating import evaluate_files

    raise typer.Exit(evaluate_files(content, utterances or content / "tests/utterances", as_json, html, baseline))


@app.command()
def check(
    format: Annotated[Format, typer.Option(help="Für Menschen oder für Programme.")] = "text",
    deep: Annotated[bool, typer.Option("--deep", help="Nennt auch Beispiele, die nach etwas anderem klingen.")] = False,
    baseline: Annotated[
        Path | None, typer.Option(help="Ergebnis von evaluate --json: Was ging damals und geht jetzt nicht mehr?")
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Prüft nach jedem Speichern neu; Ende mit Strg+C.")] = False,
    content: ContentDir = HERE,
) -> None:
    """Prüft alle Dateien; nennt jedes Problem mit Datei, Zeile und Spalte."""
    from bot.commands.checking import check_once, watch_files

    if watch:
        watch_files(content, format)
    raise typer.Exit(check_once(content, format, deep, baseline))


@app.command()
def schema(content: ContentDir = HERE) -> None:
    """Schreibt JSON-Schemas neben die Dateien, mit denen Editoren Einträge ergänzen und erklären."""
    from bot.commands.schema import write_schemas

    write_schemas(content)


@new.command("organisation")
def new_organisation(
    name: Annotated[str, typer.Argument(help="Wie sie heißt, etwa „Gemeinde Neudorf“.")],
    in_sentence: Annotated[str | None, typer.Option(help="Der Name im Satz, „der Gemeinde Neudorf“.")] = None,
    subject: Annotated[str | None, typer.Option(help="Der Name am Satzanfang, „die Gemeinde Neudorf“.")] = None,
    name_en: Annotated[str | None, typer.Option(help="Der Name auf Englisch, mit Artikel.")] = None,
    state: Annotated[str | None, typer.Option(help="Das Bundesland, etwa RP.")] = None,
    phone: Annotated[str | None, typer.Option(help="Allgemeine Telefonnummer.")] = None,
    email: Annotated[str | None, typer.Option(help="Allgemeine E-Mail-Adresse.")] = None,
    website: Annotated[str | None, typer.Option(help="Internetadresse.")] = None,
    privacy_notice: Annotated[str | None, typer.Option(help="Seite mit der Datenschutzerklärung.")] = None,
    offices: Annotated[bool, typer.Option(help="Stellen einer Stadt als Gerüst übernehmen, ohne Kontakte.")] = True,
    ask: Annotated[bool, typer.Option(help="Nach fehlenden Angaben fragen.")] = True,
    content: ContentDir = HERE,
) -> None:
    """Legt den Ordner einer neuen Organisation an; fragt nach dem, was nicht als Option dasteht."""
    from bot.commands.creating import create_organisation

    given = {"in_sentence": in_sentence, "subject": subject, "name_en": name_en, "state": state, "phone": phone}
    given |= {"email": email, "website": website, "privacy_notice": privacy_notice}
    create_organisation(content, name, given, ask, offices)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="Leistungskatalog: CSV, JSON-Zeilen oder XZuFi (XML).")],
    organisation: Annotated[str, typer.Option("--organisation", "-o", help="Name eines Ordners unter responses/.")],
    yes: Annotated[bool, typer.Option("--yes", help="Übernimmt die Änderungen ohne Rückfrage.")] = False,
    content: ContentDir = HERE,
) -> None:
    """Übernimmt einen Leistungskatalog; zeigt erst, was sich ändert, und lässt von Hand Geändertes stehen."""
    from bot.commands.importing import import_catalogue

    raise typer.Exit(import_catalogue(content, file, organisation, yes))


@app.command()
def migrate(content: ContentDir = HERE) -> None:
    """Bringt die Datenbank auf den neuesten Stand (run tut das auch von selbst)."""
    _ = content  # every command takes --content; the database does not need it
    from bot.commands.running import migrate_database

    migrate_database()


@app.command()
def waiting(
    close: Annotated[str | None, typer.Option(help="Nummer einer Nachricht, die erledigt ist.")] = None,
    reply: Annotated[str | None, typer.Option(help="Antwort an die Bürger*in, schließt die Nachricht.")] = None,
    content: ContentDir = HERE,
) -> None:
    """Listet, was auf einen Menschen wartet, und schickt Antworten."""
    _ = content
    from bot.commands.desk import show_waiting

    raise typer.Exit(show_waiting(close, reply))


@app.command()
def learn(
    organisation: OrganisationName = None,
    days: Annotated[int, typer.Option(min=1, max=3650, help="Nachrichten aus so vielen Tagen.")] = 30,
    content: ContentDir = HERE,
) -> None:
    """Zeigt, was der Bot lernen könnte: gesammelt, was er nicht verstand, nachfragen musste oder falsch zuordnete."""
    from bot.commands.learning import print_groups

    print_groups(content, organisation, days)


@app.command("receive-mail")
def receive_mail(content: ContentDir = HERE) -> None:
    """Nimmt eine E-Mail von der Standardeingabe an, für die Pipe eines Mailservers."""
    from bot.commands.receiving import receive_from

    raise typer.Exit(receive_from(sys.stdin.buffer, content))


def main() -> None:
    """The console script: what a person must know is printed without a traceback, exit status 1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # the replies are German, whatever the terminal's locale
            stream.reconfigure(encoding="utf-8")
    try:
        app()
    except AmtsboteError as error:
        print(error, file=sys.stderr)  # noqa: T201
        raise SystemExit(1) from None
    except BrokenPipeError:
        raise SystemExit(0) from None


if __name__ == "__main__":
    main()
