"""Work of a minute that neither the event loop nor the end of the program waits for."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def in_background(call: Callable[[], T]) -> T:
    """Like `asyncio.to_thread`, but the program does not wait for it when it is stopped."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: Exception | None) -> None:
        if done.cancelled():
            return
        done.set_exception(error) if error else done.set_result(result)  # type: ignore[arg-type]

    def work() -> None:
        result, failed = None, None
        try:
            result = call()
        except Exception as error:  # told to who waits
            failed = error
        with contextlib.suppress(RuntimeError):  # the program has ended
            loop.call_soon_threadsafe(settle, result, failed)

    threading.Thread(target=work, name="background", daemon=True).start()
    return await done
