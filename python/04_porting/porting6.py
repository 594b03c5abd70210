"""A task that nothing awaits must be kept somewhere.

The event loop holds only a weak reference to a task, so one that nothing else refers to may be
collected half-way. A set keeps it until it is done.
"""

import asyncio

on_the_presses: set[asyncio.Task] = set()


async def open_shop(orders: asyncio.Queue) -> int:
    taken = 0
    while (order := await orders.get()) is not None:
        task = asyncio.create_task(print_out(order))
        on_the_presses.add(task)
        task.add_done_callback(on_the_presses.discard)
        taken += 1
    return taken


async def print_out(order: str) -> None:
    await asyncio.sleep({"200 menus": 0.09, "50 posters": 0.06}.get(order, 0.03))
    print(f"{order}: printed")


async def main() -> None:
    orders = asyncio.Queue()
    for order in ["200 menus", "50 posters", "one map", None]:
        orders.put_nowait(order)
    taken = await open_shop(orders)
    print(f"the shop is closed, {taken} orders were taken")
    await asyncio.sleep(0.15)


asyncio.run(main())
