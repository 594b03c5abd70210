"""Coroutine objects are values.

The list has three of them before any of them runs. They run when they're awaited, in any order you
like.
"""

import asyncio
from collections.abc import Awaitable, Callable


async def concert(band: str) -> str:
    print(f"{band} on stage")
    await asyncio.sleep(0.04)
    return f"applause for {band}"


async def festival(bands: list[str], play: Callable[[str], Awaitable[str]]) -> list[str]:
    asked = [play(band) for band in bands]
    return [await playing for playing in reversed(asked)]


async def main() -> None:
    bands = ["Famous Last Words", "Two Left Shoes", "The Beginners"]
    for applause in await festival(bands, concert):
        print(applause)


asyncio.run(main())
