"""The pyramid.

`ask` is the one place that turns a callback into something to await. After that, each step follows
the one before, and a single `except` replaces the error handling of every callback.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress


class Refused(Exception):
    pass


def service(request: str, done: Callable[[str], None], failed: Callable[[Exception], None]) -> None:
    print(f"  {request}")
    match request:
        case "stamp Faust for Bob":
            failed(Refused("Bob has too many books"))
        case "stamp Faust for Ann":
            done("Friday")
        case _:
            done(request.split()[-1])


async def ask(request: str) -> str:
    answer = asyncio.get_running_loop().create_future()
    service(request, answer.set_result, answer.set_exception)
    return await answer


async def lend(reader: str, title: str) -> str:
    card = await ask(f"card of {reader}")
    book = await ask(f"fetch {title}")
    try:
        day = await ask(f"stamp {book} for {card}")
        await ask(f"note {book} until {day}")
    except Refused:
        with suppress(Refused):
            await ask(f"put back {book}")
        raise
    return day


async def main() -> None:
    for reader in ("Ann", "Bob"):
        print(f"{reader} asks for Faust.")
        try:
            print(f"Lent until {await lend(reader, 'Faust')}.")
        except Refused as fault:
            print(f"Not lent: {fault}.")


asyncio.run(main())
