"""The queue that never runs dry.

async for suspends only where there is nothing to take. On a busy day it never suspends, and the
loop has to give way by itself.
"""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Callable

TURN = 200


async def work_through(orders: AsyncIterable[str], cook: Callable[[str], None]) -> int:
    cooked = 0
    async for order in orders:
        cook(order)
        cooked += 1
        if cooked % TURN == 0:
            await asyncio.sleep(0)
    return cooked


async def busy_day() -> AsyncIterator[str]:
    for table in range(1, 1_001):
        yield f"soup for table {table}"


async def main() -> None:
    async def kitchen() -> None:
        cooked = await work_through(busy_day(), lambda _order: None)
        print(f"{cooked} orders cooked")

    async def detector() -> None:
        for look in range(1, 4):
            print(f"look {look}: no smoke")
            await asyncio.sleep(0)

    await asyncio.gather(kitchen(), detector())


asyncio.run(main())
