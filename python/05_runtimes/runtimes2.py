"""An async client for callers who cannot await: an event loop on a thread of its own.

A call, from any thread, hands a coroutine to that loop and waits for the result. Between calls the
loop runs on, and so does the task that keeps the line open.
"""

import asyncio
import threading
import time
from collections.abc import Coroutine


class Station:
    async def connect(self) -> None:
        self.line = asyncio.create_task(self.keep_open())

    async def keep_open(self) -> None:
        while True:
            await asyncio.sleep(0.005)

    async def ask(self, question: str) -> str:
        await asyncio.sleep(0.01)
        return f"{question} (no answer)" if self.line.done() else f"{question} Wind from the west."


class Blocking:
    def __init__(self, station: Station) -> None:
        self.station = station
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        self.wait_on(station.connect())

    def ask(self, question: str) -> str:
        return self.wait_on(self.station.ask(question))

    def wait_on(self, work: Coroutine):
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()


station = Blocking(Station())
print(station.ask("How is it now?"))
time.sleep(0.1)
print(station.ask("And after the silence?"))
