"""One coroutine at home on two runtimes, asyncio and curio.

It only needs to wait and to start a task. An awaitable of one runtime means nothing to the other,
so each runtime is wrapped in the same few names.
"""

import asyncio

import curio


class Asyncio:
    sleep = staticmethod(asyncio.sleep)

    @staticmethod
    async def spawn(work):
        return asyncio.create_task(work)

    @staticmethod
    async def join(task):
        return await task


class Curio:
    sleep = staticmethod(curio.sleep)
    spawn = staticmethod(curio.spawn)

    @staticmethod
    async def join(task):
        return await task.join()


async def ring(runtime, bells: list[tuple[str, float]]) -> list[str]:
    rang = []

    async def strike(bell: str, after: float) -> None:
        await runtime.sleep(after)
        rang.append(bell)

    tasks = [await runtime.spawn(strike(bell, after)) for bell, after in bells]
    for task in tasks:
        await runtime.join(task)
    return rang


bells = [("great", 0.06), ("small", 0.02), ("cracked", 0.04)]
print("in the tower:", str(asyncio.run(ring(Asyncio, bells))).replace("'", '"'))
print("on the ferry:", str(curio.run(ring, Curio, bells)).replace("'", '"'))
