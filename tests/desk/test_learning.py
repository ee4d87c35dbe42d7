"""Learning from what the bot did not settle: only what many asked, only what an editor takes."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from bot.content_files.loader import check_content, load_content
from bot.core.staff import ROLES, Grant
from bot.ports import Knowledge
from bot.understanding.engine import Understander
from tests.content_files.folder import FILES, MELDEWESEN, OFFICES, Folder
from tests.desk.town import Browser, Town, opened

ANNA = "anna@dorf.example"
FIBRE = ("Wann kommt Glasfaser in unsere Straße?", "glasfaser ausbau wann", "Wann wird die Glasfaser ausgebaut?")
LEARNT = "intents/dorf/meldewesen.yaml"


@pytest.fixture
async def village(tmp_path: Path) -> AsyncIterator[Town]:
    folder = Folder(tmp_path / "content")
    moved = "en: [I moved to another flat]"
    folder.edit(MELDEWESEN, moved, f"{moved}\n      tr: [yeni adresim var]")
    folder.write(OFFICES, FILES[OFFICES].replace("    ours: no\n", ""))
    (tmp_path / "database").mkdir()
    async with opened(folder.load(), tmp_path / "database", root=folder.root) as town:
        yield town


@pytest.fixture
async def anna(village: Town) -> Browser:
    return await village.signed_in(ANNA, Grant("editor", "dorf"))


async def ask(town: Town, *texts: str, first: int = 1) -> None:
    for citizen, text in enumerate(texts, first):
        await town.writes(text, str(citizen), "dorf")


async def form_of(browser: Browser) -> dict[str, str]:
    """The form of the first group, as the page fills it in."""
    page = (await browser.get("/learning")).text
    form = page[page.index('<form method="post" action="/desk/learning') :]
    form = form[: form.index("</form>")]
    fields = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        assert name, tag
        fields[name[1]] = unescape(value[1]) if value else ""
    return fields


async def reload(town: Town) -> None:
    content = load_content(town.app.root, date.today())
    town.app.live.now = Knowledge(content, Understander(content))


async def test_what_three_citizens_asked_is_shown(village: Town, anna: Browser) -> None:
    await ask(village, *FIBRE)
    page = unescape((await anna.get("/learning")).text)
    assert "3 Bürger*innen fragten: „" in page
    assert all(f'value="{text}"' in page for text in FIBRE)
    assert "3 nicht verstanden" in page


async def test_nothing_is_shown_below_three_conversations_or_with_something_taken_out(
    village: Town, anna: Browser
) -> None:
    await ask(village, *FIBRE[:2])
    await village.writes(FIBRE[2], "2", "dorf")
    await village.writes(FIBRE[0], "2", "dorf")
    assert "Nichts zu lernen" in (await anna.get("/learning")).text
    await ask(village, "Wann kommt Glasfaser? anna.beispiel@stadt.example", first=3)
    page = (await anna.get("/learning")).text
    assert "3 Bürger*innen fragten" in page
    assert "[E-Mail]" not in page


async def test_one_click_makes_examples_that_the_bot_understands(village: Town, anna: Browser) -> None:
    await ask(village, *FIBRE)
    form = await form_of(anna) | {"intent": "mensch_sprechen"}
    await reload(village)
    before = village.app.live.now.understand(FIBRE[0], "dorf").concerns[0].candidates[0]
    assert before.intent != "mensch_sprechen"
    done = await anna.post("/learning/examples", **form)
    assert done.headers["Location"] == "/desk/learning?organisation=dorf&done=learnt", done.text
    text = (village.app.root / "intents/dorf/hilfe.yaml").read_text("utf-8")
    assert all(sentence in text for sentence in FIBRE)
    await reload(village)
    understood = village.app.live.now.understand(FIBRE[0], "dorf")
    assert understood.concerns[0].candidates[0].intent == "mensch_sprechen"
    assert village.app.content.bodies["dorf"].offices_for("mensch_sprechen") == ("buergerbuero",)
    assert "Nichts zu lernen" in (await anna.get("/learning")).text
    assert ("learn_examples", "dorf") in await village.rows("SELECT action, organisation FROM audit")


async def test_a_sentence_is_edited_before_it_is_saved_and_others_are_left_out(village: Town, anna: Browser) -> None:
    await ask(village, *FIBRE)
    form = await form_of(anna) | {"intent": "wohnsitz_ummelden", "text_0": "Wann kommt hier Glasfaser?"}
    del form["take_1"], form["take_2"]
    await anna.post("/learning/examples", **form)
    examples = load_content(village.app.root, date.today()).bodies["dorf"].intents["wohnsitz_ummelden"].intent.examples
    assert examples["de"][-1] == "Wann kommt hier Glasfaser?"
    assert not set(examples["de"]) & {form["text_1"], form["text_2"]}


@pytest.mark.parametrize("text", ["Glasfaser, Mail an anna.beispiel@stadt.example", "Glasfaser für [Name]"])
async def test_nothing_personal_gets_into_a_file(village: Town, anna: Browser, text: str) -> None:
    await ask(village, *FIBRE)
    refused = await anna.post(
        "/learning/examples", **await form_of(anna) | {"intent": "wohnsitz_ummelden", "text_0": text}
    )
    assert refused.status_code == 422
    assert "enthält noch Persönliches" in refused.text
    assert f'value="{text}"' in refused.text, "what was written is not lost"
    assert not (village.app.root / LEARNT).exists()


async def test_nothing_is_learnt_before_someone_chose_the_intent(village: Town, anna: Browser) -> None:
    await ask(village, *FIBRE)
    refused = await anna.post("/learning/examples", **await form_of(anna) | {"intent": ""})
    assert refused.status_code == 422
    assert "zu welcher Absicht" in refused.text


async def test_what_would_break_the_files_is_refused_with_the_problem(village: Town, anna: Browser) -> None:
    await ask(village, *FIBRE)
    form = await form_of(anna) | {"intent": "wohnsitz_ummelden", "text_0": "Ich möchte einen Menschen sprechen"}
    refused = await anna.post("/learning/examples", **form)
    assert refused.status_code == 422
    assert "steht auch bei „mensch_sprechen“" in unescape(refused.text)
    assert not (village.app.root / LEARNT).exists()
    assert "Bürger*innen fragten" in (await anna.get("/learning")).text


async def test_a_new_intent_comes_with_its_draft_answer(village: Town, anna: Browser) -> None:
    await ask(village, *FIBRE)
    form = await form_of(anna) | {
        "id": "glasfaser",
        "title_de": "Glasfaser",
        "title_en": "Fibre",
        "kind": "pr_question",
    }
    form |= {"topic": "meldewesen", "answer_de": "Der Ausbau beginnt im Mai."}
    missing = await anna.post("/learning/intent", **form)
    assert missing.status_code == 422
    assert "fehlt in einer Sprache" in missing.text
    form |= {"answer_en": "Work begins in May.", "source": "https://www.dorf.example/glasfaser"}
    assert (await anna.post("/learning/intent", **form)).status_code == 303
    content, problems = check_content(village.app.root, date.today())
    assert content is not None
    body = content.bodies["dorf"]
    assert body.kind_of("glasfaser") == "pr_question"
    assert body.offices_for("glasfaser") == ("buergerbuero",)
    assert body.responses["glasfaser"].text_in("en") == "Work begins in May."
    assert body.responses["glasfaser"].source == "https://www.dorf.example/glasfaser"
    assert any("bitte fachlich prüfen" in problem.text for problem in problems), "check reminds of what is to verify"
    again = await anna.post("/learning/intent", **form)
    assert "gibt es schon" in again.text


@pytest.mark.parametrize(
    ("field", "value"), [("id", "Glas faser"), ("id", ""), ("title_en", ""), ("as_of", "bald"), ("topic", "nirgends")]
)
async def test_a_new_intent_that_lacks_something_is_refused(
    village: Town, anna: Browser, field: str, value: str
) -> None:
    await ask(village, *FIBRE)
    form = await form_of(anna) | {
        "id": "glasfaser",
        "title_de": "Glasfaser",
        "title_en": "Fibre",
        "kind": "pr_question",
    }
    form |= {"topic": "meldewesen", field: value}
    assert (await anna.post("/learning/intent", **form)).status_code == 422
    assert not (village.app.root / LEARNT).exists()


async def test_what_is_dismissed_stays_away_until_many_more_ask(village: Town, anna: Browser) -> None:
    await ask(village, *FIBRE)
    assert (await anna.post("/learning/dismiss", **await form_of(anna))).status_code == 303
    assert "Nichts zu lernen" in (await anna.get("/learning")).text
    await ask(village, *FIBRE, first=11)
    assert "Nichts zu lernen" in (await anna.get("/learning")).text
    await ask(village, FIBRE[0], first=21)
    assert "7 Bürger*innen fragten" in (await anna.get("/learning")).text
    assert not (village.app.root / LEARNT).exists()


async def test_what_staff_say_was_meant_is_offered_first(village: Town, anna: Browser) -> None:
    await ask(village, *FIBRE)
    for (turn,) in await village.rows("SELECT id FROM turns"):
        await village.desk.conversations.propose(turn, "wohnsitz_ummelden", await village.by(ANNA))
    page = unescape((await anna.get("/learning")).text)
    assert "3 vom Team anders zugeordnet" in page
    assert '<option value="wohnsitz_ummelden" selected>' in page


async def test_what_staff_gave_to_another_office_counts_too(village: Town, anna: Browser) -> None:
    citizens = ("1", "2", "3")
    for citizen, text in zip(citizens, FIBRE, strict=True):
        await village.writes("Was denn nun?", citizen, "dorf")
        conversation = await village.writes(text, citizen, "dorf")
        await village.desk.conversations.reroute(conversation, "buergerbuero", await village.by(ANNA))
    page = unescape((await anna.get("/learning")).text)
    assert "3 vom Team anders zugeordnet" in page


async def test_an_editor_of_another_organisation_and_other_roles_learn_nothing(village: Town, anna: Browser) -> None:
    await ask(village, *FIBRE)
    form = await form_of(anna) | {"intent": "wohnsitz_ummelden"}
    other = await village.signed_in("ben@stadt.example", Grant("editor", "stadt"))
    assert (await other.get("/learning?organisation=dorf")).status_code == 404
    clerk = await village.signed_in(
        "cem@dorf.example", *(Grant(r, "dorf") for r in ROLES if r not in ("editor", "admin"))
    )
    assert (await clerk.get("/learning")).status_code == 403
    for path in ("examples", "intent", "dismiss"):
        assert (await other.post(f"/learning/{path}", **form | {"csrf": other.csrf})).status_code == 404, path
        assert (await clerk.post(f"/learning/{path}", **form | {"csrf": clerk.csrf})).status_code == 403, path
    assert not (village.app.root / LEARNT).exists()
    assert not await village.rows("SELECT 1 FROM learning_settled")


@pytest.mark.parametrize("turns", ["", "x", "1,,2", "-1", "9" * 30, "1;DROP TABLE turns"])
async def test_a_form_that_no_page_made_changes_nothing(village: Town, anna: Browser, turns: str) -> None:
    await ask(village, *FIBRE)
    form = await form_of(anna) | {"intent": "wohnsitz_ummelden", "turns": turns}
    for path in ("examples", "dismiss"):
        assert (await anna.post(f"/learning/{path}", **form)).status_code == 422
    assert not (village.app.root / LEARNT).exists()


async def test_what_is_learnt_waits_for_a_second_person_where_the_town_wants_that(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "content")
    folder.write(OFFICES, FILES[OFFICES].replace("    ours: no\n", ""))
    folder.edit("responses/dorf/organisation.yaml", "desk: ", "release: two\ndesk: ")
    (tmp_path / "database").mkdir()
    async with opened(folder.load(), tmp_path / "database", root=folder.root) as town:
        anna = await town.signed_in(ANNA, Grant("editor", "dorf"))
        await ask(town, *FIBRE)
        form = await form_of(anna) | {
            "id": "glasfaser",
            "kind": "pr_question",
            "topic": "hilfe",
            "title_de": "Glasfaser",
            "title_en": "Fibre",
            "answer_de": "Das ist offen.",
            "answer_en": "That is open.",
            "source": "Rathaus",
            "as_of": "2026-11-01",
        }
        done = await anna.post("/learning/intent", **form)
        assert done.headers["Location"].endswith("done=edit_proposed"), done.text
        assert "Nichts zu lernen" in (await anna.get("/learning")).text
        assert "glasfaser" not in load_content(folder.root, date.today()).bodies["dorf"].intents
        assert (await anna.post("/edits/1", released="yes")).status_code == 409

        udo = await town.signed_in("udo@dorf.example", Grant("editor", "dorf"))
        page = unescape((await udo.get("/edits")).text)
        assert FIBRE[0] in page
        assert "Das ist offen." in page
        assert (await udo.post("/edits/1", released="yes")).headers["Location"].endswith("done=content_saved")
        body = load_content(folder.root, date.today()).bodies["dorf"]
        assert body.responses["glasfaser"].text_in("en") == "That is open."
        assert FIBRE[0] in body.intents["glasfaser"].intent.examples["de"]
