"""Check at the call, work when awaited.

A plain function can raise at the call. The coroutine object that it returns does the rest when
it's awaited.
"""

import asyncio
from collections.abc import Awaitable

OVEN_HOLDS = 24


class Refused(Exception):
    """Why an order is refused."""


class NothingOrdered(Refused):
    pass


class OvenTooSmall(Refused):
    pass


def bake(loaves: int) -> Awaitable[str]:
    if loaves == 0:
        raise NothingOrdered
    if loaves > OVEN_HOLDS:
        raise OvenTooSmall

    async def baking() -> str:
        await asyncio.sleep(0.02 * loaves)
        return f"{loaves} warm loaves"

    return baking()


async def main() -> None:
    for loaves in (12, 0):
        try:
            baking = bake(loaves)
        except Refused as refused:
            print(f"An order of {loaves}: refused at once, {type(refused).__name__}.")
        else:
            print(f"An order of {loaves}: taken, and the customer goes home.")
            print(f"Out of the oven: {await baking}.")


asyncio.run(main())
