"""The clock that strikes.

A generator stops at each `yield`, in the middle of its loops, and goes on from there when the next
value is asked for.
"""

from collections.abc import Iterator
from itertools import islice


def strikes(first: int, last: int) -> Iterator[str]:
    for hour in range(first, last + 1):
        for quarter in range(1, 5):
            for _ in range(quarter):
                yield "ding"
        for _ in range(hour):
            yield "dong"


def main() -> None:
    for hour in (1, 3):
        print(" ".join(strikes(hour, hour)))
    for stroke in islice(strikes(1, 12), 2):
        print(f"The clock strikes: {stroke}. All the others are still to come.")


main()
