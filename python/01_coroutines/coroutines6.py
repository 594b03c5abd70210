"""A recursive visitor built from generators, after Beazley's "Generators: The Final Frontier".

asyncio.coroutine, which made coroutines out of generators, was removed in Python 3.11;
types.coroutine still does it. yield from is what await was before it had a name.
"""

import asyncio
import types
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any


@dataclass
class Spring:
    walk: float
    litres: int


@dataclass
class Fork:
    walk: float
    left: "River"
    right: "River"


River = Spring | Fork


@types.coroutine
def measure(river: River) -> Generator[Any, None, int]:
    yield from asyncio.sleep(river.walk)
    match river:
        case Spring():
            return river.litres
        case Fork():
            left, right = yield from asyncio.gather(measure(river.left), measure(river.right))
            return left + right


async def main() -> None:
    def spring(litres: int) -> Spring:
        return Spring(0.03, litres)

    def fork(left: River, right: River) -> Fork:
        return Fork(0.03, left, right)

    river = fork(spring(5), fork(spring(20), fork(spring(1), spring(3))))
    litres = await measure(river)
    print(f"All springs together give {litres} litres a second.")


asyncio.run(main())
