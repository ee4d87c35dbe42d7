"""Whatever a citizen sends gets an orderly reply; nothing is broken, nothing executed."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.content import Content
from bot.evaluation.trial import Trial
from bot.understanding.engine import Understander

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
BAD = {
    "empty": "",
    "blanks": " \n\t ",
    "100,000 characters": "Ich brauche einen neuen Ausweis. " * 3_100,
    "100,000 characters without a blank": "a" * 100_000,
    "control characters": "".join(map(chr, range(32))) + "Ausweis\x7f\x9f",
    "right-to-left marks": "\u202eAusweis\u202c \u200f verlängern \u2067x\u2069",
    "10,000 emoji": "👩‍👩‍👧‍👦🔥" * 5_000,
    "lone surrogate": "Ausweis \ud83d verloren",
    "markup": "<script>alert(1)</script> *fett* [link](http://x) <b>Ausweis</b>",
    "placeholders": "{office_phone} {0.__class__.__mro__} %s {{7*7}} ${jndi:ldap://x}",
    "SQL": "'; DROP TABLE turns; -- Ausweis",
    "file name": "../../../../etc/passwd\x00.yaml",
    "only punctuation": "?!?!?!...---",
    "numbers": "1234567890 " * 500,
    "combining marks": "a" + "\u0301" * 5_000,
    "nested brackets": "(" * 20_000,
    "many lines": "und dann?\n" * 10_000,
    "many commas": "Ausweis, " * 10_000,
}


@pytest.fixture(scope="module")
def trial(content: Content, understand: Understander) -> Trial:
    return Trial(content, understand)


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_bad_input_gets_an_orderly_reply_in_time(text: str, trial: Trial) -> None:
    start = time.monotonic()
    outcome = trial.answer("musterstadt", text, AT)
    assert time.monotonic() - start < 5
    reply = outcome.turn.replies[0].text
    assert reply.strip()
    assert len(reply) < 8_000
    for leak in ("<script>", "etc/passwd", "DROP TABLE", "{office", "__class__", "49}"):
        assert leak not in reply, "nothing of the message is repeated"


@pytest.mark.parametrize("text", ["{organisation_phone}", "{{7*7}}", "{office_name.__class__}"])
def test_braces_of_a_citizen_are_stored_as_they_are(text: str, trial: Trial) -> None:
    assert trial.answer("musterstadt", f"Ausweis {text}", AT).turn.text == f"Ausweis {text}"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_no_text_raises(trial: Trial, text: str) -> None:
    outcome = trial.answer("kaiserslautern", text, AT, conversation="one")
    assert outcome.turn.replies[0].text.strip()


def test_an_emergency_deep_in_a_long_letter_is_still_caught(trial: Trial) -> None:
    story = "Ich schreibe Ihnen wegen meines Wohngeldantrags, der seit Wochen bei Ihnen liegt. " * 30
    outcome = trial.answer("musterstadt", story + "Hilfe, hier brennt das Haus! " + story, AT)
    assert outcome.turn.kind == "emergency"
    assert outcome.turn.replies[0].text.startswith(("**", "Rufen", "Wählen", "112"))
