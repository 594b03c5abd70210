"""Producers and consumers, and a queue between them that knows when everything is done.

join() waits until task_done() was called for every item. The consumers would wait forever, so they
are cancelled.
"""

import asyncio


async def sort(letter: str) -> None:
    await asyncio.sleep(0.1 if "parcel" in letter else 0.04)
    print(f"{letter} is sorted")


async def carrier(sack: list[str], counter: asyncio.Queue) -> None:
    for letter in sack:
        await counter.put(letter)


async def clerk(counter: asyncio.Queue) -> None:
    while True:
        letter = await counter.get()
        await sort(letter)
        counter.task_done()


async def post_office(sacks: list[list[str]], number: int, room: int) -> None:
    counter = asyncio.Queue(maxsize=room)
    carriers = [asyncio.create_task(carrier(sack, counter)) for sack in sacks]
    clerks = [asyncio.create_task(clerk(counter)) for _ in range(number)]
    await asyncio.gather(*carriers)
    await counter.join()
    for task in clerks:
        task.cancel()


async def main() -> None:
    sacks = [["a parcel to Rome", "a card to Oslo"], ["a card to Bern", "a card to Kiel"]]
    await post_office(sacks, 2, 3)
    print("the post office is closed")


asyncio.run(main())
