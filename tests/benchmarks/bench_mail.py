"""How long the worst mails take to be read, compared with an ordinary text of the same size."""

from __future__ import annotations

import time

from tests.mail.hostile import HOSTILE, KINDS, endless
from tests.mail.mails import arrived, mail

SIZE = 300_000
ORDINARY = "Die Laterne in der Gartenstraße wird am Donnerstag repariert.\n"


def seconds(*mails: bytes) -> float:
    begun = time.process_time()
    for raw in mails:
        arrived(raw)
    return time.process_time() - begun


def main() -> None:
    ordinary = min(seconds(mail(ORDINARY * (SIZE // len(ORDINARY)))) for _ in range(3))
    print(f"ordinary text of {SIZE // 1000} kB: {1000 * ordinary:.0f} ms")
    found = {(piece, kind): seconds(*endless(piece, kind, SIZE)) for piece in HOSTILE for kind in KINDS}
    for (piece, kind), taken in sorted(found.items(), key=lambda one: -one[1])[:5]:
        print(f"{taken / ordinary:6.1f} times as long: {piece!r} again and again, {kind.decode()}")


if __name__ == "__main__":
    main()
