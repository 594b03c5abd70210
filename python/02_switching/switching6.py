"""The queue that never runs dry.

async for suspends only where there is nothing to take. On a busy day it never suspends, so the
loop has to yield by itself, and it counts the work, not the orders.
"""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Callable
from dataclasses import dataclass

TURN = 200


@dataclass
class Order:
    dish: str
    portions: int


async def work_through(orders: AsyncIterable[Order], cook: Callable[[Order], None]) -> int:
    cooked = this_turn = 0
    async for order in orders:
        if this_turn + order.portions > TURN:
            await asyncio.sleep(0)
            this_turn = 0
        this_turn += order.portions
        cooked += order.portions
        cook(order)
    return cooked


async def busy_day() -> AsyncIterator[Order]:
    menu = [(50, "soup"), (60, "roast"), (55, "stew"), (48, "soup"), (40, "curry"), (9, "soup")]
    for portions, dish in menu:
        yield Order(dish, portions)


async def main() -> None:
    async def kitchen() -> None:
        def cook(order: Order) -> None:
            print(f"{order.portions} portions of {order.dish}")

        cooked = await work_through(busy_day(), cook)
        print(f"{cooked} portions cooked")

    async def detector() -> None:
        print("the smoke detector looks around")

    await asyncio.gather(kitchen(), detector())


asyncio.run(main())
