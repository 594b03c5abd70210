"""create_task starts a coroutine, whether or not anything awaits it.

The event loop runs the task from its next turn. An exception stays in the task, and is raised where
the task is awaited.
"""

import asyncio


async def wash(load: str) -> str:
    print(f"{load} goes round and round")
    await asyncio.sleep(0.08)
    if load == "the carpet":
        print(f"{load} makes a terrible noise")
        raise RuntimeError("the drum is stuck")
    return f"{load} is clean"


async def read_the_paper() -> None:
    print("the paper is opened")
    await asyncio.sleep(0.05)
    print("the paper is read")


async def wash_day(loads: list[str]) -> list[str]:
    machines = [asyncio.create_task(wash(load)) for load in loads]
    await read_the_paper()
    basket = []
    for load, machine in zip(loads, machines):
        try:
            basket.append(await machine)
        except RuntimeError:
            basket.append(f"{load} is still dirty")
    return basket


async def main() -> None:
    for line in await wash_day(["the linen", "the carpet", "the wool"]):
        print(line)


asyncio.run(main())
