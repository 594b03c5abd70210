"""Skip the slow one, come back to it.

While one answer is on its way, the others can be on theirs. gather runs the three coroutines as
tasks of one event loop, which is idle only when all three wait.
"""

import asyncio


async def send(name: str, takes: float) -> str:
    await asyncio.sleep(takes)
    return f"{name} answered"


async def send_all(requests: list[tuple[str, float]]) -> list[str]:
    return await asyncio.gather(*(send(name, takes) for name, takes in requests))


async def main() -> None:
    requests = [("one", 0.1), ("two (slow)", 0.3), ("three", 0.1)]
    for answer in await send_all(requests):
        print(answer)


asyncio.run(main())
