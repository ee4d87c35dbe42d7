"""A small Bot API server on loopback that forgets, holds, refuses and redelivers as Telegram's own does.

Modelled on https://core.telegram.org/bots/api: getUpdates acknowledges by offset and holds while nothing is
there, only one poll at a time and none beside a webhook; a webhook is tried again until it answers 200.
"""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

TOKEN = "123456789:AA-stand-in_for-Telegram-not-a-secret0"
BOT = {"id": 123456789, "is_bot": True, "first_name": "Stand-in", "username": "stand_in_bot"}


@dataclass(frozen=True)
class Failure:
    """What a method answers instead of its result; status 0 drops the connection without a word."""

    status: int
    description: str = ""
    retry_after: int | None = None
    raw: bytes | None = None

    def body(self) -> bytes:
        if self.raw is not None:
            return self.raw
        answer: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        if self.retry_after:
            answer["parameters"] = {"retry_after": self.retry_after}
        return json.dumps(answer).encode()


def too_many_requests(retry_after: int) -> Failure:
    return Failure(429, f"Too Many Requests: retry after {retry_after}", retry_after)


BLOCKED = Failure(403, "Forbidden: bot was blocked by the user")
CHAT_NOT_FOUND = Failure(400, "Bad Request: chat not found")
BROKEN = Failure(500, "Internal Server Error")
DROPPED = Failure(0)
REFUSED_BY_PROXY = Failure(403, raw=b"<html>Zugriff verweigert</html>")


@dataclass(frozen=True)
class Sent:
    """A message the bot sent; `parameters` as they came over the wire, apart from the keyboard."""

    chat_id: int
    text: str
    parse_mode: str | None
    keyboard: list[list[dict[str, str]]]
    parameters: dict[str, str]


