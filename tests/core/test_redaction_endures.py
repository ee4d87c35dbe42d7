"""Redaction on text nobody expects: any text, very long text, text that was redacted before."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.redaction import redact

LENGTH = 100_000
SECONDS = 1.0

NASTY = [
    *("1 ", "a@", "0 ", "01 ", "0-", "1.", "1.1.", "+1 ", "0(", "12:00-", "08-12 ", "1111 ", "978-", "ISBN 1 ", "1%"),
    *(
        "a",
        "A",
        "A ",
        "Aa ",
        "a.",
        "A.",
        "a-",
        "Ä'",
        "t",
        "§",
        "<",
        "A<",
        "\n",
        " ",
        "+",
        "(",
        "[",
        "https://",
        "\U000f0000",
    ),
    *("wohne ", "wohne 1 ", "ich wohne Str. 5 ", "Hauptstr. 5 ", "Aa Str. 5 ", "weg1 ", "str", "12345 A "),
    *(
        "Frau ",
        "Frau A ",
        "Herrn Dr. ",
        "mfg ",
        "mfg A ",
        "mfg Anna\n",
        "danke\n",
        "ich heiße ",
        "ich bin Aa ",
        "von Aa ",
    ),
    *(
        "geb. ",
        "geb. 1",
        "Ausweis ",
        "Ausweis 1 ",
        "iban ",
        "iban 1",
        "az 1 ",
        "tel ist ",
        "ruf mich ",
        "x at ",
        "x @ web.",
    ),
    *("auto kl ab 1 ", "krebs ", "ich habe krebs ", "DE1 ", "D E ", "kundennummer: 1/"),
]

FRAGMENTS = [
    *(
        "Frau ",
        "Herr ",
        "Dr. ",
        "Max",
        "Müller",
        "Ich heiße ",
        "mein name ist ",
        "ich bin ",
        "hier ist ",
        "mfg ",
        "Gruß, ",
    ),
    *("\n", ". ", ",", " ", ":", "-", "/", "(0)", "(at)", "@", "*", "'", "[", "]", "<", "%", "€", "§", "web.de", "max"),
    *("0631", "123456", "+49 ", "Tel. ", "DE89", "3704 0044", "0532 0130 00", "IBAN ", "Ausweis ", "Nr. ", "L01X00T47"),
    *(
        "geb. ",
        "12.03.1980",
        "10",
        "Uhr",
        "ISBN ",
        "978",
        "0",
        "1",
        "wohne in der ",
        "Hauptstr. 5",
        "12345 Dorf",
        "Adresse: ",
    ),
    *(
        "KL-",
        "AB 123",
        "kl ab 1",
        "Auto ",
        "Az. ",
        "5 K 1/26",
        "ich habe ",
        "Krebs",
        "[Name]",
        "[Telefon]",
        "https://x.de/",
    ),
    *("\U000f0000", "Ⅷ", "²", "٣", "ſ", "\u212a", "ı", "ß"),
]
PERSONAL_TEXT = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=3), max_size=25).map("".join)


def seconds_for(text: str) -> float:
    """The best of three runs: other processes on the machine are not what is measured."""
    best = SECONDS
    for _ in range(3):
        started = time.process_time()
        redact(text)
        best = min(best, time.process_time() - started)
        if best < SECONDS:
            break
    return best


@pytest.mark.parametrize("part", NASTY)
def test_a_long_text_takes_less_than_a_second_of_computing(part: str) -> None:
    assert seconds_for((part * LENGTH)[:LENGTH]) < SECONDS


@pytest.mark.parametrize("text", ["1 " * 50_000, "a@" * 20_000, "DE" + "1" * 50_000, "0" + "1" * 99_999 + "x"])
def test_a_long_row_of_digits_takes_less_than_a_second_of_computing(text: str) -> None:
    assert seconds_for(text) < SECONDS


def test_twice_the_text_takes_about_twice_the_time() -> None:
    sentence = "Ich heiße Max Müller, wohne in der Hauptstr. 5, 12345 Dorf, Tel. 0631/123456, geb. am 1.2.1980. "

    def seconds(times: int) -> float:
        started = time.process_time()
        redact(sentence * times)
        return time.process_time() - started

    assert min(seconds(400) for _ in range(3)) < 4 * min(seconds(200) for _ in range(3))


@given(st.text())
@settings(deadline=None)
def test_no_text_breaks_redaction(text: str) -> None:
    redact(text)


@given(PERSONAL_TEXT)
@example("Herrn Dr. Klein")
@example("Ich warte auf Herrn Dr. Klein mfg Anna")
@settings(deadline=None, max_examples=500)
def test_redacting_twice_changes_nothing(text: str) -> None:
    once = redact(text).text
    assert redact(once).text == once


@given(st.text(alphabet="\U000f0000\U000f0001\U0010fffda1 .", max_size=40))
def test_private_use_characters_of_the_citizen_stay_where_they_are(text: str) -> None:
    assert [c for c in redact(text).text if c > "\U000effff"] == [c for c in text if c > "\U000effff"]


@pytest.mark.parametrize("text", ["", " ", "\n", "[", "[]", "[Name]", "[IBAN] und [Telefon]"])
def test_empty_texts_and_labels_stay(text: str) -> None:
    assert redact(text).text == text
