"""The operator's settings: what is refused, how it is named, and that no secret shows."""

from __future__ import annotations

import ast
import inspect
import os
import traceback
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import PREFIX, Settings, load_settings

TOKEN = "123456:AAE-geheimes-Token"
SECRET = "ein_langes-Geheimnis-0815"
TELEGRAM = {"CHANNELS": "web,telegram", "TELEGRAM_ORGANISATION": "musterstadt", "TELEGRAM_TOKEN": TOKEN}
WEBHOOK = TELEGRAM | {
    "TELEGRAM_MODE": "webhook",
    "TELEGRAM_WEBHOOK_URL": "https://bot.musterstadt.example",
    "TELEGRAM_WEBHOOK_SECRET": SECRET,
}


MAIL = {
    "MAIL_ADDRESS": "amtsbote@musterstadt.example",
    "IMAP_HOST": "imap.musterstadt.example",
    "IMAP_USER": "amtsbote",
    "IMAP_PASSWORD": SECRET,
}


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the developer's environment nor a `.env` of the repository counts."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.upper().startswith(PREFIX):
            monkeypatch.delenv(name)


@pytest.fixture
def set_env(monkeypatch: pytest.MonkeyPatch):
    def set_all(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"{PREFIX}{name}", value)

    return set_all


def refused() -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load_settings()
    shown = "".join(traceback.format_exception(caught.value))
    assert TOKEN not in shown
    assert SECRET not in shown
    return str(caught.value).splitlines()


def test_every_setting_is_documented_by_the_string_below_it() -> None:
    (tree,) = ast.parse(inspect.getsource(Settings)).body
    assert isinstance(tree, ast.ClassDef)
    documented = {
        field.target.id
        for field, below in zip(tree.body, tree.body[1:], strict=False)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(below, ast.Expr)
        and isinstance(below.value, ast.Constant)
    }
    assert set(Settings.model_fields) == documented


def test_without_any_setting_the_web_chat_runs_on_this_machine_only() -> None:
    settings = load_settings()
    assert (settings.channels, settings.host, settings.port) == (("web",), "127.0.0.1", 8080)


def test_settings_come_from_the_environment(set_env) -> None:
    set_env(CHANNELS=" web , telegram ", TELEGRAM_ORGANISATION="dorf", TELEGRAM_TOKEN=TOKEN, PORT="0")
    set_env(EMBED_ORIGINS="https://a.example,https://b.example")
    settings = load_settings()
    assert settings.channels == ("web", "telegram")
    assert settings.embed_origins == ("https://a.example", "https://b.example")
    assert settings.port == 0
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == TOKEN


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"# Notiz\n\n", b"export AMTSBOTE_HOST=::1\r\n"])
def test_settings_come_from_the_file_too(before: bytes) -> None:
    Path(".env").write_bytes(before + b'AMTSBOTE_PORT = "9000"\n')
    assert load_settings().port == 9000


def test_the_environment_wins_over_the_file(set_env) -> None:
    Path(".env").write_text("AMTSBOTE_PORT=9000\n")
    set_env(PORT="9001")
    assert load_settings().port == 9001


def test_an_empty_setting_counts_as_not_given(set_env) -> None:
    set_env(HOST="", PORT="", CHANNELS="", TELEGRAM_TOKEN="")
    assert load_settings().host == "127.0.0.1"


def test_variables_of_other_programs_are_left_alone() -> None:
    Path(".env").write_text("POSTGRES_PASSWORD=x\nCOMPOSE_PROJECT_NAME=bot\n# AMTSBOTE_OLD=1\n  # AMTSBOTE_OLD=1\n")
    assert load_settings().port == 8080


def test_an_unknown_setting_is_refused_and_named(set_env) -> None:
    set_env(FARBE="blau")
    assert refused() == ["AMTSBOTE_FARBE: Diese Einstellung gibt es nicht."]


def test_a_misspelt_setting_is_refused_with_the_one_that_may_be_meant(set_env) -> None:
    set_env(TELEGRAM_TOKN=TOKEN)
    assert refused() == [
        "AMTSBOTE_TELEGRAM_TOKN: Diese Einstellung gibt es nicht. Meinten Sie AMTSBOTE_TELEGRAM_TOKEN?"
    ]