class TelegramStandIn:
    """The server; `with TelegramStandIn() as telegram:` runs it on a free port at `telegram.url`.

    `hold` is the longest a poll waits for news, `redelivery` the time between two webhook
    attempts, in seconds.
    """

    def __init__(self, token: str = TOKEN, hold: float = 1.0, redelivery: float = 0.05) -> None:
        self.token, self.hold, self.redelivery = token, hold, redelivery
        self.sent: list[Sent] = []
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.deliveries: list[tuple[int, int]] = []
        """Webhook attempts: update_id and status, 0 where nobody answered."""
        self._failures: defaultdict[str, deque[Failure]] = defaultdict(deque)
        self._updates: list[dict[str, Any]] = []
        self._next_id, self._poll = 1000, 0
        self._webhook: tuple[str, str] | None = None
        self._closed = False
        self._news = threading.Condition()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> TelegramStandIn:
        for work in (lambda: self._server.serve_forever(0.02), self._deliver):
            threading.Thread(target=work, daemon=True).start()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with self._news:
            self._closed = True
            self._news.notify_all()
        self._server.shutdown()
        self._server.server_close()

    def inject(self, raw_update: dict[str, Any]) -> int:
        """Queues an update just as it is, with the next update_id unless it brings its own."""
        with self._news:
            update = {"update_id": self._next_id, **raw_update}
            self._next_id = update["update_id"] + 1
            self._updates.append(update)
            self._news.notify_all()
        return update["update_id"]

    def citizen_sends(self, chat_id: int, kind: str = "message", **content: Any) -> int:
        """Queues a message with this content, e.g. `photo=[…]` or `text="Hallo"`."""
        return self.inject({kind: self._message(chat_id) | content})

    def citizen_writes(self, chat_id: int, text: str) -> int:
        return self.citizen_sends(chat_id, text=text)

    def citizen_presses(self, chat_id: int, data: str) -> int:
        query = {"id": f"press-{time.monotonic_ns()}", "from": _person(chat_id), "chat_instance": "1"}
        return self.inject({"callback_query": query | {"message": self._message(chat_id), "data": data}})

    def sent_to(self, chat_id: int) -> list[Sent]:
        return [sent for sent in self.sent if sent.chat_id == chat_id]

    def fail(self, method: str, *failures: Failure) -> None:
        """Answers the next calls of a method with these, one after the other."""
        self._failures[method].extend(failures)

    def called(self, method: str) -> list[dict[str, str]]:
        """Parameters of every call of a method, failed ones too."""
        return [parameters for name, parameters in list(self.calls) if name == method]

    @property
    def unacknowledged(self) -> list[int]:
        """The update_ids that Telegram would deliver again."""
        with self._news:
            return [update["update_id"] for update in self._updates]

    def _message(self, chat_id: int) -> dict[str, Any]:
        chat = {"id": chat_id, "type": "private" if chat_id > 0 else "group"}
        return {"message_id": self._next_id, "date": int(time.time()), "chat": chat, "from": _person(chat_id)}

    def answer(self, token: str, method: str, parameters: dict[str, str]) -> Failure | Any:
        """Return the result of one call, or how it fails."""
        if token != self.token:
            return Failure(401, "Unauthorized")
        self.calls.append((method, parameters))
        if self._failures[method]:
            return self._failures[method].popleft()
        methods: dict[str, Callable[[dict[str, str]], Any]] = {
            "getMe": lambda _: BOT,
            "setMyCommands": lambda _: True,
            "answerCallbackQuery": lambda _: True,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._set_webhook,
            "getUpdates": self._get_updates,
            "sendMessage": self._send_message,
        }
        return methods[method](parameters) if method in methods else Failure(404, "Not Found")

    def _set_webhook(self, parameters: dict[str, str]) -> bool:
        with self._news:
            url = parameters.get("url")
            self._webhook = (url, parameters.get("secret_token", "")) if url else None
            if parameters.get("drop_pending_updates") == "true":
                self._updates.clear()
            self._news.notify_all()
        return True

    def _get_updates(self, parameters: dict[str, str]) -> Any:
        with self._news:
            if self._webhook:
                return Failure(409, "Conflict: can't use getUpdates method while webhook is active")
            self._poll = poll = self._poll + 1
            self._news.notify_all()
            offset = int(parameters.get("offset", 0))
            self._updates = [update for update in self._updates if update["update_id"] >= offset]
            longest = min(self.hold, float(parameters.get("timeout", 0)))
            self._news.wait_for(lambda: self._updates or self._poll != poll or self._closed, longest)
            if self._poll != poll:
                return Failure(409, "Conflict: terminated by other getUpdates request")
            return self._updates[: int(parameters.get("limit", 100))]

    def _send_message(self, parameters: dict[str, str]) -> Any:
        text, chat_id = parameters.get("text", ""), int(parameters["chat_id"])
        keyboard = json.loads(parameters.get("reply_markup", "{}")).get("inline_keyboard", [])
        if not text.strip():
            return Failure(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) > 2 * 4096:
            return Failure(400, "Bad Request: message is too long")
        if any(not 1 <= len(key["callback_data"].encode()) <= 64 for row in keyboard for key in row):
            return Failure(400, "Bad Request: BUTTON_DATA_INVALID")
        self.sent.append(Sent(chat_id, text, parameters.get("parse_mode"), keyboard, parameters))
        return self._message(chat_id) | {"message_id": len(self.sent), "from": BOT, "text": text}

    def _deliver(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: (self._webhook and self._updates) or self._closed)
                if self._closed or not self._webhook:
                    return
                webhook, update = self._webhook, self._updates[0]
            status = _post(*webhook, update)
            with self._news:
                self.deliveries.append((update["update_id"], status))
                if status == 200 and self._updates[:1] == [update]:
                    del self._updates[0]
            if status != 200:
                time.sleep(self.redelivery)


def _person(chat_id: int) -> dict[str, Any]:
    return {"id": abs(chat_id), "is_bot": False, "first_name": "Erika", "username": "erika_mustermann"}


def _post(url: str, secret: str, update: dict[str, Any]) -> int:
    target = urlsplit(url)
    connection = http.client.HTTPConnection(target.hostname or "", target.port, timeout=5)
    headers = {"Content-Type": "application/json"}
    if secret:
        headers["X-Telegram-Bot-Api-Secret-Token"] = secret
    try:
        connection.request("POST", target.path, json.dumps(update).encode(), headers)
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128


def _handler(stand_in: TelegramStandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if "json" in self.headers.get("Content-Type", ""):
                parameters = json.loads(body)
            else:
                parameters = dict(parse_qsl(body.decode(), keep_blank_values=True))
            token, _, method = self.path.removeprefix("/bot").partition("/")
            result = stand_in.answer(token, method, parameters)
            if isinstance(result, Failure):
                self._say(result.status, result.body())
            else:
                self._say(200, json.dumps({"ok": True, "result": result}).encode())

        def _say(self, status: int, body: bytes) -> None:
            if not status:
                self.close_connection = True
                return
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:  # the bot has hung up, e.g. because it was killed
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Keep quiet: the path holds the token."""

    return Handler
