"""The operator's settings; the only reader of the environment."""

from __future__ import annotations

import os
import re
from difflib import get_close_matches
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource, NoDecode, SettingsConfigDict

from bot.core.staff import ROLES, Role
from bot.errors import SettingsError

PREFIX = "AMTSBOTE_"
ENV_FILE = ".env"

ChannelName = Literal["web", "telegram"]
MIN_SECRET = 16

_SECRET = re.compile(rf"[A-Za-z0-9_-]{{{MIN_SECRET},256}}")
"""What Telegram takes as `secret_token` (Bot API, setWebhook), and no shorter than can be guessed."""


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

    @field_validator("channels", "embed_origins", "desk_second_factor", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        if value.strip() == "none":
            return ()
        return tuple(part.strip() for part in value.split(",") if part.strip())


_RANGES = {
    "channels": "Möglich sind: web, telegram oder beide mit Komma.",
    "port": "Nötig ist eine Zahl von 0 bis 65535.",
    "desk_second_factor": f"Möglich sind, mit Komma: {', '.join(ROLES)}; oder none.",
    "telegram_mode": "Möglich sind: polling, webhook.",
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
    return _missing_for_telegram(settings) + _missing_for_directory(settings)


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
