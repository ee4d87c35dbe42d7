"""The operator's settings; the only reader of the environment."""

from __future__ import annotations

import os
import re
from difflib import get_close_matches
from typing import Annotated, Literal

from pydantic import Field, FilePath, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource, NoDecode, SettingsConfigDict

from bot.core.api_access import KEY_NAME
from bot.core.staff import ROLES, Role
from bot.errors import SettingsError

PREFIX = "AMTSBOTE_"
ENV_FILE = ".env"

ChannelName = Literal["web", "telegram"]
MIN_SECRET = 16

PLAIN_IMAP_PORT = 143
LOOPBACK = ("localhost", "127.0.0.1", "::1")

_ADDRESS = re.compile(r"[A-Za-z0-9._%-]{1,30}@[A-Za-z0-9.-]{1,255}")
"""The part behind a + is ours, up to the 64 characters that may stand before the @ (RFC 5321, 4.5.3.1.1)."""
_RECIPIENT = re.compile(r"[^\s@<>,;:\"()\[\]]{1,64}@[A-Za-z0-9.-]{1,255}")
_SECRET = re.compile(rf"[A-Za-z0-9_-]{{{MIN_SECRET},256}}")
"""What Telegram takes as `secret_token` (Bot API, setWebhook), and no shorter than can be guessed."""

_KEY = re.compile(r"[!-+\--~]+")
"""What goes into a header or form: ASCII without a blank, and without the comma between two keys."""


