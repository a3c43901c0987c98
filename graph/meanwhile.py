"""Does work in a copy of this process while its caller does something else on another core."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar

from graph.errors import ZonegraphError

Result = TypeVar("Result")


def _work(work: Callable[[], Result], sender: Connection) -> None:
    gc.disable()  # the copy ends soon, and a search for cycles would copy all of its caller's memory
    try:
        sender.send(work())
    except ZonegraphError:
        sys.exit(1)


def can_fork() -> bool:
    """Return whether a copy of this process can work beside it; macOS forks, but its libraries may not."""
    known = sys.platform != "darwin" and "fork" in multiprocessing.get_all_start_methods()
    return known and (os.cpu_count() or 1) > 1


def begin(work: Callable[[], Result]) -> Callable[[], Result]:
    """Begin some work and return what waits for it and gives its result.

    work: changes nothing in this process; its result can be pickled. Where no copy of the process can be
    made, or the copy fails, the call that waits does the work itself: it raises what work raises.
    """
    if not can_fork():
        return work
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(work, sender))
    process.start()
    sender.close()

    def wait() -> Result:
        try:
            result: Result = receiver.recv()
        except EOFError:
            return work()  # says what is wrong, or succeeds where only the copy failed
        finally:
            receiver.close()
            process.join()
        return result

    return wait
