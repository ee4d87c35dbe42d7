"""Writes a mail to whoever looks after the files when a saved one cannot be used, and when all is well again."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Sequence

from bot.core.mail import Mail
from bot.errors import DeliveryRefused, DeliveryUnavailable
from bot.ports import Live, Mailer
from bot.workers.loops import stop_if_cancelled

log = logging.getLogger(__name__)

LOOK_SECONDS = 2.0
SETTLED_SECONDS = 30.0
"""What stays wrong for so long is reported: someone who is still typing needs no mail."""
AGAIN_SECONDS = 300.0
"""So long after a mail server took nothing it is asked again."""
MOST = 20
"""Problems named in one mail."""

WRONG = (
    "In den Dateien des Bots steht ein Fehler. Der Bot antwortet weiter mit dem letzten guten Stand; was seitdem "
    "gespeichert wurde, gilt noch nicht.\n\n{problems}\n\nBitte öffnen Sie die Datei, ändern Sie die genannte Zeile "
    "und speichern Sie. Danach gilt alles von selbst, und Sie erhalten noch eine Nachricht."
)
RIGHT = "Die Dateien des Bots sind wieder in Ordnung. Was gespeichert wurde, gilt jetzt."


async def report_faults(
    live: Live, mailer: Mailer, addresses: Sequence[str], settled: float = SETTLED_SECONDS, look: float = LOOK_SECONDS
) -> None:
    """Runs until cancelled; each address gets one mail for each state of the files that lasts."""
    now = asyncio.get_running_loop().time
    told: dict[str, tuple[str, ...]] = dict.fromkeys(addresses, ())
    not_before = dict.fromkeys(addresses, 0.0)
    seen, since = live.state.problems, now()
    while True:
        stop_if_cancelled()
        if live.state.problems != seen:
            seen, since = live.state.problems, now()
        due = [address for address in addresses if told[address] != seen and not_before[address] <= now()]
        for address in due if now() - since >= settled else ():
            if await _send(mailer, address, seen):
                told[address] = seen
            else:
                not_before[address] = now() + AGAIN_SECONDS
        await asyncio.sleep(look)


def fault_mail(problems: Sequence[str], to: str) -> Mail:
    """What someone is told about these problems, or that there are none any more; in German."""
    token = secrets.token_hex(8)
    if not problems:
        return Mail(to, "Amtsbote: Die Dateien sind wieder in Ordnung", RIGHT, "Amtsbote", token, token)
    more = [f"… und {len(problems) - MOST} weitere"] if len(problems) > MOST else []
    text = WRONG.format(problems="\n".join([*problems[:MOST], *more]))
    return Mail(to, "Amtsbote: Fehler in den Dateien", text, "Amtsbote", token, token)


async def _send(mailer: Mailer, address: str, problems: Sequence[str]) -> bool:
    """False if it is worth trying again."""
    try:
        await mailer.send(fault_mail(problems, address))
    except DeliveryUnavailable as error:
        log.warning("the state of the files could not be mailed yet: %s", error)
        return False
    except DeliveryRefused as error:
        log.error("the state of the files cannot be mailed to an address of AMTSBOTE_EDITORS_MAIL: %s", error)
    return True
