"""Retry takes the coroutine function, not the coroutine object.

An object can be awaited only once, so every attempt calls the function for a new one.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass
class Link:
    noise: int


async def send(link: Link, report: str) -> str:
    await asyncio.sleep(0.005)
    if link.noise > 0:
        link.noise -= 1
        raise ConnectionError("nothing but noise")
    return f"understood: {report}"


async def retry(attempts: int, pause: float, call: Callable[[], Awaitable[T]]) -> T:
    for _ in range(1, attempts):
        try:
            return await call()
        except ConnectionError:
            await asyncio.sleep(pause)
            pause *= 2
    return await call()


async def main() -> None:
    for noise in (2, 9):
        link = Link(noise)
        try:
            answer = await retry(4, 0.02, lambda: send(link, "wind from the west"))
            outcome = f'Ok("{answer}")'
        except ConnectionError as error:
            outcome = f'Err("{error}")'
        print(f"{outcome}, and {link.noise} calls would fail yet")


asyncio.run(main())
