"""Taking turns.

Nothing takes the thread away from a coroutine. asyncio.sleep(0) doesn't wait: it only yields,
once, to whatever else is ready.
"""

import asyncio


async def count(name: str, last: int, board: list[str]) -> None:
    for number in range(1, last + 1):
        board.append(f"{name} {number}")
        await asyncio.sleep(0)


async def main() -> None:
    board: list[str] = []
    await asyncio.gather(count("red", 3, board), count("blue", 3, board))
    for line in board:
        print(line)


asyncio.run(main())
