"""One old future.

You can't await a future of the older module concurrent.futures either. `wrap_future` wraps it in an
asyncio future, and passes results, errors and cancellation on.
"""

import asyncio
from concurrent.futures import Future


class Unreadable(Exception):
    pass


def find(film: str) -> "Future[int | None]":
    search: Future[int | None] = Future()
    match film:
        case "Metropolis":
            search.set_result(12)
        case "Nosferatu":
            search.set_result(None)
        case _:
            search.set_exception(Unreadable("page 7 is unreadable"))
    return search


async def place_of(film: str) -> str:
    shelf = await asyncio.wrap_future(find(film))
    if shelf is None:
        return f"{film} is not here"
    return f"{film} is on shelf {shelf}"


async def main() -> None:
    for film in ("Metropolis", "Nosferatu", "Golem"):
        try:
            print(f"{await place_of(film)}.")
        except Unreadable as fault:
            print(f"{film}: {fault}.")


asyncio.run(main())
