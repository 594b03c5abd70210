"""An exception passes through every await on its way up.

It leaves look_up or ring, then deliver, and ends up in main. On the way, the
finally brings the bicycle back.
"""

import asyncio


class NotDelivered(Exception):
    pass


async def look_up(town: list[str], name: str) -> int:
    await asyncio.sleep(0.01)
    if name not in town:
        raise NotDelivered(f"nobody knows {name}")
    return town.index(name)


async def ring(house: int) -> None:
    await asyncio.sleep(0.02)
    if house % 2 == 1:
        raise NotDelivered(f"nobody opens at house {house}")


async def deliver(town: list[str], name: str, diary: list[str]) -> int:
    diary.append(f"set out to {name}")
    try:
        house = await look_up(town, name)
        await ring(house)
        diary.append(f"letter handed over to {name}")
        return house
    finally:
        diary.append("bicycle brought back")


async def main() -> None:
    town = ["Mr Hill", "Ms Lake"]
    for name in ["Mr Hill", "Ms Lake", "Dr Moor"]:
        diary: list[str] = []
        try:
            outcome = f"Ok({await deliver(town, name, diary)})"
        except NotDelivered as error:
            outcome = f'Err("{error}")'
        print(f"{', '.join(diary)}: {outcome}")


asyncio.run(main())