@pytest.mark.parametrize(
    "line",
    [
        "AMTSBOTE_FARBE=blau",
        "  AMTSBOTE_FARBE = blau",
        "export AMTSBOTE_FARBE=blau",
        "AMTSBOTE_FARBE=",
        "amtsbote_farbe=x",
    ],
)
def test_an_unknown_setting_in_the_file_is_refused_and_named(line: str) -> None:
    Path(".env").write_text(f"AMTSBOTE_PORT=9000\n{line}\n")
    assert refused() == ["AMTSBOTE_FARBE: Diese Einstellung gibt es nicht."]


@pytest.mark.parametrize("port", ["achtzig", "-1", "65536", "80.5", "8080 "])
def test_a_wrong_port_is_named_with_what_is_possible(set_env, port: str) -> None:
    set_env(PORT=port)
    if port == "8080 ":
        assert load_settings().port == 8080
    else:
        assert refused() == ["AMTSBOTE_PORT: Der Wert passt nicht. Nötig ist eine Zahl von 0 bis 65535."]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("CHANNELS", "web,fax", "Möglich sind: web, telegram oder beide mit Komma."),
        ("CHANNELS", ",", "Möglich sind: web, telegram oder beide mit Komma."),
        ("TELEGRAM_MODE", "push", "Möglich sind: polling, webhook."),
        ("LOG_LEVEL", "laut", "Möglich sind: DEBUG, INFO, WARNING, ERROR."),
    ],
)
def test_a_wrong_value_is_named_with_what_is_possible(set_env, name: str, value: str, expected: str) -> None:
    set_env(**{name: value})
    assert refused() == [f"{PREFIX}{name}: Der Wert passt nicht. {expected}"]


def test_all_that_is_wrong_is_named_at_once(set_env) -> None:
    Path(".env").write_text("AMTSBOTE_FARBE=blau\n")
    set_env(PORT="x", CHANNELS="fax,brief")
    assert [line.split(":")[0] for line in refused()] == ["AMTSBOTE_FARBE", "AMTSBOTE_CHANNELS", "AMTSBOTE_PORT"]


def test_telegram_without_token_and_organisation_is_refused_naming_both(set_env) -> None:
    set_env(CHANNELS="telegram")
    assert refused() == [
        "AMTSBOTE_TELEGRAM_ORGANISATION: fehlt, ist aber für den Kanal Telegram nötig.",
        "AMTSBOTE_TELEGRAM_TOKEN: fehlt, ist aber für den Kanal Telegram nötig.",
    ]


def test_telegram_settings_are_not_needed_while_telegram_is_off(set_env) -> None:
    set_env(TELEGRAM_MODE="webhook")
    assert load_settings().channels == ("web",)


def test_a_complete_webhook_is_accepted(set_env) -> None:
    set_env(**WEBHOOK)
    assert load_settings().telegram_mode == "webhook"


@pytest.mark.parametrize(
    "secret", ["", "kurz", "a" * 15, "a" * 257, "sechzehn Zeichen und mehr", "überlangesGeheimnis", f"{SECRET}\n"]
)
def test_a_webhook_without_a_good_secret_is_refused(set_env, secret: str) -> None:
    set_env(**WEBHOOK | {"TELEGRAM_WEBHOOK_SECRET": secret})
    (line,) = refused()
    assert line.startswith("AMTSBOTE_TELEGRAM_WEBHOOK_SECRET: fehlt oder ist zu einfach")
    assert not secret or secret not in line


@pytest.mark.parametrize("url", ["", "bot.musterstadt.example", "http://bot.musterstadt.example"])
def test_a_webhook_without_an_https_address_is_refused(set_env, url: str) -> None:
    set_env(**WEBHOOK | {"TELEGRAM_WEBHOOK_URL": url})
    assert refused() == ["AMTSBOTE_TELEGRAM_WEBHOOK_URL: fehlt oder beginnt nicht mit https://."]


def test_an_own_bot_api_server_may_post_without_https_but_needs_an_address_too(set_env) -> None:
    own = WEBHOOK | {"TELEGRAM_API_URL": "http://telegram:8081", "TELEGRAM_WEBHOOK_URL": "http://bot:8080"}
    set_env(**own)
    assert load_settings()
    set_env(TELEGRAM_WEBHOOK_URL="")
    assert refused() == ["AMTSBOTE_TELEGRAM_WEBHOOK_URL: fehlt oder beginnt nicht mit https://."]


