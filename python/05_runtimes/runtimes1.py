"""What asyncio.run does, by hand: create a loop, let it drive one coroutine to its end, close it.

Closing alone leaves the other tasks unfinished, so they are cancelled first.
"""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor


def run(name: str, work: Coroutine) -> str:
    loop = asyncio.new_event_loop()
    loop.set_default_executor(ThreadPoolExecutor(thread_name_prefix=name))
    try:
        return loop.run_until_complete(work)
    finally:
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


async def blink() -> None:
    try:
        while True:
            await asyncio.sleep(0.005)
    finally:
        print("the lamp is put out")


async def tide() -> str:
    _lamp = asyncio.create_task(blink())  # a task that nothing refers to may vanish
    await asyncio.sleep(0.03)
    print("high water")
    thread = await asyncio.to_thread(threading.current_thread)
    return thread.name.partition("_")[0]


level = run("tide", tide())
print(f"the level was read on the thread `{level}`")
