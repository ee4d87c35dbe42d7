"""The step of the pipeline in which a citizen gives and confirms an address for answers by mail."""

from __future__ import annotations

from dataclasses import replace

from bot.core.compose import introduced
from bot.core.conversation import Conversation, confirms
from bot.core.mail_wish import MailStep, address_alone, address_in, code_alone, judge
from bot.core.messages import InboundMessage, Reply
from bot.core.saying import Situation, say
from bot.ports import Turn
from bot.steps.outcome import Background, Outcome, plain, remember


def mail_wished(
    message: InboundMessage, conversation: Conversation, situation: Situation, background: Background
) -> Outcome | None:
    """What an answer to "which address?" or "which code?" comes to; None if the message is something else."""
    if not (conversation.mail_asked or conversation.code_asked):
        return None
    if address := address_alone(message.text):
        return _mail_code(address, conversation, situation, background)
    if conversation.code_asked and (code := code_alone(message.text)):
        return _judged(code, conversation, situation, background)
    if confirms(message.text) is False:
        return plain(say(situation, "mail_wish_dropped"), conversation, situation)
    return None


def ask_address(
    message: InboundMessage, conversation: Conversation, situation: Situation, background: Background
) -> Outcome:
    """The first step: asks for the address, or takes the one that the message names."""
    if address := address_in(message.text):
        return _mail_code(address, conversation, situation, background)
    text = say(situation, "mail_ask") + "\n" + say(situation, "contact_general")
    memory = remember(conversation, mail_asked=True, language=situation.language)
    return Outcome(Turn("", "pr_question", memory, (Reply(introduced(text, situation)),)))


def _mail_code(address: str, conversation: Conversation, situation: Situation, background: Background) -> Outcome:
    if background.codes_left < 1:
        return plain(say(situation, "mail_too_many"), conversation, situation)
    # The address is personal data that was asked for: no need to advise against it.
    situation = replace(situation, personal_data=False)
    step = MailStep("ask", address, background.code, situation.body.general_office)
    memory = remember(conversation, code_asked=True, language=situation.language)
    reply = Reply(introduced(say(situation, "mail_code_sent"), situation))
    return Outcome(Turn("", "pr_question", memory, (reply,), mail_step=step))


def _judged(code: str, conversation: Conversation, situation: Situation, background: Background) -> Outcome:
    match judge(code, background.pending_code, situation.now):
        case "right":
            turn = Turn("", "pr_question", remember(conversation), (Reply(say(situation, "mail_confirmed")),))
            return Outcome(replace(turn, mail_step=MailStep("confirm")))
        case "wrong":
            memory = remember(conversation, code_asked=True)
            turn = Turn("", "pr_question", memory, (Reply(say(situation, "mail_code_wrong")),))
            return Outcome(replace(turn, mail_step=MailStep("wrong")))
        case _:
            memory = remember(conversation, mail_asked=True)
            return Outcome(Turn("", "pr_question", memory, (Reply(say(situation, "mail_code_over")),)))
