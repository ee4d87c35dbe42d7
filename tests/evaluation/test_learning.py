"""The intent nearest to what the bot did not settle."""

from __future__ import annotations

from bot.core.content import Content
from bot.core.learning import Unsettled
from bot.evaluation.learning import find_groups
from bot.understanding.clustering import clusters
from bot.understanding.engine import Understander

GLOW = ("Gibt es dieses Jahr Glühwein?", "glühwein", "wo gibts glühwein")
MARKET = ("Wann ist der Weihnachtsmarkt?", "weihnachtsmarkt wann", "Wann hat der Weihnachtsmarkt offen?")


def unsettled(*texts: str, meant: str | None = None) -> list[Unsettled]:
    return [Unsettled(i, i, text, "clarified", meant) for i, text in enumerate(texts, 1)]


def test_a_group_has_its_nearest_intent_with_a_mean_confidence(content: Content, understand: Understander) -> None:
    [group] = find_groups(unsettled(*GLOW), clusters, understand, content.bodies["musterstadt"])
    assert group.nearest in content.bodies["musterstadt"].intents
    candidates = [understand(text, "musterstadt").concerns[0].candidates for text in GLOW]
    mean = sum(c.confidence for found in candidates for c in found if c.intent == group.nearest) / len(GLOW)
    assert abs(group.confidence - mean) < 1e-6
    assert {said.language for said in group.typical} == {"de"}


def test_what_the_bot_understands_by_now_needs_no_teaching(content: Content, understand: Understander) -> None:
    body = content.bodies["musterstadt"]
    assert find_groups(unsettled(*MARKET), clusters, understand, body) == []
    [group] = find_groups(unsettled(*MARKET, meant="veranstaltungen"), clusters, understand, body)
    assert (group.nearest, group.meant) == ("maerkte_feste", "veranstaltungen"), "staff say it means something else"
