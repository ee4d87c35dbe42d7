"""What mail servers, notes and small print say, in German and English; texts are folded before they are compared.

A phrase is a regular expression in which "…" stands for up to sixty characters; it begins at a word's beginning.
"""

from __future__ import annotations

import re

_GAP = ".{0,60}?"
_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "’": "'", "\xa0": " "})


def fold(text: str) -> str:
    """The text in lower case, without umlauts, its white space single spaces."""
    return " ".join(text.lower().translate(_FOLDED).split())


def _any(phrases: str) -> re.Pattern[str]:
    lines = [line.strip().replace("…", _GAP) for line in phrases.strip().splitlines()]
    return re.compile(
        "|".join(rf"(?<!\w)(?:{line})" if line[0].isalpha() or line[0] == "(" else line for line in lines)
    )


DELAYED = _any("""
    still being retried
    delivery (is |has been )?delayed
    delayed mail
    status notification \\(delay\\)
    warning: (message|could not send)
    this is a warning (message )?only
    has not yet been delivered
    message \\S+ delayed
    (noch|bisher) nicht zugestellt
    zustellung …verzoeger
    verzoegerte zustellung
    weiterhin versucht
    weitere zustellversuche
""")
FAILED = _any("""
    undeliver(able|ed)
    unzustellbar
    not be delivered
    (was not|wasn't|not been) delivered
    (couldn't|could not) deliver
    unable to deliver
    delivery status notification \\(failure\\)
    delivery (has failed|failure)
    delivery to the following …failed
    mail delivery failed
    failure notice
    returned mail
    returning message to sender
    permanent (fatal )?error
    nicht (an … )?(zugestellt|ausgeliefert|zustellbar|zustellen)
    zustell(ungs)?fehler
    fehler bei der (nachrichten)?zustellung
    zustellung …(fehlgeschlagen|gescheitert|nicht moeglich)
    unknown user
    user unknown
    mailbox (unavailable|full)
    message rejected
    nachricht …abgelehnt
""")
RETIRED = _any("""
    (e-?mail-?)?(adresse|postfach|konto) [^.!?]{0,60}nicht (mehr|laenger) (gueltig|genutzt|verwendet|aktiv|abgerufen)
    (e-?mail-?)?(adresse|postfach|konto) [^.!?]{0,60}nicht (mehr|laenger) (gelesen|bearbeitet|in betrieb)
    (e-?mail-?)?(adresse|postfach|konto) [^.!?]{0,60}(existiert nicht|nicht mehr existiert|geloescht|stillgelegt)
    (mailbox|account|address) [^.!?]{0,60}no longer (in use|used|valid|active|monitored|exist)
""")
UNKNOWN_MAILBOX = _any("""
    (user|recipient|mailbox|address|account)\\b …(unknown|not found|doesn't exist|does not exist|not listed)
    no such (user|mailbox|recipient)
    unknown (user|recipient|address)
    unrouteable address
    (e-mail-|mail)?(adresse|empfaenger|postfach|benutzer) …(nicht gefunden|unbekannt|existiert nicht|nicht bekannt)
""")
FULL_MAILBOX = _any("""
    (over ?)?quota
    mailbox (is )?full
    postfach …\\bvoll\\b
    speicherplatz
""")

