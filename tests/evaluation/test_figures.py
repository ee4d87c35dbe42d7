"""What labelled utterances say: a table of made-up judgements with known answers."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.core.organisation import Organisation
from bot.evaluation.figures import Judged, Utterance, calibration_error, costs, reliability


def _judged(confidence: float, right: bool, known: bool = True) -> Judged:
    utterance = Utterance("…", "hund_anmelden" if known else None, "service_request", "musterstadt")
    kind = "service_request" if known or not right else "unclear"
    return Judged(utterance, kind, True, right, right, right, confidence, False)


def test_who_is_as_often_right_as_sure_is_calibrated() -> None:
    honest = [_judged(0.75, i % 4 != 0) for i in range(400)]
    assert calibration_error(honest) == pytest.approx(0, abs=1e-9)
    assert reliability(honest) == [(0.75, 0.75, 400)]


def test_who_is_too_sure_is_told_by_how_much() -> None:
    assert calibration_error([_judged(0.95, i % 2 == 0) for i in range(100)]) == pytest.approx(0.45)


def test_fewer_tolerated_errors_cost_answers() -> None:
    judged = [_judged(i / 100, i % 10 != 0 or i > 50) for i in range(100)]
    table = list(costs(judged))
    assert [cost.answered for cost in table] == sorted(cost.answered for cost in table)
    assert all(cost.wrong <= cost.tolerated + 1e-9 for cost in table)


def test_strangers_answered_are_counted_apart() -> None:
    strange = [_judged(0.95, False, known=False), _judged(0.1, True, known=False)]
    judged = [_judged(0.9, True) for _ in range(9)] + strange
    assert next(iter(costs(judged))).strangers_answered == 0.5


@pytest.mark.parametrize(("text", "share"), [("5 %", 0.05), ("2,5%", 0.025), ("12 %", 0.12)])
def test_the_tolerated_share_is_written_as_people_write_it(text: str, share: float) -> None:

    field = {"name": "X", "in_sentence": {"de": "X", "en": "X"}, "subject": {"de": "X", "en": "X"}, "state": "BE"}
    made = Organisation.model_validate({**field, "contact": {}, "desk": "x", "tolerated_errors": text})
    assert made.tolerated_errors == pytest.approx(share)


@pytest.mark.parametrize("text", ["viel", "0 %", "5", "-3 %"])
def test_a_share_that_is_none_is_refused(text: str) -> None:

    field = {"name": "X", "in_sentence": {"de": "X", "en": "X"}, "subject": {"de": "X", "en": "X"}, "state": "BE"}
    with pytest.raises(ValidationError):
        Organisation.model_validate({**field, "contact": {}, "desk": "x", "tolerated_errors": text})
