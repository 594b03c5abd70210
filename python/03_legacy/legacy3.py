"""The old scale.

A callback leaves its result in a Future, and the coroutine that awaits it goes on. The scale calls
from a thread of its own, so the result has to reach the loop's thread safely.
"""

import asyncio
import threading
import time
from collections.abc import Callable


class Overloaded(Exception):
    pass


def weigh(number: int, done: Callable[[int | None], None]) -> None:
    def work() -> None:
        time.sleep(0.01)
        done(30 * number if number < 20 else None)

    threading.Thread(target=work).start()


async def weight(number: int) -> int:
    loop = asyncio.get_running_loop()
    answer = loop.create_future()
    weigh(number, lambda outcome: loop.call_soon_threadsafe(answer.set_result, outcome))
    kilograms = await answer
    if kilograms is None:
        raise Overloaded
    return kilograms


async def weighing() -> None:
    for number in (7, 20):
        try:
            print(f"Crate {number} weighs {await weight(number)} kg.")
        except Overloaded:
            print(f"Crate {number}: Overloaded.")


async def others() -> None:
    print("Meanwhile a truck is unloaded.")


async def main() -> None:
    await asyncio.gather(weighing(), others())


asyncio.run(main())