class Settings(BaseSettings):
    """Every setting is an environment variable with the prefix AMTSBOTE_, or a line in the file `.env`."""

    # "ignore" because `.env` may hold other programs' variables too; unknown ones of ours are refused below.
    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_file_encoding="utf-8-sig",
        env_ignore_empty=True,
        extra="ignore",
        hide_input_in_errors=True,
    )

    database: Annotated[str, Field(repr=False)] = "sqlite:///data/amtsbote.sqlite3"
    """Where messages are kept; the address may hold a password and is never shown."""
    channels: Annotated[tuple[ChannelName, ...], NoDecode, Field(min_length=1)] = ("web",)
    """Which channels are on: `web`, `telegram`, or both with a comma."""
    host: str = "127.0.0.1"
    """Address the web pages listen on; 0.0.0.0 for all."""
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    """Port of the web pages."""
    embed_origins: Annotated[tuple[str, ...], NoDecode] = ()
    """Web addresses, with a comma between, whose pages may embed the chat."""
    telegram_organisation: str | None = None
    """Whose bot it is: the name of a folder under `responses/`."""
    telegram_token: SecretStr | None = None
    """The bot's token from @BotFather."""
    telegram_mode: Literal["polling", "webhook"] = "polling"
    """How messages come in; `webhook` needs a public https address."""
    telegram_webhook_url: str | None = None
    """Public https address of this server; Telegram then posts to `/telegram/webhook` below it."""
    telegram_webhook_secret: SecretStr | None = None
    """16 to 256 letters, digits, _ or - that only Telegram and this server know."""
    telegram_api_url: str | None = None
    """Address of an own Bot API server, if not Telegram's."""
    mail_address: str | None = None
    """The mailbox that mails come from and answers go to; its server must know plus addresses ("bot+xyz@town.de")."""
    mail_ca_file: FilePath | None = None
    """Certificates to trust, in PEM format, if the mail servers' come from an authority of one's own."""
    imap_host: str | None = None
    """The mailbox's IMAP server; without one no mails are fetched."""
    imap_port: Annotated[int, Field(ge=1, le=65535)] = 993
    """Its port with TLS; 143 is without, and only possible on this machine itself."""
    imap_user: str | None = None
    """User name of the mailbox."""
    imap_password: SecretStr | None = None
    """Password of the mailbox."""
    smtp_host: str | None = None
    """The server that takes outgoing mails; without it nothing is forwarded by mail."""
    smtp_port: Annotated[int, Field(ge=1, le=65535)] = 587
    """Its port."""
    smtp_user: str | None = None
    """User name there, if it asks for one."""
    smtp_password: SecretStr | None = None
    """Password there."""
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    """How the connection is protected; `none` only on this machine."""
    editors_mail: Annotated[tuple[str, ...], NoDecode] = ()
    """Who gets a mail when a saved content file has a mistake; addresses with a comma between."""
    api_keys: Annotated[dict[str, SecretStr], NoDecode] = {}
    """Keys for offices' own systems as `name=key`, with a comma between; the names are those in offices.yaml."""
    desk_second_factor: Annotated[tuple[Role, ...], NoDecode] = ROLES
    """Roles that need a second factor to sign in at the desk, with a comma between; `none` for no role."""
    desk_oidc_issuer: str | None = None
    """Address of an own directory that signs staff in by OpenID Connect."""
    desk_oidc_client_id: str | None = None
    """What the directory calls this program."""
    desk_oidc_client_secret: SecretStr | None = None
    """The secret that belongs to it."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """How much is logged; never a citizen's words or a token."""

    @field_validator("channels", "embed_origins", "desk_second_factor", "editors_mail", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        if value.strip() == "none":
            return ()
        return tuple(part.strip() for part in value.split(",") if part.strip())

    @field_validator("api_keys", mode="before")
    @classmethod
    def _named(cls, value: object) -> object:
        """Raises ValueError, without the text, if a name or a key cannot be one or a name comes twice."""
        if not isinstance(value, str):
            return value
        pairs = [part.strip().partition("=") for part in value.split(",") if part.strip()]
        keys = {name: key for name, _, key in pairs}
        if len(keys) < len(pairs) or not all(KEY_NAME.fullmatch(n) and _KEY.fullmatch(k) for n, k in keys.items()):
            raise ValueError("api_keys")
        return keys


_RANGES = {
    "channels": "Möglich sind: web, telegram oder beide mit Komma.",
    "port": "Nötig ist eine Zahl von 0 bis 65535.",
    "imap_port": "Nötig ist eine Zahl von 1 bis 65535.",
    "mail_ca_file": "Nötig ist eine Datei mit Zertifikaten im PEM-Format.",
    "desk_second_factor": f"Möglich sind, mit Komma: {', '.join(ROLES)}; oder none.",
    "telegram_mode": "Möglich sind: polling, webhook.",
    "smtp_port": "Nötig ist eine Zahl von 1 bis 65535.",
    "smtp_security": "Möglich sind: starttls, tls, none.",
    "api_keys": "Nötig ist name=schlüssel, bei mehreren mit Komma dazwischen, jeder Name nur einmal. "
    "Ein Name besteht aus a–z, Ziffern, - und _, ein Schlüssel aus Zeichen ohne Leerzeichen, Umlaute und Komma.",
    "log_level": "Möglich sind: DEBUG, INFO, WARNING, ERROR.",
}
"""What a setting takes that does not take every text."""


def load_settings() -> Settings:
    """The settings; raises SettingsError, in German, naming each one that is unknown, wrong or missing."""
    try:
        faults = [_unknown(name) for name in _unknown_names()]
        settings = Settings()
    except ValidationError as error:
        wrong = dict.fromkeys(str(details["loc"][0]) for details in error.errors(include_input=False))
        faults += [f"{PREFIX}{name.upper()}: Der Wert passt nicht. {_RANGES.get(name, '')}" for name in wrong]
        raise SettingsError("\n".join(map(str.strip, faults))) from None
    except UnicodeDecodeError:
        raise SettingsError(f"{ENV_FILE}: Die Datei ist nicht in UTF-8 gespeichert.") from None
    except OSError:
        raise SettingsError(f"{ENV_FILE}: Die Datei lässt sich nicht lesen.") from None
    faults += _missing(settings)
    if faults:
        raise SettingsError("\n".join(faults))
    return settings


def _unknown_names() -> list[str]:
    """Names with our prefix that no setting has, as pydantic reads them from `.env` and the environment."""
    names = [*os.environ, *DotEnvSettingsSource(Settings, env_ignore_empty=False).env_vars]
    ours = {name.upper() for name in names if name.upper().startswith(PREFIX)}
    return sorted(ours - _known_names())


def _known_names() -> set[str]:
    return {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}


def _unknown(name: str) -> str:
    close = get_close_matches(name, sorted(_known_names()), n=1, cutoff=0.8)
    return f"{name}: Diese Einstellung gibt es nicht." + (f" Meinten Sie {close[0]}?" if close else "")


def _missing(settings: Settings) -> list[str]:
    return (
        _missing_for_telegram(settings)
        + _missing_for_directory(settings)
        + _faults_of_mail(settings)
        + _faults_of_smtp(settings)
    )


def _missing_for_directory(settings: Settings) -> list[str]:
    names = ("desk_oidc_issuer", "desk_oidc_client_id", "desk_oidc_client_secret")
    given = [name for name in names if getattr(settings, name)]
    if not given:
        return []
    faults = [
        f"{PREFIX}{name.upper()}: fehlt, ist aber für die Anmeldung über ein Verzeichnis nötig."
        for name in names
        if name not in given
    ]
    issuer = settings.desk_oidc_issuer or ""
    # Only a directory on this very machine may do without https.
    if issuer and not re.match(r"https://|http://(localhost|127\.0\.0\.1)[:/]", issuer):
        faults.append(f"{PREFIX}DESK_OIDC_ISSUER: Die Adresse muss mit https:// beginnen.")
    return faults


def _missing_for_telegram(settings: Settings) -> list[str]:
    if "telegram" not in settings.channels:
        return []
    faults = [
        f"{PREFIX}{name.upper()}: fehlt, ist aber für den Kanal Telegram nötig."
        for name in ("telegram_organisation", "telegram_token")
        if not getattr(settings, name)
    ]
    return faults + (_missing_for_webhook(settings) if settings.telegram_mode == "webhook" else [])


def _faults_of_mail(settings: Settings) -> list[str]:
    faults = []
    address = settings.mail_address
    if address and not _ADDRESS.fullmatch(address):
        faults.append(f"{PREFIX}MAIL_ADDRESS: Nötig ist eine E-Mail-Adresse ohne + vor dem @.")
    for_fetching = ("imap_host", "imap_user", "imap_password")
    if any(getattr(settings, name) for name in for_fetching):
        faults += [
            f"{PREFIX}{name.upper()}: fehlt, ist aber zum Abholen von E-Mails nötig."
            for name in (*for_fetching, "mail_address")
            if not getattr(settings, name)
        ]
    if settings.imap_port == PLAIN_IMAP_PORT and settings.imap_host and settings.imap_host not in LOOPBACK:
        faults.append(
            f"{PREFIX}IMAP_PORT: Ohne Verschlüsselung (143) geht es nur auf diesem Rechner selbst; üblich ist 993."
        )
    return faults


def _faults_of_smtp(settings: Settings) -> list[str]:
    faults = []
    if settings.smtp_host and not settings.mail_address:
        faults.append(f"{PREFIX}MAIL_ADDRESS: fehlt, ist aber zum Senden von E-Mails nötig.")
    if settings.smtp_host and settings.smtp_security == "none" and settings.smtp_host not in LOOPBACK:
        faults.append(f"{PREFIX}SMTP_SECURITY: Ohne Verschlüsselung („none“) geht es nur auf diesem Rechner selbst.")
    if settings.editors_mail and not settings.smtp_host:
        faults.append(f"{PREFIX}SMTP_HOST: fehlt, ist aber für {PREFIX}EDITORS_MAIL nötig.")
    if not all(_RECIPIENT.fullmatch(address) for address in settings.editors_mail):
        faults.append(f"{PREFIX}EDITORS_MAIL: Nötig sind E-Mail-Adressen, mit Komma dazwischen.")
    if bool(settings.smtp_user) != bool(settings.smtp_password):
        faults.append(f"{PREFIX}SMTP_USER und {PREFIX}SMTP_PASSWORD: Eines davon fehlt.")
    return faults


def _missing_for_webhook(settings: Settings) -> list[str]:
    faults = []
    secret = settings.telegram_webhook_secret
    if secret is None or not _SECRET.fullmatch(secret.get_secret_value()):
        faults.append(
            f"{PREFIX}TELEGRAM_WEBHOOK_SECRET: fehlt oder ist zu einfach; nötig sind mindestens {MIN_SECRET} "
            "Buchstaben (a–z, A–Z), Ziffern, _ oder -."
        )
    # An own Bot API server may stand in the same network, without https between.
    schemes = ("https://", "http://") if settings.telegram_api_url else ("https://",)
    if not (settings.telegram_webhook_url or "").startswith(schemes):
        faults.append(f"{PREFIX}TELEGRAM_WEBHOOK_URL: fehlt oder beginnt nicht mit https://.")
    return faults
