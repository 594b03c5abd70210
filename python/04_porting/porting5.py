"""One event loop for the whole program, and a group that waits for its tasks.

asyncio.run waits only for its own coroutine: tasks that are still running then are cancelled. So
the code that starts tasks also waits for them.
"""

import asyncio

DRYING = 0.04


async def expose(star: str) -> str:
    await asyncio.sleep({"Vega": 0.08, "Altair": 0.04}.get(star, 0.12))
    return f"a plate of {star}"


async def photograph(star: str) -> None:
    plate = await expose(star)
    await asyncio.sleep(DRYING)
    print(plate)


async def night(stars: list[str]) -> None:
    async with asyncio.TaskGroup() as plates:
        for star in stars:
            plates.create_task(photograph(star))


async def main() -> None:
    await night(["Vega", "Altair", "Deneb"])
    print("the dome is closed")


asyncio.run(main())
