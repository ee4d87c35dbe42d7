"""Passing a citizen's message on to an office: whether, to whom, and what goes along."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from bot.core.content import Body
from bot.core.conversation import FORWARD_PREFIX, Conversation, chosen_option, confirms
from bot.core.decision import Decision, Refer
from bot.core.organisation import Forwarding, Office
from bot.core.redaction import SENSITIVE, redact

WayName = Literal["email", "open311", "zammad"]
"""How a message reaches an office."""

Ways = Collection[WayName]
"""The ways that this installation is set up for."""

State = Literal["pending", "accepted", "refused", "bounced"]
"""What became of one delivery; `pending` covers attempts that may be repeated."""

_PASS_ON = frozenset("weiterleiten weiterleitung weitergeben leiten leite leitet weiter forward pass".split())
"""Words of which one says that a message shall be passed on."""
_AGREE = frozenset("gerne gern mach machen machs doch ja beides alle beide both".split())
_WITH_GO_ON = frozenset(
    "ja jo bitte gern gerne das es sie ihn die den meine nachricht anfrage an ans amt dorthin dahin yes please it on "
    "the my message ok okay beides alle beide both doch".split()
)
"""What may stand beside it; with any other word it is a new message, and perhaps an emergency."""


@dataclass(frozen=True)
class Recipient:
    """Where a forward goes: `address` is a mail address, or the office's id where an API takes it."""

    way: WayName
    address: str


@dataclass(frozen=True)
class Forward:
    """A citizen's words for an office; `number` counts the concerns of one message, which share its reference.

    `words` are redacted as the organisation sets it; `place` and `street` are those of its files, if named.
    `recipients` are empty and `due_at`, when the office shall have answered, is None as long as it is only offered.
    """

    reference: str
    number: int
    office: str
    kind: str
    intent: str | None
    words: str
    channel: str
    received_at: datetime
    language: str = "de"
    place: str | None = None
    street: str | None = None
    recipients: tuple[Recipient, ...] = ()
    due_at: datetime | None = None

    @property
    def button(self) -> str:
        """The value of the button that asks for it."""
        return f"{FORWARD_PREFIX}{self.reference}:{self.number}"


def recipients_of(office_id: str, body: Body, ways: Ways, place_known: bool = False) -> tuple[Recipient, ...]:
    """Who gets what is forwarded to an office: its own system, else its mail addresses; nobody if none is at hand.

    Open311 takes only reports with a place (GeoReport v2, POST Service Request), others go by mail.
    """
    office = body.offices[office_id]
    if office.zammad and "zammad" in ways:
        return (Recipient("zammad", office_id),)
    if office.open311 and "open311" in ways and place_known:
        return (Recipient("open311", office_id),)
    if "email" not in ways:
        return ()
    own = office.forward_to or ((office.email,) if office.email else ())
    general = body.organisation.contact.email
    borrowed = (general,) if general and office.ours else ()
    return tuple(Recipient("email", address) for address in dict.fromkeys(own or borrowed))


def forwarding_of(decision: Decision, body: Body, ways: Ways) -> Forwarding:
    """Whether a concern is passed on: asked for first, always, or never.

    Never an objection or application: nobody shall believe that it has arrived (§ 70 VwGO). Never to a body outside the
    organisation unless its entry says so, and never where this installation reaches nobody.
    """
    known = body.intents.get(decision.intent or "")
    if not isinstance(decision, Refer) or decision.kind != "service_request" or decision.office is None:
        return "never"
    if known and known.intent.legal_form:
        return "never"
    office = body.offices[decision.office]
    set_for = office.forwarding or (body.organisation.forwarding if office.ours else "never")
    reached = recipients_of(decision.office, body, ways, decision.concern.place is not None)
    return set_for if reached else "never"


def to_desk(decision: Decision, body: Body, ways: Ways) -> bool:
    """Whether the organisation's own people pass this on because the program cannot (`forwarding: always`)."""
    known = body.intents.get(decision.intent or "")
    wanted = isinstance(decision, Refer) and decision.kind == "service_request"
    if not wanted or (known and known.intent.legal_form) or forwarding_of(decision, body, ways) == "always":
        return False
    office = body.offices[decision.office] if decision.office else None
    return ((office.forwarding if office else None) or body.organisation.forwarding) == "always"


def make_forwards(
    decisions: Sequence[Decision], wanted: Forwarding, body: Body, ways: Ways, template: Forward
) -> tuple[Forward, ...]:
    """What of these concerns is offered (`ask`) or passed on at once (`always`); `template` has what all share.

    One concern takes the message as it was written, several take their own part each.
    """
    made = []
    for number, decision in enumerate(decisions, 1):
        if forwarding_of(decision, body, ways) != wanted or decision.office is None:
            continue
        words = template.words if len(decisions) == 1 else decision.concern.text
        made.append(
            replace(
                template,
                number=number,
                office=decision.office,
                kind=decision.kind,
                intent=decision.intent,
                words=forwarded_words(words, body),
                place=decision.concern.place,
                street=decision.concern.street,
            )
        )
    return tuple(made)


def addressed(forward: Forward, body: Body, ways: Ways, due_at: datetime) -> Forward:
    """The forward with everyone who gets it and the time by which the office shall have answered."""
    recipients = recipients_of(forward.office, body, ways, forward.place is not None)
    return replace(forward, recipients=recipients, due_at=due_at)


def forwarded_words(words: str, body: Body) -> str:
    """The words as the organisation sets it; bank, identity and health data never leave unmasked."""
    redacted = redact(words)
    as_written = body.organisation.forwarded_words == "as_written" and not redacted.found & SENSITIVE
    return words if as_written else redacted.text


def wished(text: str, conversation: Conversation, offers: Sequence[Forward], body: Body) -> tuple[Forward, ...] | None:
    """The offers that an answer takes up: by button, or by words after the offer; None if it is no answer.

    A mere yes counts right after the offer, "weiterleiten" also later. Who names an office, or "das zweite", means that
    one of several.
    """
    if text.startswith(FORWARD_PREFIX):
        return tuple(offer for offer in offers if offer.button == text)
    last = max((offer.received_at for offer in offers), default=None)
    newest = tuple(offer for offer in offers if offer.received_at == last and offer.office in body.offices)
    if conversation.forward_offered and len(newest) > 1:
        buttons = tuple(offer.button for offer in newest)
        if chosen := chosen_option(text, buttons, tuple(body.offices[offer.office].name for offer in newest)):
            return tuple(offer for offer in newest if offer.button == chosen)
    words = set(re.findall(r"\w+", text.lower()))
    named = {offer.button: _names(body.offices[offer.office]) for offer in newest}
    explicit = bool(words & _PASS_ON) and words <= _PASS_ON | _WITH_GO_ON | set().union(*named.values())
    agreed = conversation.forward_offered and (bool(confirms(text)) or (bool(words) and words <= _AGREE | _WITH_GO_ON))
    if not newest or not (explicit or agreed):
        return None
    meant = tuple(offer for offer in newest if explicit and words & (named[offer.button] - _WITH_GO_ON))
    return meant or newest


def _names(office: Office) -> frozenset[str]:
    """The words that the office is called by."""
    said = " ".join((office.name, office.accusative or "", office.name_en or ""))
    return frozenset(re.findall(r"\w+", said.lower()))


def outcome(states: Collection[str]) -> Literal["accepted", "failed"] | None:
    """What a forward with several deliveries has come to: one accepted suffices, all must fail; None: not known yet."""
    if "accepted" in states:
        return "accepted"
    return None if "pending" in states or not states else "failed"
