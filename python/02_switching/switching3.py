"""The chess exhibition.

All the opponents think at the same time. The one master is a lock: while she moves on one board,
the other boards wait in line for her.
"""

import asyncio
from collections.abc import Awaitable, Callable

Player = Callable[[int], Awaitable[None]]


async def exhibition(boards: int, rounds: int, master: Player, opponent: Player) -> None:
    at_the_board = asyncio.Lock()

    async def play(board: int) -> None:
        for _ in range(rounds):
            async with at_the_board:
                await master(board)
            await opponent(board)

    await asyncio.gather(*(play(board) for board in range(boards)))


async def main() -> None:
    async def master(board: int) -> None:
        print(f"the master moves on board {board}")
        await asyncio.sleep(0.02)

    async def opponent(board: int) -> None:
        await asyncio.sleep(0.1)
        print(f"board {board} replies")

    await exhibition(3, 2, master, opponent)


asyncio.run(main())
