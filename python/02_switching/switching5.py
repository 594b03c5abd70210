"""Long work in short turns, with curio.

A zero-length sleep lets the next task run. Meanwhile the coroutine object stores what the loop
knows: total, and where it was.
"""

from collections.abc import Callable
from dataclasses import dataclass

import curio

TURN = 200


@dataclass
class Shape:
    width: int
    height: int


async def total_area(shapes: list[Shape], area: Callable[[Shape], int]) -> int:
    total = 0
    for start in range(0, len(shapes), TURN):
        total += sum(map(area, shapes[start : start + TURN]))
        await curio.sleep(0)
    return total


async def main() -> None:
    shapes = [Shape(side, side) for side in range(1, 1_001)]

    async def adding() -> None:
        total = await total_area(shapes, lambda shape: shape.width * shape.height)
        print(f"all the shapes together: {total}")

    async def clicking() -> None:
        print("a click is answered")

    async with curio.TaskGroup() as window:
        await window.spawn(adding)
        await window.spawn(clicking)


curio.run(main)
