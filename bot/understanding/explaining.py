"""Says why a piece of text was understood as it was, from the weights that decide."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from bot.core.content import Body
from bot.core.explanation import Explanation, Reason, WordShare
from bot.core.understanding import Candidate
from bot.understanding.catalogue import Catalogue, names_of
from bot.understanding.engine import Understander
from bot.understanding.model import Columns, Model
from bot.understanding.normalise import MAX_CHARS, clean, tokens, words_as_written
from bot.understanding.reading import mean_scores

SHOWN = 3


def explain(understander: Understander, text: str, body: Body) -> Explanation:
    """Why the text, taken as one piece, is understood as it is."""
    text = clean(text)[:MAX_CHARS]
    words = tokens(text)
    written = understander.languages.of(text, words)
    language = understander.languages.nearest(written, words)
    reader = understander.reader
    model, columns = reader.model(language), reader.columns(language, body)
    bare = understander.courtesy.strip(text)
    reading = reader.read(bare, language, body)
    taught = model.examples.get(tuple(tokens(bare)))
    catalogue = reader.catalogues.get(body.id)
    return Explanation(
        text=bare,
        language=written,
        guards=_heard(understander, words, body),
        taught=taught.text if taught else None,
        reasons=tuple(
            _service_reason(catalogue, bare, c, body)
            if catalogue and c.intent in catalogue.ids
            else _reason(model, columns, bare, c)
            for c in reading.candidates[:SHOWN]
        )
        if words
        else (),
        known=mean_scores(model, tokens(bare)).known,
        alarm=reading.probability,
        act_at=reader.act_at(language, body),
    )


def _heard(understander: Understander, words: list[str], body: Body) -> tuple[tuple[str, str], ...]:
    """The longest words that a guard phrase of each intent heard."""
    joined = f" {' '.join(words)} "
    heard: dict[str, str] = {}
    for intent, start, end in understander.guards.found(words):
        if intent in body.intents:
            heard[intent] = max(heard.get(intent, ""), joined[start:end].strip(), key=len)
    return tuple(heard.items())


def _reason(model: Model, columns: Columns, text: str, candidate: Candidate) -> Reason:
    """The score taken apart; the words as written and as corrected count half each, as they do in the decision."""
    words, as_written = tokens(text), words_as_written(text)
    corrected = model.speller.correct(words)
    at = columns.ids.index(candidate.intent)
    own = columns.intents[at]
    shares = (model.classifier.shares(words) + model.classifier.shares(corrected)) / 2
    base = float(model.classifier.bias[own])
    example, similarity = _nearest(model, words, model.classifier.labels[own])
    spelled = [
        written if word == read else read for written, word, read in zip(as_written, words, corrected, strict=True)
    ]
    parts = tuple(WordShare(w, c, float(s)) for w, c, s in zip(as_written, spelled, shares[:, own], strict=True))
    score = base + float(shares[:, own].sum())
    return Reason(candidate.intent, candidate.confidence, score, base, parts, example, similarity)


def _service_reason(catalogue: Catalogue, text: str, candidate: Candidate, body: Body) -> Reason:
    """The same for a service without examples: what each word adds, and the title or synonym most like the text."""
    written = words_as_written(text)
    shares = catalogue.shares(tokens(text), candidate.intent)
    parts = tuple(WordShare(w, w, share) for w, share in zip(written, shares, strict=True))
    names = names_of(body.intents[candidate.intent])
    found = process.extractOne(text, names, scorer=fuzz.token_sort_ratio)
    name, likeness = (found[0], found[1] / 100) if found else (None, 0.0)
    return Reason(candidate.intent, candidate.confidence, sum(shares), 0.0, parts, name, likeness)


def _nearest(model: Model, words: list[str], label: str) -> tuple[str | None, float]:
    """The example of an intent that shares most with the text, word order aside."""
    own = {" ".join(spelled): example.text for spelled, example in model.examples.items() if example.label == label}
    found = process.extractOne(" ".join(words), own.keys(), scorer=fuzz.token_sort_ratio)
    return (own[found[0]], found[1] / 100) if found else (None, 0.0)
