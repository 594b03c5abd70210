"""A finally block runs however its coroutine ends, and it may await.

Cancelling a task raises CancelledError at its await. The coroutine still exists, and cleans up
before it ends.
"""

import asyncio
from collections.abc import Coroutine


async def trip(limit: float, row: Coroutine, moor: Coroutine) -> str:
    try:
        return await asyncio.wait_for(row, limit)
    finally:
        await moor


async def row(name: str, takes: float) -> str:
    print(f"{name} rows out")
    await asyncio.sleep(takes)
    return f"{name} saw a heron"


async def moor(name: str) -> None:
    await asyncio.sleep(0.02)
    print(f"the boat of {name} is moored")


async def main() -> None:
    limit = 0.08
    for name, takes in [("Ida", 0.03), ("Jon", 0.3)]:
        try:
            print(await trip(limit, row(name, takes), moor(name)))
        except TimeoutError:
            print(f"{name} was called back")
    kim = asyncio.create_task(trip(limit, row("Kim", 0.3), moor("Kim")))
    await asyncio.sleep(0.04)
    kim.cancel()
    print("nobody waits for Kim any more")
    await asyncio.sleep(0.06)


asyncio.run(main())
