"""Combinators.

Before `await`, coroutines were generators that passed on what they waited for with `yield from`.
Python 3.11 removed the decorator `asyncio.coroutine`; `types.coroutine` still makes one.
"""

import asyncio
import types


class Refused(Exception):
    pass


async def ask(question: str) -> str:
    print(f"  {question}")
    match question:
        case "map of Bern":
            raise Refused("eaten by mice")
        case "old map of Bern":
            return "old Bern"
        case _:
            return "a light breeze"


@types.coroutine
def forecast(town: str):
    try:
        place = yield from ask(f"map of {town}")
    except Refused:
        place = yield from ask(f"old map of {town}")
    north = asyncio.ensure_future(ask(f"north of {place}"))
    south = asyncio.ensure_future(ask(f"south of {place}"))
    yield from asyncio.wait([north, south], return_when=asyncio.FIRST_COMPLETED)
    first, other = (north, south) if north.done() else (south, north)
    other.cancel()
    return f"{town}: {first.result()}"


async def main() -> None:
    try:
        print(await forecast("Bern"))
    except Refused as fault:
        print(f"No forecast: {fault}.")


asyncio.run(main())