NOTE_SUBJECT = _any("""
    automatische?s? (antwort|abwesenheit|rueckmeldung|eingangsbest|e-?mail|nachricht|mail)
    auto(matic)?[- ]?(reply|response)
    auto: .
    abwesenheit(s(notiz|meldung|nachricht|assistent|info))?\\b
    out of (the )?office
    vacation\\b
    urlaubs(notiz|meldung|abwesenheit)
    ich bin (nicht im (buero|haus)|im urlaub|abwesend)
    nicht im buero
    (gelesen|read|not read|ungelesen geloescht)\\s?:
    lesebestaetigung
    .{2,80} ist (ausser haus|nicht im (buero|haus)|abwesend)
    .{2,80} is out of (the )?office
""")
"""How the subjects of notes begin; an answer to such a note has "AW:" in front."""
ABSENCE = _any("""
    ich (bin|habe|befinde mich|werde) …(nicht im (buero|haus|dienst)|nicht am (arbeits)?platz|nicht (mehr )?erreichbar)
    bin ich …(nicht im (buero|haus|dienst)|nicht (mehr )?erreichbar|ausser haus|abwesend|im urlaub)
    ich (bin|habe|befinde mich|werde) …(ausser haus|abwesend|urlaub|elternzeit|mutterschutz|krank)
    ich (bin|habe|befinde mich|werde) …(dienstreise|fortbildung|unterwegs)
    ^((derzeit|zurzeit|momentan|aktuell|leider) )?bin (ich )?…(nicht|ausser haus|abwesend|urlaub|erst wieder)
    (buero|amt|rathaus|sekretariat|postfach) …(nicht besetzt|unbesetzt)
    i('m| am| will be) …(out of (the )?office|away|not in the office)
    i('m| am| will be) …on (annual |sick |parental |maternity )?(leave|vacation|holiday)
    ^(dies ist eine|this is an) automati
""")
RECEIPT = _any("""
    ihre? (anfrage|nachricht|e-?mail|mail|mitteilung|meldung|anliegen|schreiben) …(eingegangen|erhalten|empfangen)
    bestaetigen …eingang ihrer
    (beantwortung|bearbeitung) …(dauern|in anspruch)
    ihre? (anfrage|nachricht|e-?mail|mail|mitteilung|meldung|anliegen|schreiben) …(registriert|erfasst|aufgenommen)
    (wir|ich) haben? ihre? (anfrage|nachricht|e-?mail|mail|mitteilung|meldung|anliegen|schreiben) …erhalten
    (ticket|vorgang|fall) …(eroeffnet|erstellt|angelegt|erzeugt)
    your (request|message|e-?mail|ticket|enquiry|inquiry) …(received|registered|created)
    we have received your
""")
SAID_IN_NOTES = _any("""
    dank
    thank
    bin ich …zurueck
    wieder …(da|erreichbar|im (buero|haus|dienst)|zurueck|fuer sie da|lesen|besetzt)\\b
    ab (dem )?\\S+ …wieder
    nicht (automatisch )?weitergeleitet
    nicht gelesen
    not (being )?(forwarded|read|monitored)
    in (dringenden|eiligen|unaufschiebbaren)
    dringend
    urgent
    in notf
    emergenc
    (stell)?vertr(etung|itt|eten)
    (wenden|kontaktieren) sie
    bitte kontaktieren
    please contact
    (nach|bei|seit|waehrend) meiner (rueckkehr|abwesenheit)
    (on|upon|after) my return
    (return|back) …on\\b
    schnellstmoeglich
    so (schnell|bald|rasch) wie moeglich
    in kuerze
    bearbeitungszeit
    (wird|werden) …bearbeitet
    geduld
    aktenzeichen
    as soon as possible
    shortly
    melden uns
    bearbeiten (diese|ihre?|sie)
    kuemmern uns
    beantworten
    (ticket|vorgangs?|bearbeitungs|fall|referenz|case)[- ]?(nummer|nr|number|id|#|:)
    bitte (geben|nennen|behalten|belassen|verwenden|antworten|sehen) sie
    do not reply
    automati(sch|c)
    ^(sehr geehrte|guten (tag|morgen)|hallo|liebe|dear|hello|hi|moin|gruess gott|servus)[^.!?]{0,60}[,.!:]?$
    ^(ihre?|your)( [^\\s.!?]+){1,2}$
    ^[^a-z]*$
    tel(efon)?\\b
    phone
    @
""")

SMALL_PRINT = _any("""
    ^(diese|der inhalt dieser|die information(en)? in dieser) (e-?mail|mail|nachricht)\\b……(vertraulich|bestimmungsgem)
    ^(diese|der inhalt dieser|die information(en)? in dieser) (e-?mail|mail|nachricht)\\b……ausschliesslich fuer
    ^(this|the (information|content)s? (in|of|contained in) this) (e-?mail|mail|message)\\b……(confidential|privileged)
    ^(this|the (information|content)s? (in|of|contained in) this) (e-?mail|mail|message)\\b……intended
    ^(sollten|falls|wenn) sie …nicht der (richtige|vorgesehene|beabsichtigte)
    ^if (you are|you're) not the intended
    ^das unerlaubte kopieren
    ^(bitte )?(pruefen|denken|ueberlegen) sie\\b……(ausdruck|ausgedruckt|drucken)
    ^(please )?(consider|think of) the environment
    ^((wichtige )?hinweise?|informationen) zum datenschutz
    ^((wichtige )?hinweise?|informationen) zur verarbeitung (ihrer|von) (personenbezogene[rn] )?daten
    ^(rechtlicher hinweis|haftungsausschluss|disclaimer|confidentiality notice)
    ^(e-?mail|zugang|adresse|postfach) …(nicht fuer (signierte|verschluesselte|rechtsverbindliche)|kein zugang fuer)
    ^virenfrei
    ^diese e-?mail wurde (von|auf) …(viren|antivirus)
""")
BANNER = _any("""
    ^\\W{0,5}\\[?extern(e[rs]?)? ?(e-?mail|mail|absender)?\\]?$
    ^\\W{0,5}(caution|achtung|vorsicht|warnung|hinweis)\\b…(e-?mail|mail|nachricht|message)\\b…(extern|ausserhalb|outside|originated)
    ^(diese|this) (e-?mail|mail|nachricht|message)\\b…(von extern|von ausserhalb|from outside|externen? absender)
""")
"""What the mail servers of offices put above mails from elsewhere."""
SENT_FROM = _any("""
    ^(gesendet (von|mit)|von meinem|sent from|sent with)\\b[^.!?]{1,80}(<.*>|\\(.*\\)|[.!])?$
    ^diese nachricht wurde von mein[^.!?]{1,80} gesendet[.!]?$
    ^(holen sie sich|hol dir|get) outlook\\b
    ^outlook fuer \\w+ (beziehen|herunterladen)
""")
