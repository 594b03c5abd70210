"""A coroutine function and a coroutine object.

Calling pour runs none of its body. The call returns a coroutine object, and the body runs when
that object is awaited.
"""

import asyncio


async def pour(tray: list[str], tea: str) -> None:
    await asyncio.sleep(0.03)
    tray.append(f"a cup of {tea}")


async def serve(tea: str) -> list[str]:
    tray: list[str] = []
    await pour(tray, tea)
    tray.append("a biscuit")
    return tray


async def main() -> None:
    for item in await serve("green tea"):
        print(f"On the tray: {item}")


asyncio.run(main())
