"""What an editor makes of a group of messages, as changes of the organisation's own entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.core.content import Body
from bot.core.edits import COMMON, Change, Where
from bot.core.learning import Examples, NewIntent
from bot.editing_ports import ContentFiles
from bot.errors import ContentError


def changes_of(lesson: Examples | NewIntent, body: Body, files: ContentFiles) -> list[Change]:
    """The entries as the lesson would have them; raises ContentError, in German. Reads files."""
    return _new_intent(lesson, body, files) if isinstance(lesson, NewIntent) else _examples(lesson, body, files)


def with_sentences(where: Where, sentences: Mapping[str, tuple[str, ...]], files: ContentFiles) -> str:
    """The text of an entry with just these sentences in these languages.

    An organisation's own entry begins as a copy of the common one, whose examples count for it anyway.
    """
    text = files.entry(where).text
    if text:
        return files.with_examples(where, text, sentences)
    common = files.entry(replace(where, scope=COMMON))
    none: dict[str, tuple[str, ...]] = dict.fromkeys(common.examples, ())
    return files.with_examples(where, common.text, none | dict(sentences))


def _examples(lesson: Examples, body: Body, files: ContentFiles) -> list[Change]:
    known = body.intents.get(lesson.intent)
    if known is None:
        raise ContentError(f"Die Absicht „{lesson.intent}“ gibt es nicht.")
    where = Where("intents", body.id, known.id, known.topic)
    entry = files.entry(where)
    all_said = {_plain(text) for texts in known.intent.examples.values() for text in texts}
    had = all_said | {_plain(text) for texts in entry.examples.values() for text in texts}
    new = {language: _unsaid(texts, had) for language, texts in lesson.texts.items()}
    if not any(new.values()):
        raise ContentError("Diese Sätze stehen schon bei der Absicht.")
    wanted: dict[str, tuple[str, ...]] = {
        language: (*entry.examples.get(language, ()), *texts) for language, texts in new.items() if texts
    }
    return [Change(where, with_sentences(where, wanted, files), entry.mark)]


def _new_intent(lesson: NewIntent, body: Body, files: ContentFiles) -> list[Change]:
    id = lesson.examples.intent
    where = Where("intents", body.id, id, lesson.topic)
    entry = files.entry(where)
    if id in body.intents or entry.text:
        raise ContentError(f"Die Absicht „{id}“ gibt es schon.")
    if lesson.topic not in {known.topic for known in body.intents.values()}:
        raise ContentError(f"Das Thema „{lesson.topic}“ gibt es nicht.")
    title = {"de": lesson.title_de, "en": lesson.title_en}
    told = files.with_fields(where, "", {"kind": lesson.kind, "title": title})
    text = files.with_examples(where, told, {str(language): texts for language, texts in lesson.examples.texts.items()})
    changes = [Change(where, text, entry.mark)]
    if lesson.answer:
        about = replace(where, section="responses")
        said = {str(language): text for language, text in lesson.answer.items()}
        said |= {"source": lesson.source, "as_of": lesson.as_of.isoformat(), "to_verify": lesson.to_verify}
        answer = files.with_fields(about, "", said)
        changes.append(Change(about, answer, files.entry(about).mark))
    return changes


def _unsaid(texts: tuple[str, ...], had: set[str]) -> tuple[str, ...]:
    return tuple(text for text in dict.fromkeys(texts) if _plain(text) not in had)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
