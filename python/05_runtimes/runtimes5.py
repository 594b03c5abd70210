"""What a client feels: a request is due every 10 ms, whatever happened to the ones before it.

The runtimes are scripted, so no clock is needed: a time is a number. A request during a stall
queues behind it, and its latency counts from the moment when it was due.
"""

from collections.abc import Callable
from math import ceil
from statistics import median

RUNS, WARM_UP, COUNTED, EVERY = 5, 20, 200, 10


def percentile(times: list[int], percent: int) -> int:
    return sorted(times)[ceil(len(times) * percent / 100) - 1]


def one_run(script: Callable[[int], int]) -> list[int]:
    latencies, free = [], 0
    for number in range(WARM_UP + COUNTED):
        due = number * EVERY
        free = max(due, free) + script(number)
        latencies.append(free - due)
    return latencies[WARM_UP:]


def measure(script: Callable[[int], int]) -> tuple[int, int]:
    runs = [one_run(script) for _ in range(RUNS)]
    return median(percentile(run, 50) for run in runs), median(percentile(run, 99) for run in runs)


def stalls(number: int) -> int:
    return 9 if number < 20 else 400 if number == 120 else 3


for name, script in [("steady", lambda _: 6), ("swift", stalls)]:
    print("{}: median {}ms, p99 {}ms".format(name, *measure(script)))
