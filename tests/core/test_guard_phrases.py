"""The grammar of guard phrases and what it refuses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.guard_phrases import MAX_GAP, Part, Phrase, parse_phrase


def word(*words: str, gap: int = 0) -> Part:
    return Part((words,), gap)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("es brennt", Phrase((word("es"), word("brennt")))),
        ("  es   brennt ", Phrase((word("es"), word("brennt")))),
        ("^ feuer $", Phrase((word("feuer"),), at_start=True, at_end=True)),
        ("^ feuer", Phrase((word("feuer"),), at_start=True)),
        ("feuer $", Phrase((word("feuer"),), at_end=True)),
        ("haus .. brennt", Phrase((word("haus"), word("brennt", gap=MAX_GAP)))),
        ("^ a .. b .. c $", Phrase((word("a"), word("b", gap=MAX_GAP), word("c", gap=MAX_GAP)), True, True)),
        ("brenn* *haus *rauch*", Phrase((word("brenn*"), word("*haus"), word("*rauch*")))),
        ("(es|et) brennt", Phrase((Part((("es",), ("et",))), word("brennt")))),
        ("(feuer|in flammen|brenn*)", Phrase((Part((("feuer",), ("in", "flammen"), ("brenn*",))),))),
        (
            "rauch .. ( aus dem | im ) haus",
            Phrase((word("rauch"), Part((("aus", "dem"), ("im",)), MAX_GAP), word("haus"))),
        ),
        ("110 küche", Phrase((word("110"), word("küche")))),
    ],
)
def test_a_phrase_is_words_alternatives_gaps_and_edges(text: str, phrase: Phrase) -> None:
    assert parse_phrase(text) == phrase


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "enthält kein Wort"),
        ("^ $", "enthält kein Wort"),
        ("..", "enthält kein Wort"),
        ("(a", "nicht geschlossen"),
        ("a)", "nicht geschlossen"),
        ("(a|b)c", "um jede Klammer"),
        ("grill(brand)", "um jede Klammer"),
        ("((a) b)", "um jede Klammer"),
        (")a(", "um jede Klammer"),
        ("()", "besteht nicht aus Wörtern"),
        ("(a|)", "besteht nicht aus Wörtern"),
        ("(|a)", "besteht nicht aus Wörtern"),
        ("*", "besteht nicht aus Wörtern"),
        ("**", "besteht nicht aus Wörtern"),
        ("a*b", "besteht nicht aus Wörtern"),
        ("e-bike", "besteht nicht aus Wörtern"),
        ("was?", "besteht nicht aus Wörtern"),
        ("a ... b", "besteht nicht aus Wörtern"),
        ("^feuer", "besteht nicht aus Wörtern"),
        ("feuer$", "besteht nicht aus Wörtern"),
        ("(a .. b)", "besteht nicht aus Wörtern"),
        ("a|b c", "stehen in Klammern"),
        (".. a", "nur zwischen zwei Wörtern"),
        ("a ..", "nur zwischen zwei Wörtern"),
        ("a .. .. b", "nur zwischen zwei Wörtern"),
        ("^ .. a", "nur zwischen zwei Wörtern"),
        ("a ^ b", "nur am Anfang"),
        ("a $ b", "nur am Ende"),
        ("$ a", "nur am Ende"),
        ("^ ^ a", "nur am Anfang"),
    ],
)
def test_what_is_outside_the_language_is_named_in_german(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        parse_phrase(text)


def parsed(text: str) -> Phrase | str:
    try:
        return parse_phrase(text)
    except ValueError as problem:
        return str(problem)


@given(st.text(alphabet="ab *.^$()|-", max_size=20))
def test_every_text_is_a_phrase_or_a_problem_that_names_it(text: str) -> None:
    phrase = parsed(text)
    if isinstance(phrase, str):
        assert phrase.startswith(f"„{text}“")
    else:
        assert all(words for part in phrase.parts for words in part.alternatives)
        assert phrase.parts[0].gap == 0
