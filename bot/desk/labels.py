"""How kinds, reasons, roles and times are called on the desk's pages."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.content import Body
from bot.desk.wording import Translate

ZONE = "Europe/Berlin"
HERE = ZoneInfo(ZONE)

KINDS = {
    "emergency": "Notfall",
    "complaint": "Beschwerde",
    "privacy_request": "Datenschutz",
    "press_enquiry": "Presse",
    "service_request": "Anliegen",
    "pr_question": "PR-Frage",
    "small_talk": "Plauderei",
    "abuse": "Beleidigung",
    "unclear": "Unklar",
}
REASONS = {
    "emergency": "Notfall",
    "crisis_of_life": "Lebenskrise",
    "undeliverable": "Antwort nicht zugestellt",
    "complaint": "Beschwerde",
    "privacy_request": "Datenschutz-Anfrage",
    "press_enquiry": "Presseanfrage",
    "mensch_sprechen": "Will einen Menschen sprechen",
    "unclear": "Nicht verstanden",
    "forward": "Weiterzugeben",
    "forwarded": "Bei der Stelle",
    "forward_failed": "Weiterleitung gescheitert",
    "recipient_failed": "Ein Empfänger nicht erreicht",
    "mail_unverified": "E-Mail von unbekannter Adresse",
    "mail_empty": "E-Mail ohne lesbaren Text",
    "mail_to_team": "E-Mail an das Team",
    "mail_from_citizen": "E-Mail der Bürger*in",
    "paused": "Bot pausiert",
}
ROLES = {
    "reviewer": "Sachbearbeitung",
    "editor": "Redaktion",
    "privacy_officer": "Datenschutz",
    "admin": "Verwaltung",
    "auditor": "Prüfung",
}
CLOSINGS = {
    "answered": "Beantwortet",
    "forwarded": "Weitergegeben",
    "settled_by_bot": "Vom Bot schon geklärt",
    "duplicate": "Doppelt",
    "spam": "Unfug oder Werbung",
    "other": "Anderes",
}
STATES = {"pending": "Wartet auf Zustellung", "sent": "Zugestellt", "failed": "Nicht zugestellt"}
DELIVERIES = {
    "pending": "unterwegs",
    "accepted": "angenommen",
    "refused": "abgewiesen",
    "bounced": "zurückgekommen",
}
DECISIONS = {"answer": "beantwortet", "refer": "verwiesen", "clarify": "nachgefragt", "escalate": "an Menschen gegeben"}
ACTIONS = {
    "sign_in": "Angemeldet",
    "sign_in_failed": "Anmeldung gescheitert",
    "sign_out": "Abgemeldet",
    "set_up_factor": "Zweiten Faktor eingerichtet",
    "change_password": "Passwort geändert",
    "view": "Angesehen",
    "search": "Gesucht",
    "reread": "Echte Nachrichten neu geprüft",
    "try_change": "Änderung vor dem Speichern geprüft",
    "claim": "Übernommen",
    "release": "Freigegeben",
    "reply": "Geantwortet",
    "note": "Notiz geschrieben",
    "reroute": "Andere Stelle gewählt",
    "forward": "An Stelle weitergeleitet",
    "pause_bot": "Bot pausiert",
    "resume_bot": "Bot fortgesetzt",
    "close": "Geschlossen",
    "redact": "Geschwärzt",
    "export": "Ausgegeben",
    "delete": "Gelöscht",
    "change_intent": "Absicht geändert",
    "take_proposal": "Vorschlag übernommen",
    "refuse_proposal": "Vorschlag verworfen",
    "learn_examples": "Beispiele gelernt",
    "learn_intent": "Neue Absicht gelernt",
    "settle_group": "Gruppe übernommen",
    "dismiss_group": "Gruppe verworfen",
    "propose_notice": "Hinweis vorgeschlagen",
    "release_notice": "Hinweis freigegeben",
    "end_notice": "Hinweis beendet",
    "edit_answer": "Antwort geändert",
    "edit_examples": "Beispiele geändert",
    "propose_edit": "Änderung vorgeschlagen",
    "release_edit": "Änderung freigegeben",
    "refuse_edit": "Änderung zurückgezogen",
    "view_audit": "Protokoll angesehen",
    "add_staff": "Konto angelegt",
    "grant": "Rolle gegeben",
    "revoke": "Rolle genommen",
    "password": "Passwort neu gesetzt",
    "reset_second_factor": "Zweiten Faktor entfernt",
    "disable": "Konto gesperrt",
    "enable": "Konto entsperrt",
}
NEEDS = {
    "no_answer": "ohne Antwort",
    "over": "abgelaufen",
    "review": "zu prüfen",
    "old": "älter als ein Jahr",
    "languages": "Sprache fehlt",
}
CHANNELS = {"web": "Web-Chat", "telegram": "Telegram", "console": "Terminal"}


def named(table: dict[str, str], key: str, say: Translate) -> str:
    """The name of a key in the page's language; the key itself if it has none."""
    return say(table[key]) if key in table else key.replace("_", " ")


def office_name(body: Body | None, office: str, language: str) -> str:
    """The office as staff know it."""
    known = body.offices.get(office) if body else None
    if known is None:
        return office or "–"
    return (known.name_en or known.name) if language == "en" else known.name


def intent_name(body: Body | None, intent: str | None, language: str) -> str:
    """The title of an intent."""
    if body is None or intent not in body.intents or intent is None:
        return intent or "–"
    title = body.intents[intent].intent.title
    return title.en if language == "en" else title.de


def local(moment: datetime, zone: str = ZONE) -> datetime:
    """A time as the clock on the wall shows it."""
    return moment.astimezone(HERE if zone == ZONE else ZoneInfo(zone))


def said_time(moment: datetime, now: datetime, say: Translate, zone: str = ZONE) -> str:
    """ "14:05", "gestern, 14:05" or "25.11., 14:05"."""
    at, today = local(moment, zone), local(now, zone).date()
    if at.date() == today:
        return f"{at:%H:%M}"
    near = {today - timedelta(days=1): say("gestern"), today + timedelta(days=1): say("morgen")}
    year = "" if at.year == today.year else str(at.year)
    return f"{near.get(at.date()) or f'{at:%d.%m.}{year}'}, {at:%H:%M}"


def said_due(due: datetime, now: datetime, say: Translate, zone: str = ZONE) -> tuple[str, str]:
    """How a due time stands and what it says: ("overdue", "seit 3 Std. fällig")."""
    if now - timedelta(minutes=1) < due <= now:
        return "overdue", say("jetzt fällig")
    if due <= now:
        return "overdue", say("fällig seit") + " " + said_span(now - due, say)
    if local(due, zone).date() == local(now, zone).date():
        return "today", say("fällig um") + f" {local(due, zone):%H:%M}"
    return "later", say("fällig") + " " + said_time(due, now, say, zone)


def said_span(span: timedelta, say: Translate) -> str:
    """ "5 Min.", "3 Std.", "2 Tagen"."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} " + say("Min.")
    if minutes < 24 * 60:
        return f"{minutes // 60} " + say("Std.")
    days = minutes // (24 * 60)
    return f"{days} " + say("Tagen" if days > 1 else "Tag")
