"""Editors change what the bot knows: the files stay the truth, and nobody's work is lost."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest

from bot.content_files.loader import check_content
from bot.core.staff import Grant
from tests.conftest import TODAY
from tests.desk.editing import EDITOR, FILE, HERE, form, sentences
from tests.desk.town import Browser, Town

pytestmark = pytest.mark.usefixtures("folder")


async def test_the_list_shows_what_is_missing_or_due_first(eva: Browser) -> None:
    assert (await eva.get("/content")).headers["Location"] == "/desk/content/musterstadt"
    page = (await eva.get("/content/musterstadt")).text
    first = page.split("Fehlt oder ist zu prüfen")[1].split("<details")[0]
    assert "ohne Antwort" in first
    assert 'href="/desk/content/musterstadt/maerkte_feste"' in page


async def test_an_editor_of_one_town_reaches_no_other_and_no_common_file(town: Town, eva: Browser) -> None:
    assert (await eva.get("/content/kaiserslautern")).status_code == 404
    assert (await eva.get("/content/kaiserslautern/maerkte_feste")).status_code == 404
    assert (await eva.get("/content/musterstadt/notfall_feuer?scope=common")).status_code == 403
    assert (await eva.post("/content/musterstadt/notfall_feuer", scope="common", mark_responses="")).status_code == 403
    reader = await town.signed_in("rita@stadt.example", Grant("reviewer"))
    assert (await reader.get("/content")).status_code == 403


async def test_saving_changes_the_answer_and_no_other_line(town: Town, eva: Browser, folder: Path) -> None:
    before = (folder / FILE).read_text("utf-8")
    filled = form(await eva.get(HERE))
    filled["text_de"] = filled["text_de"].replace("27. November", "4. Dezember")
    filled["valid_until"] = "2026-12-22"
    saved = await eva.post(HERE, **filled, action="save")
    assert saved.headers["Location"] == f"/desk{HERE}?done=content_saved"
    after = (folder / FILE).read_text("utf-8")
    wanted = before.replace("Weihnachtsmarkt ist vom 27. November", "Weihnachtsmarkt ist vom 4. Dezember")
    there = wanted.index("review_by", wanted.index("maerkte_feste"))
    end = wanted.index("\n", there) + 1
    assert after == wanted[:end] + "    valid_until: 2026-12-22\n" + wanted[end:]
    rows = await town.rows("SELECT login, action, organisation, subject FROM audit WHERE action = 'edit_answer'")
    assert [tuple(row) for row in rows] == [("eva@stadt.example", "edit_answer", "musterstadt", "intent maerkte_feste")]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"review_by": "irgendwann"}, "review_by"),
        ({"text_de": "Rufen Sie {office.__class__} an."}, "Platzhalter"),
        ({"as_of": "gestern"}, "kein Datum"),
        ({"source": ""}, "source"),
        ({"mode": "text", "text": "maerkte_feste:\n\tde: Markt"}, "Tab"),
        ({"mode": "text", "text": "anderes:\n  de: Markt\n  source: x\n  as_of: 2026-11"}, "maerkte_feste:"),
        (
            {"mode": "text", "text": "maerkte_feste:\n  de: a\n  source: x\n  as_of: 2026-11\nzweites:\n  de: b"},
            "maerkte_feste:",
        ),
    ],
)
async def test_a_mistake_is_said_and_writes_nothing(
    eva: Browser, folder: Path, fields: dict[str, str], said: str
) -> None:
    before = (folder / FILE).read_bytes()
    filled = form(await eva.get(HERE))
    answer = await eva.post(HERE, **{**filled, "action": "save", **fields})
    assert answer.status_code == 422
    assert said in unescape(answer.text.split("Nichts ist gespeichert")[1].split("</div>")[0])
    assert (folder / FILE).read_bytes() == before
    if "text_de" in fields:
        assert form(answer)["text_de"] == fields["text_de"], "what was typed is still there"


async def test_two_edits_of_one_answer_at_once_lose_neither(town: Town, eva: Browser, folder: Path) -> None:
    other = await town.signed_in("udo@stadt.example", EDITOR)
    hers, his = form(await eva.get(HERE)), form(await other.get(HERE))
    hers["text_de"], his["text_de"] = "Der Markt ist schön.", "Der Markt ist groß."
    assert (await eva.post(HERE, **hers, action="save")).status_code == 303
    shown = await other.post(HERE, **his, action="save")
    assert shown.status_code == 409
    assert "Der Markt ist schön." in shown.text
    assert form(shown)["text_de"] == "Der Markt ist groß."
    assert "Der Markt ist schön." in (folder / FILE).read_text("utf-8")
    preview = await other.post(HERE, **his, action="preview")
    assert (await other.post(HERE, **form(preview), action="save")).status_code == 409, "a preview is no consent"
    assert (await other.post(HERE, **form(shown), action="save")).status_code == 303
    assert "Der Markt ist groß." in (folder / FILE).read_text("utf-8")


async def test_a_text_editor_at_work_in_the_same_file_loses_nothing(eva: Browser, folder: Path) -> None:
    filled = form(await eva.get(HERE))
    file = folder / FILE
    file.write_text(file.read_text("utf-8").replace("Alle Konzerte", "Sämtliche Konzerte"), "utf-8")
    filled["text_de"] = "Der Markt ist schön."
    assert (await eva.post(HERE, **filled, action="save")).status_code == 303
    assert "Sämtliche Konzerte" in file.read_text("utf-8")
    assert "Der Markt ist schön." in file.read_text("utf-8")


async def test_a_broken_file_elsewhere_is_named(eva: Browser, folder: Path) -> None:
    filled = form(await eva.get(HERE))
    (folder / "responses/musterstadt/abfall.yaml").write_text("responses:\n\tx: 1\n", "utf-8")
    refused = await eva.post(HERE, **filled, action="save")
    assert refused.status_code == 422
    assert "responses/musterstadt/abfall.yaml:2" in refused.text


async def test_the_first_answer_to_an_intent_makes_the_file(town: Town, eva: Browser, folder: Path) -> None:
    body = town.app.content.bodies["musterstadt"]
    intent = next(id for id, known in body.intents.items() if id not in body.responses and known.topic == "friedhof")
    here = f"/content/musterstadt/{intent}"
    filled = form(await eva.get(here)) | {"text_de": "Ja.", "text_en": "Yes.", "as_of": "2026-11-02"}
    filled["source"] = "https://www.musterstadt.example/friedhof"
    assert (await eva.post(here, **filled, action="save")).status_code == 303
    now, _ = check_content(folder, TODAY)
    assert now is not None
    assert now.bodies["musterstadt"].responses[intent].texts == {"de": "Ja.", "en": "Yes."}


async def test_an_own_wording_of_a_common_answer_leaves_the_common_one_alone(eva: Browser, folder: Path) -> None:
    common = folder / "responses/common/presse.yaml"
    before, here = common.read_bytes(), "/content/musterstadt/presseanfrage"
    filled = form(await eva.get(here))
    assert filled["text_de"], "it starts from the common text"
    filled["text_de"] = "Unsere Pressestelle meldet sich."
    assert (await eva.post(here, **filled, action="save")).status_code == 303
    assert common.read_bytes() == before
    assert "Unsere Pressestelle" in (folder / "responses/musterstadt/presse.yaml").read_text("utf-8")


async def test_examples_of_a_town_are_added_and_taken_out_in_its_own_folder(eva: Browser, folder: Path) -> None:
    common = (folder / "intents/aktuelles.yaml").read_bytes()
    filled = sentences(await eva.get(HERE))
    filled["examples_de"] = "Wann macht der Glühweinstand zu?\nGibt es wieder Karussells?\n"
    assert (await eva.post(f"{HERE}/examples", **filled)).status_code == 303
    assert (folder / "intents/aktuelles.yaml").read_bytes() == common
    now, _ = check_content(folder, TODAY)
    assert now is not None
    examples = now.bodies["musterstadt"].intents["maerkte_feste"].intent.examples["de"]
    assert {"Wann macht der Glühweinstand zu?", "Gibt es wieder Karussells?"} < set(examples)
    assert len(examples) > 2, "the common ones stay"
    filled = sentences(await eva.get(HERE))
    filled["examples_de"] = "Gibt es wieder Karussells?"
    assert (await eva.post(f"{HERE}/examples", **filled)).status_code == 303
    assert "Glühweinstand" not in (folder / "intents/musterstadt/aktuelles.yaml").read_text("utf-8")


async def test_who_edits_all_organisations_changes_common_examples(town: Town, folder: Path) -> None:
    ada = await town.signed_in("ada@stadt.example", Grant("editor"))
    filled = sentences(await ada.get(f"{HERE}?scope=common"))
    old = (folder / "intents/aktuelles.yaml").read_text("utf-8")
    filled["examples_de"] += "\nWann macht der Glühweinstand zu?"
    assert (await ada.post(f"{HERE}/examples", **filled)).status_code == 303
    new = (folder / "intents/aktuelles.yaml").read_text("utf-8")
    assert new.replace("        - Wann macht der Glühweinstand zu?\n", "") == old


async def test_the_preview_is_what_a_citizen_reads_and_writes_nothing(eva: Browser, folder: Path) -> None:
    before = (folder / FILE).read_bytes()
    filled = form(await eva.get(HERE)) | {"text_de": "🎄" * 2500, "text_en": "A market of <b>ours</b>."}
    page = (await eva.post(HERE, **filled, action="preview")).text
    assert "So sehen es Bürger*innen" in page
    assert "A market of &lt;b&gt;ours&lt;/b&gt;." in page.split('class="bubble"', 1)[1]
    assert "2 Nachrichten" in page, "Telegram takes 4096 UTF-16 units at once"
    assert "Der Weihnachts-Markt ist" in page.split("<h3>de-x-leicht</h3>")[1].split("<h2>Antwort</h2>")[0]
    assert (folder / FILE).read_bytes() == before


async def test_a_message_can_be_tried(eva: Browser) -> None:
    await eva.get("/content/musterstadt")
    page = (await eva.post("/content/musterstadt", text="Wann ist Weihnachtsmarkt?")).text
    assert "27. November" in page.split("Ausprobieren</button>")[1]
    assert "maerkte_feste · 97%" in page


async def test_an_answer_for_later_is_shown_with_a_word_that_it_is_not_valid_today(eva: Browser) -> None:
    filled = form(await eva.get(HERE)) | {"text_de": "Der Markt ist schön.", "valid_from": "2099-12-01"}
    page = (await eva.post(HERE, **filled, action="preview")).text
    assert "Der Markt ist schön." in page.split('class="bubble"', 1)[1]
    assert "Heute gilt diese Antwort nicht." in page


async def test_a_folder_that_cannot_be_written_is_said_and_the_words_stay(eva: Browser, folder: Path) -> None:
    filled = sentences(await eva.get(HERE)) | {"examples_de": "Gibt es Karussells?"}
    (folder / "intents/musterstadt").write_text("keine Ordner hier", "utf-8")
    refused = await eva.post(f"{HERE}/examples", **filled)
    assert refused.status_code == 409
    assert sentences(refused)["examples_de"] == "Gibt es Karussells?"