def test_secrets_are_never_shown(set_env) -> None:
    set_env(**WEBHOOK | {"DATABASE": "postgresql+asyncpg://amtsbote:passwort@db/amtsbote"})
    settings = load_settings()
    for shown in (repr(settings), str(settings), f"{settings}"):
        assert TOKEN not in shown
        assert SECRET not in shown
        assert "passwort" not in shown
    assert settings.database.endswith("@db/amtsbote")


def test_secrets_are_in_no_message_when_something_else_is_wrong(set_env) -> None:
    set_env(**WEBHOOK | {"PORT": TOKEN, "TELEGRAM_TOKN": SECRET, "CHANNELS": SECRET})
    assert len(refused()) == 3


def test_keys_for_offices_systems_come_with_their_names(set_env) -> None:
    set_env(API_KEYS=" maengel=abc=/+== , zammad-1=x:y;z ")
    keys = load_settings().api_keys
    assert {name: key.get_secret_value() for name, key in keys.items()} == {"maengel": "abc=/+==", "zammad-1": "x:y;z"}
    assert "abc" not in repr(load_settings())


@pytest.mark.parametrize(
    "keys",
    [
        SECRET,
        f"={SECRET}",
        "name=",
        f"Name={SECRET}",
        f"a b={SECRET}",
        f"a=ein {SECRET}",
        f"a=ü{SECRET}",
        f"a={SECRET},b",
        f"a={SECRET},a=zwei",
        "a" * 41 + "=x",
    ],
)
def test_keys_without_a_good_name_are_refused_and_not_shown(set_env, keys: str) -> None:
    set_env(API_KEYS=keys)
    (line,) = refused()
    assert line.startswith("AMTSBOTE_API_KEYS: Der Wert passt nicht. Nötig ist name=schlüssel, bei mehreren mit Komma")


def test_a_file_in_another_encoding_is_named() -> None:
    Path(".env").write_bytes("AMTSBOTE_TELEGRAM_ORGANISATION=köln\n".encode("latin-1"))
    assert refused() == [".env: Die Datei ist nicht in UTF-8 gespeichert."]


def test_a_folder_named_like_the_file_does_no_harm() -> None:
    Path(".env").mkdir()
    assert load_settings().port == 8080


def test_a_mailbox_needs_four_settings(set_env) -> None:
    set_env(**MAIL)
    settings = load_settings()
    assert (settings.imap_host, settings.imap_port) == ("imap.musterstadt.example", 993)
    assert SECRET not in repr(settings)


@pytest.mark.parametrize("missing", MAIL)
def test_a_mailbox_without_one_of_them_is_refused_naming_it(set_env, missing: str) -> None:
    set_env(**MAIL | {missing: ""})
    assert refused() == [f"{PREFIX}{missing}: fehlt, ist aber zum Abholen von E-Mails nötig."]


def test_an_address_alone_is_enough_where_the_mail_server_hands_mails_over(set_env) -> None:
    set_env(MAIL_ADDRESS="amtsbote@musterstadt.example")
    assert load_settings().imap_host is None


@pytest.mark.parametrize("address", ["amtsbote", "@musterstadt.example", "a+b@musterstadt.example", "a b@c.example"])
def test_an_address_that_cannot_take_a_mark_is_refused(set_env, address: str) -> None:
    set_env(**MAIL | {"MAIL_ADDRESS": address})
    assert refused() == ["AMTSBOTE_MAIL_ADDRESS: Nötig ist eine E-Mail-Adresse ohne + vor dem @."]


def test_mails_are_fetched_without_encryption_from_this_machine_only(set_env) -> None:
    set_env(**MAIL | {"IMAP_HOST": "localhost", "IMAP_PORT": "143"})
    assert load_settings().imap_port == 143
    set_env(IMAP_HOST="imap.musterstadt.example")
    (line,) = refused()
    assert line.startswith("AMTSBOTE_IMAP_PORT: Ohne Verschlüsselung (143) geht es nur auf diesem Rechner selbst")


def test_a_file_of_certificates_that_is_missing_is_named(set_env) -> None:
    set_env(MAIL_CA_FILE="gibt-es-nicht.pem")
    assert refused() == [
        "AMTSBOTE_MAIL_CA_FILE: Der Wert passt nicht. Nötig ist eine Datei mit Zertifikaten im PEM-Format."
    ]
