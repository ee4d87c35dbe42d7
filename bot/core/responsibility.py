"""Which office is responsible where: by the narrowest entry, by name, by place."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, zip_longest

from bot.core.content import Body
from bot.core.conversation import Conversation
from bot.core.understanding import Concern


def known_place(concern: Concern, conversation: Conversation, body: Body) -> str | None:
    """The place named in this message, else the one named before; none if this message names several."""
    place = concern.place or (None if concern.places else conversation.place)
    return place if place in body.places else None


def likely_offices(intent: str, concern: Concern, conversation: Conversation, body: Body) -> tuple[str, ...]:
    """Of the offices that serve an intent those that the message names or a place tells; all of them if nothing tells.

    A body outside, where the place belongs to it, takes the place of all of ours.
    """
    offices = body.offices_for(intent)
    named = tuple(office for office in offices if office in concern.offices) or offices
    place = known_place(concern, conversation, body)
    by_place = [offices_at(p, intent, body) for p in ((place,) if place else concern.places)]
    if not all(by_place):
        return named
    possible = dict.fromkeys(chain.from_iterable(by_place))
    return tuple(office for office in possible if office in named or office not in offices) or named


def offices_at(place: str, intent: str, body: Body) -> tuple[str, ...]:
    """The offices that serve an intent at a place; none if every one of them has other areas.

    A body outside that has the place among its areas goes before all of ours. Of ours, those with the place go before
    those without areas, which take every place that no other has.
    """
    offices = body.offices_for(intent)
    return (
        tuple(office for office in _outside(intent, body) if place in body.offices[office].areas)
        or tuple(office for office in offices if place in body.offices[office].areas)
        or tuple(office for office in offices if not body.offices[office].areas)
    )


def told_by_place(office: str, place: str, intent: str, body: Body) -> bool:
    """Whether an office was found by the place, not because it serves the intent everywhere."""
    rivals = (office, *body.offices_for(intent))
    return differ_by_place(rivals, body) and office in offices_at(place, intent, body)


def differ_by_place(offices: Iterable[str], body: Body) -> bool:
    """Whether a place tells which of several offices it is."""
    return len({body.offices[office].areas for office in offices}) > 1


def offices_anywhere(intent: str, body: Body) -> tuple[str, ...]:
    """All offices that serve an intent somewhere, ours before others."""
    return (*body.offices_for(intent), *_outside(intent, body))


def deciding_places(intent: str, body: Body) -> tuple[str, ...]:
    """The places that tell which office serves an intent: the first of each office, the second, and so on.

    Each office's are in the order of the file; those that belong to others come last.
    """
    ours, outside = body.offices_for(intent), _outside(intent, body)
    in_turn = chain.from_iterable(zip_longest(*(body.offices[office].areas for office in ours)))
    others = chain.from_iterable(body.offices[office].areas for office in outside)
    return tuple(dict.fromkeys(place for place in (*in_turn, *others) if place))


def _outside(intent: str, body: Body) -> tuple[str, ...]:
    """The bodies outside the organisation that serve an intent, but only in their areas."""
    known = body.intents.get(intent)
    entries = {intent, known.topic, known.intent.kind} if known else {intent}
    return tuple(
        id for id, office in body.offices.items() if not office.ours and office.areas and entries & set(office.serves)
    )
