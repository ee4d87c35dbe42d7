"""XZuFi, the XML of Germany's editorial systems, and XML that attacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content_files.catalogue.reading import read_catalogue
from bot.errors import ContentError

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
MESSAGE = """\
<x:transfer.operation.040501 xmlns:x="http://xoev.de/schemata/xzufi/2_2_0" xzufiVersion="2.2.0">
 <x:nachrichtenkopf><x:nachrichtUUID>1</x:nachrichtUUID></x:nachrichtenkopf>
 <x:schreibe><x:leistung>
  <x:id schemeAgencyID="L1">8664847</x:id>
  <x:modulText><x:inhalt languageCode="de">Hundesteuer Festsetzung</x:inhalt>
   <x:leikaTextmodul listURI="urn:x"><code>02</code></x:leikaTextmodul></x:modulText>
  <x:modulText><x:inhalt languageCode="de">Hund anmelden</x:inhalt>
   <x:inhalt languageCode="en">Register a dog</x:inhalt>
   <x:leikaTextmodul listURI="urn:x"><code>03</code></x:leikaTextmodul></x:modulText>
  <x:modulText><x:inhalt languageCode="de">&lt;p&gt;Wer einen Hund h&#228;lt, zahlt &amp;amp; meldet.&lt;/p&gt;
   </x:inhalt>
   <x:leikaTextmodul listURI="urn:x"><code>05</code></x:leikaTextmodul></x:modulText>
  <x:modulBegriffImKontext><x:begriffImKontext>
   <x:begriff languageCode="de">Hundemarke</x:begriff></x:begriffImKontext></x:modulBegriffImKontext>
  <x:modulUrsprungsportal languageCode="de"><x:uri>https://dorf.example/hund</x:uri></x:modulUrsprungsportal>
 </x:leistung></x:schreibe>
 <x:schreibe><x:organisationseinheit>
  <x:id schemeAgencyID="L1">77</x:id>
  <x:name><x:name languageCode="de">Steueramt</x:name></x:name>
  <x:anschrift><x:strasse>Markt</x:strasse><x:hausnummer>1</x:hausnummer>
   <x:postleitzahl>12345</x:postleitzahl><x:ort>Dorf</x:ort></x:anschrift>
  <x:kommunikation><x:kanal><code>04</code></x:kanal><x:kennung>+49 30 23125199</x:kennung></x:kommunikation>
  <x:kommunikation><x:kanal><code>02</code></x:kanal><x:kennung>+49 30 23125120</x:kennung></x:kommunikation>
  <x:kommunikation><x:kanal><code>01</code></x:kanal><x:kennung>steuern@dorf.example</x:kennung></x:kommunikation>
 </x:organisationseinheit></x:schreibe>
 <x:schreibe><x:zustaendigkeitTransferObjekt><x:uebergeordnetesObjektID>77</x:uebergeordnetesObjektID>
  <x:zustaendigkeit><x:leistungID>8664847</x:leistungID></x:zustaendigkeit></x:zustaendigkeitTransferObjekt></x:schreibe>
</x:transfer.operation.040501>
"""


def read(tmp_path: Path, text: str | bytes) -> tuple[dict[str, object], dict[str, object]]:
    path = tmp_path / "dienste.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    catalogue = read_catalogue(path)
    return vars(next(iter(catalogue.services.values()))), {n: vars(o) for n, o in catalogue.offices.items()}


def test_names_texts_terms_and_the_responsible_office_are_read(tmp_path: Path) -> None:
    service, offices = read(tmp_path, HEAD + MESSAGE)
    assert (service["id"], service["title"], service["title_en"]) == ("8664847", "Hund anmelden", "Register a dog")
    assert service["synonyms"] == ("Hundesteuer Festsetzung", "Hundemarke")
    assert service["description"] == "Wer einen Hund hält, zahlt & meldet."
    assert (service["link"], service["offices"]) == ("https://dorf.example/hund", ("Steueramt",))
    assert offices["Steueramt"] == {
        "name": "Steueramt",
        "phone": "+49 30 23125120",
        "email": "steuern@dorf.example",
        "address": "Markt 1, 12345 Dorf",
        "website": "",
        "areas": (),
    }


def test_an_office_may_hold_its_responsibilities_itself(tmp_path: Path) -> None:
    text = MESSAGE.replace(
        " </x:organisationseinheit>",
        "<x:zustaendigkeit><x:leistungID>8664847</x:leistungID></x:zustaendigkeit></x:organisationseinheit>",
    ).replace("zustaendigkeitTransferObjekt", "y")
    assert read(tmp_path, HEAD + text)[0]["offices"] == ("Steueramt",)


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>\n'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n'


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (HEAD + BOMB + MESSAGE.replace("Hund anmelden", "&b;"), "dienste.xml:2:1: Eine Dokumenttyp-Angabe"),
        (HEAD + OUTSIDE + MESSAGE.replace("Hund anmelden", "&a;"), "dienste.xml:2:1: Eine Dokumenttyp-Angabe"),
        (
            HEAD + MESSAGE.replace("Hund anmelden", "&nichts;"),
            "dienste.xml:8:1: Ab hier ist die Datei kein gültiges XML",
        ),
        (HEAD + MESSAGE[:-40], "kein gültiges XML"),
        (HEAD + "<a>" * 100 + "</a>" * 100, "zu tief verschachtelt"),
        (HEAD + "<html><body>Hallo</body></html>", "dienste.xml:1:1: In dieser XML-Datei („html“) steht kein Element"),
        (HEAD + MESSAGE.replace("8664847</x:id>", "</x:id>"), "dienste.xml:4:1: Es fehlt „id“"),
        ('<?xml version="1.0" encoding="nichts"?><a/>', "dienste.xml:1:1: "),
    ],
)
def test_dangerous_and_broken_xml_is_refused_with_its_line(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(ContentError) as raised:
        read(tmp_path, text)
    assert place in str(raised.value)
    assert "root:" not in str(raised.value)
