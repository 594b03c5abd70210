"""One dead line doesn't cost the other answers.

With return_exceptions=True, gather waits for every coroutine. Each result, or the exception raised
instead, takes the place of its coroutine in the list.
"""

import asyncio


async def ask(lighthouse: str) -> int:
    takes, sees = {
        "North Point": (0.09, 12),
        "Gull Rock": (0.03, None),
        "Old Mole": (0.06, 7),
    }[lighthouse]
    await asyncio.sleep(takes)
    if sees is None:
        raise ConnectionError("the line is dead")
    return sees


async def main() -> None:
    lighthouses = ["North Point", "Gull Rock", "Old Mole"]
    answers = await asyncio.gather(
        *(ask(lighthouse) for lighthouse in lighthouses),
        return_exceptions=True,
    )
    for lighthouse, answer in zip(lighthouses, answers):
        if isinstance(answer, Exception):
            print(f"{lighthouse}: {answer}")
        else:
            print(f"{lighthouse} sees {answer} km")


asyncio.run(main())
