"""What two files of redaction tests share."""

from __future__ import annotations

from bot.core.redaction import redact

LABELS = frozenset(
    "IBAN Kontonummer Kartennummer Ausweisnummer Steuer-ID Versicherungsnummer E-Mail Telefon Nummer Kennzeichen "
    "Geburtsdatum Aktenzeichen Name Adresse PLZ Gesundheit".split()
)


def stored_exactly(written: str, stored: str) -> None:
    redacted = redact(written)
    assert redacted.text == stored
    assert redacted.found == {label for label in LABELS if f"[{label}]" in stored}
