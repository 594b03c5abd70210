"""Step and wake up: an event loop made of generators, without asyncio.

A `yield` passes what a coroutine waits for down to its Task, which calls `step` again when that's
ready. This loop never runs a task in the middle of another one's turn either: it keeps a queue of
the tasks that are ready.
"""

import types
from collections import deque
from collections.abc import Coroutine, Generator

ready: deque["Task"] = deque()


class Bell:
    def __init__(self) -> None:
        self.dish: str | None = None
        self.callback = lambda: None

    @types.coroutine
    def wait(self) -> Generator["Bell", None, str]:
        yield self
        return self.dish

    def ring(self, dish: str) -> None:
        self.dish = dish
        self.callback()


class Task:
    def __init__(self, coroutine: Coroutine) -> None:
        self.coroutine = coroutine
        self._wakeup()

    def step(self) -> None:
        try:
            waits_for = self.coroutine.send(None)
        except StopIteration:
            return
        waits_for.callback = self._wakeup

    def _wakeup(self) -> None:
        ready.append(self)


async def waiter(bell: Bell) -> None:
    print("The waiter waits for the bell.")
    print(f"The waiter serves {await bell.wait()}.")


async def cook(bell: Bell) -> None:
    print("The cook cooks and rings.")
    bell.ring("a soup")
    print("The cook wipes the stove.")


bell = Bell()
Task(waiter(bell))
Task(cook(bell))
while ready:
    ready.popleft().step()
