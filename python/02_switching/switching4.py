"""Keep the event loop alive.

A checksum never waits, so it would never yield the loop's thread. to_thread runs it on a thread of
the loop's executor, and returns a coroutine object to await.
"""

import asyncio
from collections.abc import Callable


def slow_checksum(file: bytes) -> int:
    total = 7
    for byte in file:
        total = (total * 31 + byte) & 0xFFFF_FFFF_FFFF_FFFF
    return total


async def checksum_of(file: bytes, checksum: Callable[[bytes], int]) -> int:
    return await asyncio.to_thread(checksum, file)


async def main() -> None:
    async def upload() -> None:
        total = await checksum_of(bytes([42]) * 5_000_000, slow_checksum)
        print(f"the upload has checksum {total:x}")

    async def visitor() -> None:
        print("a visitor comes in and is served")

    await asyncio.gather(upload(), visitor())


asyncio.run(main())
